#include "server/catalog/associate_file.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const AssociateFileContext& Context() {
  static const auto& context =
      *new AssociateFileContext{BrandId::FromStored("demo"), "hr"};
  return context;
}

AssociateDraft Draft(absl::string_view line) {
  AssociateDraftOrProblem parsed = ParseAssociateLine(Context(), line);
  if (const auto* problem = absl::get_if<FieldProblem>(&parsed)) {
    ADD_FAILURE() << problem->field << " " << problem->message;
    return AssociateDraft();
  }
  return absl::get<AssociateDraft>(std::move(parsed));
}

// "field REASON", or "fine".
std::string ProblemOf(absl::string_view line) {
  const AssociateDraftOrProblem parsed = ParseAssociateLine(Context(), line);
  const auto* problem = absl::get_if<FieldProblem>(&parsed);
  return problem == nullptr
             ? "fine"
             : absl::StrCat(problem->field, " ", problem->reason);
}

TEST(ParseAssociateLine, ReadsEveryMember) {
  const AssociateDraft draft = Draft(
      R"({"source_id":"17","display_name":" Ana  María ","store_source":"atp",
          "stores":["https://a/3","5"],
          "languages":[{"language_code":"ES-mx","level":"native"},
                       {"language_code":"en","level":"basic"}],
          "styles":["boho"],"services":["bridal-styling","fitting"],
          "attributes":["female","Not a word"],
          "channels":["video","in-store"],
          "weekly_hours":[{"day":"monday","start":"10:00","end":"18:30"},
            {"day":"sunday","start":"00:00","end":"24:00","store":"5",
             "channels":["video"]}]})");
  EXPECT_EQ(draft.source_id, "17");
  const AssociateContent& content = draft.content;
  EXPECT_EQ(content.display_name, "Ana María");
  EXPECT_THAT(content.stores, ElementsAre(StoreIdOf("atp", "https://a/3"),
                                          StoreIdOf("atp", "5")));
  EXPECT_THAT(content.languages,
              ElementsAre(SpokenLanguage{"es-MX", LanguageLevel::kNative},
                          SpokenLanguage{"en", LanguageLevel::kBasic}));
  EXPECT_THAT(content.styles, ElementsAre(StyleId::FromStored("boho")));
  EXPECT_THAT(content.services,
              ElementsAre(ServiceId::FromStored("bridal-styling"),
                          ServiceId::FromStored("fitting")));
  EXPECT_EQ(content.channels, (ChannelSet{Channel::kVideo, Channel::kInStore}));
  // What is no word is left for CheckAssociate.
  EXPECT_THAT(content.attributes, ElementsAre("female", "Not a word"));
  ASSERT_TRUE(draft.weekly_periods.has_value());
  EXPECT_THAT(
      *draft.weekly_periods,
      ElementsAre(
          calendar::WeeklyPeriod{absl::Weekday::monday, {600, 1110, {}, {}}},
          calendar::WeeklyPeriod{
              absl::Weekday::sunday,
              {0, 1440, StoreIdOf("atp", "5"), {Channel::kVideo}}}));
}

TEST(ParseAssociateLine, LeavesOpenWhatALineDoesNotSay) {
  const AssociateDraft draft = Draft("{}");
  EXPECT_EQ(draft.source_id, "");
  EXPECT_EQ(draft.content, AssociateContent());
  EXPECT_FALSE(draft.weekly_periods.has_value());
}

TEST(ParseAssociateLine, TellsNoHoursFromNoWordOfThem) {
  EXPECT_TRUE(Draft(R"({"weekly_hours":[]})").weekly_periods->empty());
}

TEST(ParseAssociateLine, TakesANumberAsSourceId) {
  EXPECT_EQ(Draft(R"({"source_id":17})").source_id, "17");
  EXPECT_EQ(ProblemOf(R"({"source_id":1.5})"), "source_id MALFORMED");
}

TEST(ParseAssociateLine, TakesStoresByTheFilesOwnSourceByDefault) {
  EXPECT_THAT(Draft(R"({"stores":["3"]})").content.stores,
              ElementsAre(StoreIdOf("hr", "3")));
}

