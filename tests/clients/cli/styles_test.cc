#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A server whose brand has the style boho, called Bohème in French.
class StylesTest : public CliTest {
 protected:
  StylesTest() {
    v1::Brand brand;
    brand.set_name("brands/demo");
    brand.set_display_name("Demo");
    brand.set_etag("v7");
    brand.add_holiday_lists()->set_region_code("FR");
    v1::Style& style = *brand.add_styles();
    style.set_style_id("boho");
    style.set_display_name("Boho");
    v1::LocalizedText& name = *style.add_localized_names();
    name.set_language_code("fr");
    name.set_text("Bohème");
    server_.get_brand.Answer(brand);
    server_.update_brand.Answer(
        [](const v1::UpdateBrandRequest& request, v1::Brand& out) {
          out = request.brand();
          return grpc::Status::OK;
        });
  }

  v1::Brand Sent() {
    const auto heard = server_.update_brand.heard();
    EXPECT_THAT(heard, SizeIs(1));
    return heard.empty() ? v1::Brand() : heard[0].request.brand();
  }
};

TEST_F(StylesTest, ListsThem) {
  EXPECT_EQ(Rapport({"styles", "list"}).out,
            "STYLE  NAME  IN OTHER LANGUAGES\n"
            "boho   Boho  fr=Bohème\n");
  const Outcome json = Rapport({"styles", "list", "--json"});
  ASSERT_THAT(json.json_lines(), SizeIs(1));
  EXPECT_EQ(json.json_lines()[0]["styleId"], "boho");
}

TEST_F(StylesTest, AddsOneAndKeepsAllElse) {
  const Outcome outcome =
      Rapport({"styles", "set", "bridal", "--display-name", "Bridal", "--name",
               "fr=Mariage, robes", "--name", "es=Novias"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::Brand sent = Sent();
  EXPECT_EQ(sent.etag(), "v7");
  EXPECT_EQ(sent.display_name(), "Demo");
  EXPECT_EQ(sent.holiday_lists_size(), 1);
  ASSERT_EQ(sent.styles_size(), 2);
  EXPECT_EQ(sent.styles(0).localized_names_size(), 1);
  EXPECT_EQ(sent.styles(1).style_id(), "bridal");
  ASSERT_EQ(sent.styles(1).localized_names_size(), 2);
  EXPECT_EQ(sent.styles(1).localized_names(0).text(), "Mariage, robes");
}

TEST_F(StylesTest, ChangesWhatTheFlagsSay) {
  ASSERT_EQ(Rapport({"styles", "set", "boho", "--name", "it=Boho"}).exit_code,
            0);
  const v1::Style style = Sent().styles(0);
  EXPECT_EQ(style.display_name(), "Boho");
  EXPECT_EQ(style.localized_names_size(), 2);
}

TEST_F(StylesTest, ChangesAndTakesAwayANameInALanguage) {
  ASSERT_EQ(Rapport({"styles", "set", "boho", "--name", "fr=Bobo"}).exit_code,
            0);
  EXPECT_EQ(Sent().styles(0).localized_names(0).text(), "Bobo");
  ASSERT_EQ(Rapport({"styles", "set", "boho", "--name", "fr="}).exit_code, 0);
  EXPECT_THAT(server_.update_brand.heard()[1]
                  .request.brand()
                  .styles(0)
                  .localized_names(),
              IsEmpty());
}

TEST_F(StylesTest, RemovesOne) {
  EXPECT_EQ(Rapport({"styles", "remove", "boho"}).out, "no styles\n");
  EXPECT_THAT(Sent().styles(), IsEmpty());
}

TEST_F(StylesTest, SaysWhatIsWrong) {
  const Outcome no_name = Rapport({"styles", "set", "new"});
  EXPECT_EQ(no_name.exit_code, 2);
  EXPECT_THAT(no_name.err, HasSubstr("--display-name is unset"));
  const Outcome no_language = Rapport({"styles", "set", "boho", "--name", "x"});
  EXPECT_EQ(no_language.exit_code, 2);
  EXPECT_THAT(no_language.err, HasSubstr("--name is 'x'"));
  EXPECT_EQ(Rapport({"styles", "remove", "none"}).exit_code, 3);
  EXPECT_THAT(server_.update_brand.heard(), IsEmpty());
}

}  // namespace
}  // namespace rapport::cli
