// What the program says to arguments that it cannot take, and its help.

#include "clients/cli/exit_code.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class UsageTest : public testing::Test {
 protected:
  Outcome Rapport(std::vector<std::string> arguments) {
    return RunRapport(std::move(arguments), clock_);
  }

  client::FakeClock clock_{absl::UnixEpoch()};
};

TEST_F(UsageTest, HelpNamesEveryCommandAndTheExitCodes) {
  const Outcome outcome = Rapport({"--help"});
  EXPECT_EQ(outcome.exit_code, kExitOk);
  EXPECT_EQ(outcome.err, "");
  for (const char* text :
       {"stores", "associates", "services", "slots", "book", "schedule",
        "styles", "policies", "brand", "doctor", "demo", "Examples:",
        "Exit codes:", "4  already taken", "--json", "RAPPORT_ADDRESS"}) {
    EXPECT_THAT(outcome.out, HasSubstr(text));
  }
}

TEST_F(UsageTest, HelpOfACommandIsAboutThatCommand) {
  const Outcome outcome = Rapport({"book", "hold", "--help"});
  EXPECT_EQ(outcome.exit_code, kExitOk);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("--request-id"), Not(HasSubstr("Exit codes"))));
}

TEST_F(UsageTest, TellsItsVersion) {
  const Outcome outcome = Rapport({"--version"});
  EXPECT_EQ(outcome.exit_code, kExitOk);
  EXPECT_THAT(outcome.out, testing::MatchesRegex("rapport [0-9.]+\n"));
}

TEST_F(UsageTest, NamesEveryFlagThatIsMissing) {
  const Outcome outcome = Rapport({"book", "hold", "--service", "x"});
  EXPECT_EQ(outcome.exit_code, kExitUsage);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("--associate, --channel, --start"),
                    Not(HasSubstr("--service")), HasSubstr("--help")));
}

TEST_F(UsageTest, AsksForACommandWhereThereIsNone) {
  EXPECT_THAT(Rapport({}).err, HasSubstr("`rapport` needs a command"));
  const Outcome book = Rapport({"book"});
  EXPECT_EQ(book.exit_code, kExitUsage);
  EXPECT_THAT(book.err, HasSubstr("`rapport book` needs a command"));
}

TEST_F(UsageTest, NamesWhatItDoesNotKnow) {
  const Outcome command = Rapport({"bok"});
  EXPECT_EQ(command.exit_code, kExitUsage);
  EXPECT_THAT(command.err, HasSubstr("does not know 'bok'"));
  const Outcome flag = Rapport({"doctor", "--colour"});
  EXPECT_EQ(flag.exit_code, kExitUsage);
  EXPECT_THAT(flag.err, HasSubstr("does not know '--colour'"));
}

TEST_F(UsageTest, SaysItInJsonToPrograms) {
  const Outcome outcome = Rapport({"book", "hold", "--json"});
  EXPECT_EQ(outcome.exit_code, kExitUsage);
  const auto error = nlohmann::json::parse(outcome.err);
  EXPECT_EQ(error["error"]["code"], "INVALID_ARGUMENT");
  EXPECT_THAT(error["error"]["message"].get<std::string>(),
              HasSubstr("--associate"));
}

TEST_F(UsageTest, TakesGlobalFlagsBeforeAndAfterTheCommand) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--timeout", "soon", "doctor"},
        std::vector<std::string>{"doctor", "--timeout", "soon"}}) {
    const Outcome outcome = Rapport(arguments);
    EXPECT_EQ(outcome.exit_code, kExitUsage);
    EXPECT_THAT(outcome.err, HasSubstr("timeout is 'soon'"));
  }
}

TEST_F(UsageTest, RefusesValuesBeforeItCallsAnybody) {
  const std::vector<std::vector<std::string>> kWrong = {
      {"stores", "near", "--near", "91,0"},
      {"stores", "near", "--near", "0,0", "--radius", "5"},
      {"stores", "near", "--near", "0,0", "--limit", "0"},
      {"stores", "import", "/nonexistent", "--source", "x"},
      {"stores", "import", "/", "--source", "x"},
      {"schedule", "set", "a1", "/"},
      {"associates", "find", "--near", "0,0", "--language", "es:perfect"},
      {"associates", "find", "--near", "0,0", "--channel", "fax"},
      {"slots", "--associate", "a", "--service", "s", "--channel", "fax"},
      {"services", "set", "x", "--display-name", "X", "--duration", "long",
       "--channels", "video"},
      {"schedule", "set", "a1", "/nonexistent"},
      {"doctor", "--as", "king"},
      {"doctor", "--address", "nowhere"},
      {"doctor", "--timeout", "-1s"},
      {"demo", "brand", "--stores", "0"}};
  for (const std::vector<std::string>& arguments : kWrong) {
    EXPECT_EQ(Rapport(arguments).exit_code, kExitUsage)
        << arguments[0] << " " << arguments[1];
  }
}

TEST_F(UsageTest, ExitsWithSevenWhereNobodyListens) {
  const Outcome outcome =
      Rapport({"brand", "show", "--address", "unix:/nonexistent/socket"});
  EXPECT_EQ(outcome.exit_code, kExitUnavailable);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("[UNAVAILABLE]"),
                                 HasSubstr("hint: is a server running")));
}

TEST(ExitCodeOf, TellsApartWhatAScriptActsUpon) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::UnimplementedError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::ResourceExhaustedError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), 2);
  EXPECT_EQ(ExitCodeOf(absl::OutOfRangeError("")), 2);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), 3);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), 4);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("")), 5);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), 5);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), 6);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("")), 6);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), 7);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), 7);
}

}  // namespace
}  // namespace rapport::cli