TEST(ParseAssociateLine, TakesStoresByResourceName) {
  const StoreId id = StoreIdOf("atp", "3");
  EXPECT_THAT(Draft(absl::StrCat(R"({"stores":["brands/demo/stores/)",
                                 id.ToString(), R"("]})"))
                  .content.stores,
              ElementsAre(id));
  EXPECT_EQ(ProblemOf(absl::StrCat(R"({"stores":["1","brands/other/stores/)",
                                   id.ToString(), R"("]})")),
            "stores[1] UNKNOWN");
  EXPECT_EQ(ProblemOf(R"({"stores":["brands/demo/stores/3"]})"),
            "stores[0] MALFORMED");
  EXPECT_EQ(ProblemOf(R"({"stores":[""]})"), "stores[0] REQUIRED");
}

TEST(ParseAssociateLine, RejectsMembersThatAreNotKnown) {
  EXPECT_EQ(ProblemOf(R"({"displayname":"A"})"), "displayname UNKNOWN_KEY");
  EXPECT_EQ(ProblemOf(R"({"languages":[{"language_code":"es",
                          "level":"basic","fluency":1}]})"),
            "languages[0].fluency UNKNOWN_KEY");
  EXPECT_EQ(ProblemOf(R"({"weekly_hours":[{"day":"monday","start":"10:00",
                          "end":"11:00","from":1}]})"),
            "weekly_hours[0].from UNKNOWN_KEY");
}

TEST(ParseAssociateLine, RepeatsAnUnknownMemberOnlyIfItLooksLikeOne) {
  const auto parsed = ParseAssociateLine(Context(), R"({"ana@example.com":1})");
  const FieldProblem& problem = absl::get<FieldProblem>(parsed);
  EXPECT_EQ(problem.field, "");
  EXPECT_THAT(problem.message, testing::Not(HasSubstr("ana")));
}

TEST(ParseAssociateLine, RejectsWordsThatAreNotKnown) {
  EXPECT_EQ(ProblemOf(R"({"channels":["video","fax"]})"),
            "channels[1] UNKNOWN");
  EXPECT_EQ(ProblemOf(R"({"languages":[{"language_code":"es",
                          "level":"good"}]})"),
            "languages[0].level UNKNOWN");
  EXPECT_EQ(ProblemOf(R"({"languages":[{"language_code":"es"}]})"),
            "languages[0].level REQUIRED");
  EXPECT_EQ(ProblemOf(R"({"styles":["Boho"]})"), "styles[0] MALFORMED");
  EXPECT_EQ(ProblemOf(R"({"attributes":["a",7]})"), "attributes[1] MALFORMED");
  EXPECT_EQ(ProblemOf(R"({"attributes":"female"})"), "attributes MALFORMED");
  EXPECT_EQ(ProblemOf(R"({"services":["a",""]})"), "services[1] MALFORMED");
  EXPECT_EQ(ProblemOf(R"({"weekly_hours":[{"day":"Mo","start":"10:00",
                          "end":"11:00"}]})"),
            "weekly_hours[0].day UNKNOWN");
}

TEST(ParseAssociateLine, LeavesAnUnknownLanguageForTheCheck) {
  EXPECT_EQ(Draft(R"({"languages":[{"language_code":"klingon",
                      "level":"basic"}]})")
                .content.languages[0]
                .tag,
            "klingon");
}

TEST(ParseAssociateLine, RejectsTimesThatAreNone) {
  for (const char* time : {"", "9:00", "09:0", "24:01", "25:00", "10:60",
                           "10-00", "+1:00", "10:00:00", "ab:cd"}) {
    EXPECT_THAT(
        ProblemOf(absl::StrCat(R"({"weekly_hours":[{"day":"monday","start":")",
                               time, R"(","end":"11:00"}]})")),
        HasSubstr("weekly_hours[0].start "))
        << time;
  }
  EXPECT_EQ(ProblemOf(R"({"weekly_hours":[{"day":"monday",
                          "start":"10:00"}]})"),
            "weekly_hours[0].end REQUIRED");
}

