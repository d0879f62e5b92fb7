#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// A server that knows ana, of hr 1.
class AssociatesSetTest : public CliTest {
 protected:
  AssociatesSetTest() {
    v1::Associate ana;
    ana.set_name("brands/demo/associates/a1");
    ana.set_display_name("Ana");
    ana.set_source("hr");
    ana.set_source_id("1");
    ana.set_etag("v2");
    ana.add_stores("brands/demo/stores/s1");
    ana.add_styles("boho");
    ana.add_services("brands/demo/services/bridal");
    ana.add_channels(v1::CHANNEL_VIDEO);
    server_.get_associate.Answer(ana);
    v1::ListAssociatesResponse everybody;
    *everybody.add_associates() = ana;
    server_.list_associates.Answer(everybody);
    server_.update_associate.Answer(
        [](const v1::UpdateAssociateRequest& request, v1::Associate& out) {
          out = request.associate();
          return grpc::Status::OK;
        });
  }

  v1::UpdateAssociateRequest Sent() {
    const auto heard = server_.update_associate.heard();
    EXPECT_THAT(heard, SizeIs(1));
    return heard.empty() ? v1::UpdateAssociateRequest() : heard[0].request;
  }
};

TEST_F(AssociatesSetTest, ChangesWhatTheFlagsSayAndKeepsTheRest) {
  const Outcome outcome =
      Rapport({"associates", "set", "a1", "--services", "bridal,repair",
               "--languages", "es:native,en:basic", "--no-styles"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("bridal, repair"));
  const v1::UpdateAssociateRequest sent = Sent();
  EXPECT_FALSE(sent.allow_missing());
  EXPECT_EQ(sent.associate().etag(), "v2");
  EXPECT_EQ(sent.associate().display_name(), "Ana");
  EXPECT_THAT(sent.associate().services(),
              ElementsAre("brands/demo/services/bridal",
                          "brands/demo/services/repair"));
  EXPECT_THAT(sent.associate().styles(), IsEmpty());
  EXPECT_THAT(sent.associate().channels(), ElementsAre(v1::CHANNEL_VIDEO));
  ASSERT_EQ(sent.associate().languages_size(), 2);
  EXPECT_EQ(sent.associate().languages(0).level(), v1::LANGUAGE_LEVEL_NATIVE);
}

TEST_F(AssociatesSetTest, ChangesAttributes) {
  v1::Associate ana;
  ana.set_name("brands/demo/associates/a1");
  ana.add_attributes("trainee");
  server_.get_associate.Answer(ana);
  const auto sent = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"associates", "set", "a1"});
    EXPECT_EQ(Rapport(flags).exit_code, 0);
    const auto attributes = server_.update_associate.heard()
                                .back()
                                .request.associate()
                                .attributes();
    return std::vector<std::string>(attributes.begin(), attributes.end());
  };
  EXPECT_THAT(sent({"--display-name", "Ana"}), ElementsAre("trainee"));
  EXPECT_THAT(sent({"--attributes", "female,deaf"}),
              ElementsAre("female", "deaf"));
  EXPECT_THAT(sent({"--no-attributes"}), IsEmpty());
}

TEST_F(AssociatesSetTest, FindsBySourceWhoIsThereAlready) {
  ASSERT_EQ(Rapport({"associates", "set", "--source", "hr", "--source-id", "1",
                     "--display-name", "Anna"})
                .exit_code,
            0);
  EXPECT_EQ(Sent().associate().name(), "brands/demo/associates/a1");
  EXPECT_EQ(Sent().associate().display_name(), "Anna");
  EXPECT_EQ(Sent().associate().etag(), "v2");
  EXPECT_THAT(Sent().associate().styles(), ElementsAre("boho"));
}

TEST_F(AssociatesSetTest, AddsWhoIsNotThere) {
  const Outcome outcome =
      Rapport({"associates", "set", "--source", "hr", "--source-id", "2",
               "--display-name", "Bo", "--stores", "s1,s2", "--languages",
               "fr:native", "--channels", "in-store"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::UpdateAssociateRequest sent = Sent();
  EXPECT_TRUE(sent.allow_missing());
  EXPECT_EQ(sent.associate().name(), "");
  EXPECT_EQ(sent.associate().source_id(), "2");
  EXPECT_THAT(sent.associate().stores(),
              ElementsAre("brands/demo/stores/s1", "brands/demo/stores/s2"));
}

TEST_F(AssociatesSetTest, NamesEachFlagThatANewAssociateNeeds) {
  const Outcome outcome = Rapport({"associates", "set", "--source", "hr",
                                   "--source-id", "2", "--stores", "s1"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("--display-name, --languages, --channels"),
                    Not(HasSubstr("--stores"))));
}

TEST_F(AssociatesSetTest, NamesTheFlagAtFault) {
  const struct {
    std::vector<std::string> arguments;
    const char* told;
  } kRows[] = {{{"--display-name", "X"}, "--source and --source-id"},
               {{"--source", "hr"}, "--source and --source-id"},
               {{"a1", "--source", "hr"}, "--source and --source-id"},
               {{"a1", "--languages", "es"}, "--languages: "},
               {{"a1", "--languages", "es:some"}, "--languages: "},
               {{"a1", "--channels", "fax"}, "--channels: "},
               {{"a1", "--styles", "x", "--no-styles"}, "--no-styles"},
               {{"a1", "--display-name", ""}, "--display-name"}};
  for (const auto& row : kRows) {
    std::vector<std::string> arguments = {"associates", "set"};
    arguments.insert(arguments.end(), row.arguments.begin(),
                     row.arguments.end());
    const Outcome outcome = Rapport(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << row.told;
    EXPECT_THAT(outcome.err, HasSubstr(row.told));
  }
  EXPECT_THAT(server_.update_associate.heard(), IsEmpty());
}

}  // namespace
}  // namespace rapport::cli
