// One line of JSON for each call, which says nothing of anybody.
#include "server/transport/request_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

EndedCall Ended(absl::Status status) {
  return {.method = "rapport.v1.BookingService/HoldSlot",
          .status = std::move(status),
          .start = absl::FromUnixMicros(1'700'000'000'123'456),
          .duration = absl::Microseconds(987),
          .brand = "acme",
          .role = "shopper"};
}

TEST(LogLine, SaysWhatHowItEndedAndHowLongItTook) {
  EXPECT_EQ(LogLine(Ended(absl::OkStatus())),
            R"({"time":"2023-11-14T22:13:20.123456Z",)"
            R"("method":"rapport.v1.BookingService/HoldSlot",)"
            R"("code":"OK","us":987,"brand":"acme","role":"shopper"})");
}

TEST(LogLine, LeavesOutWhatIsNotKnown) {
  EndedCall call = Ended(absl::OkStatus());
  call.brand = "";
  call.role = "";
  const nlohmann::json line = nlohmann::json::parse(LogLine(call));
  EXPECT_FALSE(line.contains("brand"));
  EXPECT_FALSE(line.contains("role"));
}

TEST(LogLine, GivesTheReasonOfAFailure) {
  const nlohmann::json line = nlohmann::json::parse(LogLine(Ended(
      Error(absl::StatusCode::kAlreadyExists, "SLOT_TAKEN", "slot is taken"))));
  EXPECT_EQ(line["code"], "ALREADY_EXISTS");
  EXPECT_EQ(line["reason"], "SLOT_TAKEN");
}

// Our own messages quote what callers sent, which may be anything of anybody.
TEST(LogLine, QuotesNoMessageThatQuotesACaller) {
  for (int code = 1; code <= 16; ++code) {
    const auto status_code = static_cast<absl::StatusCode>(code);
    if (status_code == absl::StatusCode::kInternal ||
        status_code == absl::StatusCode::kUnknown) {
      continue;
    }
    EXPECT_THAT(
        LogLine(Ended(Error(status_code, "REASON", "is `sam@example.com`"))),
        Not(HasSubstr("sam")))
        << code;
  }
}

// What callers are not told must be somewhere.
TEST(LogLine, TellsWhatWentWrongInsideAndBelow) {
  for (const absl::Status& status :
       {absl::InternalError("the pool is empty"),
        absl::UnavailableError("the pool is empty"),
        Error(absl::StatusCode::kInternal, "POOL", "the pool is empty"),
        Error(absl::StatusCode::kUnknown, "POOL", "the pool is empty")}) {
    EXPECT_THAT(LogLine(Ended(status)), HasSubstr("the pool is empty"));
  }
}

TEST(LogLine, IsOneLineOfJsonWhateverBytesAreInIt) {
  for (const std::string& bytes :
       {std::string("a\nb\r\n"), std::string("\xff\xfe\x80"),
        std::string("\"}{\\"), std::string("nul\0nul", 7),
        std::string("\xe2\x82")}) {
    EndedCall call = Ended(absl::InternalError(bytes));
    call.brand = bytes;
    const std::string line = LogLine(call);
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  }
}

TEST(RequestLog, KeepsLinesWholeWhenManyWriteAtOnce) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  RequestLog log(file);
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      for (int j = 0; j < 250; ++j) log.Write(Ended(absl::OkStatus()));
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::rewind(file);
  std::string text(1 << 20, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  const std::vector<std::string> lines =
      absl::StrSplit(text, '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), 1000u);
  for (const std::string& line : lines) {
    ASSERT_TRUE(nlohmann::json::accept(line)) << line;
  }
}

TEST(RequestLog, ToNowhereWritesNothing) {
  RequestLog(nullptr).Write(Ended(absl::OkStatus()));
}

}  // namespace
}  // namespace rapport::transport