TEST(ParseAssociateLine, RejectsMembersOfTheWrongKind) {
  for (const auto& [line, problem] :
       std::vector<std::pair<const char*, const char*>>{
           {R"({"display_name":7})", "display_name MALFORMED"},
           {R"({"stores":"3"})", "stores MALFORMED"},
           {R"({"stores":[3]})", "stores[0] MALFORMED"},
           {R"({"languages":{"es":"basic"}})", "languages MALFORMED"},
           {R"({"languages":["es"]})", "languages[0] MALFORMED"},
           {R"({"channels":[null]})", "channels[0] UNKNOWN"},
           {R"({"weekly_hours":[7]})", "weekly_hours[0] MALFORMED"},
           {R"({"weekly_hours":"9-5"})", "weekly_hours MALFORMED"},
           {"[]", " MALFORMED"},
           {"7", " MALFORMED"},
           {"{\"a\":", " MALFORMED"},
           {"{\"display_name\":\"\xff\"}", " NOT_UTF8"}}) {
    EXPECT_EQ(ProblemOf(line), problem) << line;
  }
}

struct AssociatesRead {
  std::vector<std::string> rows;  // "position source_id" or "position! REASON"
  std::string error;
};

AssociatesRead ReadIn(absl::string_view file, size_t piece) {
  AssociatesRead read;
  AssociateFileReader reader(Context(), [&](AssociateRow row) {
    const auto* problem = absl::get_if<FieldProblem>(&row.content);
    read.rows.push_back(
        problem != nullptr
            ? absl::StrCat(row.position, "! ", problem->reason)
            : absl::StrCat(row.position, " ",
                           absl::get<AssociateDraft>(row.content).source_id));
    return absl::OkStatus();
  });
  absl::Status status;
  for (size_t at = 0; at < file.size() && status.ok(); at += piece) {
    status = reader.Feed(file.substr(at, piece));
  }
  if (status.ok()) status = reader.Finish();
  read.error = std::string(status.message());
  return read;
}

TEST(AssociateFileReader, CountsTheLinesThatAreNotBlank) {
  const AssociatesRead read = ReadIn(
      "{\"source_id\":\"a\"}\r\n\n  \n{\"source_id\":\n{\"source_id\":\"c\"}",
      1000);
  EXPECT_THAT(read.rows, ElementsAre("1 a", "2! MALFORMED", "3 c"));
  EXPECT_EQ(read.error, "");
}

TEST(AssociateFileReader, ReadsTheSameInAnySplitting) {
  const std::string file =
      "\xEF\xBB\xBF{\"source_id\":\"é\"}\n\n{\"source_id\":\"銀\"}\n{x}\n";
  const AssociatesRead whole = ReadIn(file, file.size());
  ASSERT_THAT(whole.rows, ElementsAre("1 é", "2 銀", "3! MALFORMED"));
  for (size_t piece = 1; piece < file.size(); ++piece) {
    EXPECT_EQ(ReadIn(file, piece).rows, whole.rows) << piece;
    EXPECT_EQ(ReadIn(file, piece).error, "");
  }
}

TEST(AssociateFileReader, RefusesWhatIsNoJsonLines) {
  for (absl::string_view file :
       {"[{\"source_id\":\"a\"}]", "name,lat\n", "x"}) {
    EXPECT_THAT(ReadIn(file, 1000).error,
                HasSubstr("JSON lines, one object a line, are expected"))
        << file;
  }
  EXPECT_THAT(ReadIn("", 1).error, HasSubstr("file is empty"));
}

TEST(AssociateFileReader, RefusesAFileThatIsCutOffInALine) {
  const AssociatesRead read =
      ReadIn("{\"source_id\":\"a\"}\n{\"source_id\":\"b", 7);
  EXPECT_THAT(read.rows, ElementsAre("1 a"));
  EXPECT_THAT(read.error, HasSubstr("in row 2: file ends there"));
}

TEST(AssociateFileReader, RejectsALineThatIsTooLongAndReadsTheNext) {
  const auto file = [](size_t size) {
    const std::string frame = "{\"source_id\":\"\"}";
    return absl::StrCat("{\"source_id\":\"",
                        std::string(size - frame.size(), 'x'), "\"}\n",
                        "{\"source_id\":\"b\"}\n");
  };
  EXPECT_THAT(ReadIn(file(kImportRowBytesMax + 1), 64 * 1024).rows,
              ElementsAre("1! TOO_LONG", "2 b"));
  EXPECT_THAT(ReadIn(file(kImportRowBytesMax), 64 * 1024).rows,
              ElementsAre(HasSubstr("1 xxx"), "2 b"));
}

}  // namespace
}  // namespace rapport::catalog
