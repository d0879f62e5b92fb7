// What `associates find` says where few are found, or nobody.

#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class AssociatesSparseTest : public CliTest {
 protected:
  void Condition(const std::string& field, int64_t without, int64_t alone) {
    auto& condition = *answer_.mutable_sparse()->add_conditions();
    condition.set_field(field);
    condition.set_matches_without(without);
    condition.set_matches_alone(alone);
  }

  v1::AssociateRelaxation& Relaxation(const std::string& field,
                                      int64_t matches) {
    auto& relaxation = *answer_.mutable_sparse()->add_relaxations();
    relaxation.set_field(field);
    relaxation.set_matches(matches);
    return relaxation;
  }

  Outcome Find(std::vector<std::string> flags) {
    server_.search_associates.Answer(answer_);
    std::vector<std::string> arguments = {"associates", "find"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  v1::SearchAssociatesResponse answer_;
};

TEST_F(AssociatesSparseTest, SaysWhatEachConditionCostsAndWhatToTryInstead) {
  Condition("radius_m", 4, 9);
  Condition("languages", 1, 0);
  Condition("channels", 0, 30);
  Relaxation("radius_m", 4).set_radius_m(12'345);
  auto& language = *Relaxation("languages", 1).mutable_language();
  language.set_language_code("zh-Hant-HK");
  language.set_level(v1::LANGUAGE_LEVEL_CONVERSATIONAL);
  Relaxation("channels", 2).set_channel(v1::CHANNEL_PHONE);
  Relaxation("service", 1'000);
  const Outcome outcome =
      Find({"--near", "44.98,-93.27", "--radius", "5km", "--language",
            "es:fluent,zh-hant-hk:native", "--service", "styling", "--channel",
            "video", "--from", "+1d", "--order", "earliest"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(
      outcome.lines(),
      ElementsAre(
          "nobody fits all that was asked",
          "  --radius: 4 more without it; 9 meet it by itself",
          "  --language: 1 more without it; nobody meets it at all",
          "to find more:",
          "  rapport associates find --near 44.98,-93.27 --radius 12.4km "
          "--language es:fluent,zh-hant-hk:native --service styling --channel "
          "video --from +1d --order earliest  # the nearest of 4 more",
          "  rapport associates find --near 44.98,-93.27 --radius 5km "
          "--language es:fluent,zh-Hant-HK:conversational --service styling "
          "--channel video --from +1d --order earliest  # 1 more",
          "  rapport associates find --near 44.98,-93.27 --radius 5km "
          "--language es:fluent,zh-hant-hk:native --service styling --channel "
          "phone --from +1d --order earliest  # the best of 2 more",
          // Windows and that order are of a service's slots.
          "  rapport associates find --near 44.98,-93.27 --radius 5km "
          "--language es:fluent,zh-hant-hk:native --channel video  # at least "
          "1,000 more"));
}

TEST_F(AssociatesSparseTest, PutsAnotherTimeInPlaceOfAllThatWasAsked) {
  v1::TimeWindow& window = *Relaxation("local_windows", 1).mutable_window();
  *window.mutable_start_time() =
      ToTimestamp(absl::FromUnixSeconds(1'800'000'000));
  *window.mutable_end_time() =
      ToTimestamp(absl::FromUnixSeconds(1'800'003'600));
  v1::SuggestPlacesResponse places;
  places.add_places()->set_display_name("Saint Paul");
  server_.suggest_places.Answer(places);
  EXPECT_THAT(
      Find({"--near", "Saint Paul's", "--service", "styling", "--on",
            "2026-11-23", "--between", "15:00-17:00", "--clock",
            "America/Chicago"})
          .lines()
          .back(),
      "  rapport associates find --near 'Saint Paul'\\''s' --service styling "
      "--from 2027-01-15T08:00:00Z --to 2027-01-15T09:00:00Z  # 1 more");
}

// What the suggested commands say is what the program takes.
TEST_F(AssociatesSparseTest, SuggestsCommandsThatAskForThat) {
  Relaxation("radius_m", 4).set_radius_m(16'093.44);
  const Outcome outcome = Find({"--near", "1,2", "--radius", "5mi", "--miles"});
  EXPECT_THAT(outcome.lines().back(), HasSubstr("--radius 10.1mi"));
  Relaxation("radius_m", 4).set_radius_m(12'200'400);
  EXPECT_THAT(Find({"--near", "1,2", "--radius", "5km"}).lines().back(),
              HasSubstr("--radius 12201km"));
  Find({"--near", "1,2", "--radius", "10.1mi"});
  EXPECT_GT(server_.search_associates.heard().back().request.radius_m(),
            16'093.44);
}

TEST_F(AssociatesSparseTest, LeavesOutWhatIsToBeLeftOut) {
  for (const char* field : {"any_styles", "styles", "attributes", "stores",
                            "market", "associates", "languages"}) {
    Relaxation(field, 1);
  }
  const auto lines = Find({"--near", "1,2", "--any-style", "a", "--style", "b",
                           "--attribute", "c", "--store", "d", "--market", "e",
                           "--associate", "f", "--language", "g"})
                         .lines();
  const std::string prefix = "  rapport associates find --near 1,2 ";
  EXPECT_THAT(
      std::vector<std::string>(lines.end() - 7, lines.end()),
      ElementsAre(prefix + "--store d --market e --associate f --language g "
                           "--style b --attribute c  # 1 more",
                  prefix + "--store d --market e --associate f --language g "
                           "--any-style a --attribute c  # 1 more",
                  prefix + "--store d --market e --associate f --language g "
                           "--style b --any-style a  # 1 more",
                  prefix + "--market e --associate f --language g --style b "
                           "--any-style a --attribute c  # 1 more",
                  prefix + "--store d --associate f --language g --style b "
                           "--any-style a --attribute c  # 1 more",
                  prefix + "--store d --market e --language g --style b "
                           "--any-style a --attribute c  # 1 more",
                  prefix + "--store d --market e --associate f --style b "
                           "--any-style a --attribute c  # 1 more"));
}

TEST_F(AssociatesSparseTest, SuggestsNoSearchThatWouldBeNowhere) {
  Condition("stores", 7, 1);
  Relaxation("stores", 7);
  EXPECT_THAT(Find({"--store", "s1"}).out, Not(HasSubstr("to find more")));
}

TEST_F(AssociatesSparseTest, SaysHowFewWereFound) {
  answer_.add_associates()->mutable_associate()->set_display_name("Ana");
  Condition("styles", 3, 3);
  Relaxation("styles", 2);
  EXPECT_THAT(Find({"--near", "1,2", "--style", "boho"}).out,
              HasSubstr("\nonly 1 fits all that was asked\n"
                        "  --style: 2 more without it; 3 meet it by itself\n"
                        "to find more:\n"
                        "  rapport associates find --near 1,2  # 2 more\n"));
}

TEST_F(AssociatesSparseTest, SaysNothingOfAShortPageThatNothingWouldFill) {
  answer_.add_associates()->mutable_associate()->set_display_name("Ana");
  answer_.mutable_sparse();
  EXPECT_THAT(Find({"--near", "1,2"}).out, Not(HasSubstr("only")));
}

TEST_F(AssociatesSparseTest, TellsAProgramOnErrSoThatNoLineIsNoAssociate) {
  Condition("styles", 3, 3);
  Relaxation("styles", 3);
  const Outcome outcome = Find({"--near", "1,2", "--style", "boho", "--json"});
  EXPECT_EQ(outcome.out, "");
  const auto note = nlohmann::json::parse(outcome.err);
  EXPECT_EQ(note["sparse"]["conditions"][0]["field"], "styles");
  EXPECT_EQ(note["sparse"]["relaxations"][0]["matches"], "3");
}

}  // namespace
}  // namespace rapport::cli
