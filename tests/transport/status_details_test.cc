// What a caller is told of an error.
#include "server/transport/status_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

ErrorDetails Details(const absl::Status& status) {
  return DetailsOf(ToGrpcStatus(status));
}

TEST(ToGrpcStatus, SaysNothingOfOk) {
  const grpc::Status status = ToGrpcStatus(absl::OkStatus());
  EXPECT_TRUE(status.ok());
  EXPECT_THAT(status.error_details(), IsEmpty());
}

TEST(ToGrpcStatus, CarriesOneErrorInfoWhateverTheCode) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status told = ToGrpcStatus(
        Error(static_cast<absl::StatusCode>(code), "REASON", "seen"));
    const ErrorDetails details = DetailsOf(told);
    EXPECT_EQ(details.error_infos, 1) << code;
    EXPECT_EQ(details.domain, "rapport.dev");
    EXPECT_EQ(details.code, told.error_code());
    EXPECT_EQ(details.message, told.error_message());
    EXPECT_EQ(details.reason, "REASON");
    EXPECT_THAT(details.fields, IsEmpty());
    EXPECT_THAT(details.localized, IsEmpty());
    if (told.error_code() == grpc::StatusCode::INTERNAL) continue;
    EXPECT_EQ(told.error_code(), code);
    EXPECT_EQ(told.error_message(), "seen");
  }
}

TEST(ToGrpcStatus, TellsTheValuesOfAnErrorAsMetadata) {
  const ErrorDetails details = Details(WithValues(
      Error(absl::StatusCode::kFailedPrecondition, "NOT_OFFERED_HERE", "seen"),
      {{"decided_by", "brands/demo/regions/fr"}, {"other", ""}}));
  EXPECT_THAT(details.metadata,
              ElementsAre(Pair("decided_by", "brands/demo/regions/fr"),
                          Pair("other", "")));
}

TEST(WithValues, LetsNobodyForgeAnotherValue) {
  const absl::Status status =
      WithValues(Error(absl::StatusCode::kAborted, "X", "seen"), {{"a",
                                                                   "b\x1e"
                                                                   "c\x1f"
                                                                   "d"}});
  EXPECT_THAT(ValuesOf(status), ElementsAre(Pair("a", "b?c?d")));
  EXPECT_THAT(ValuesOf(WithValues(absl::OkStatus(), {{"a", "b"}})), IsEmpty());
}

// Those are of the database or a library, whose words are for the log.
TEST(ToGrpcStatus, TellsStatusesWithoutAReasonInWordsOfItsOwn) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status told = ToGrpcStatus(
        absl::Status(static_cast<absl::StatusCode>(code), "table claim"));
    EXPECT_THAT(told.error_message(), Not(HasSubstr("claim"))) << code;
    EXPECT_THAT(told.error_message(), Not(IsEmpty()));
    EXPECT_THAT(told.error_details(), Not(HasSubstr("claim"))) << code;
    const ErrorDetails details = DetailsOf(told);
    EXPECT_EQ(details.error_infos, 1) << code;
    EXPECT_EQ(details.reason,
              absl::StatusCodeToString(
                  static_cast<absl::StatusCode>(told.error_code())));
  }
}

TEST(ToGrpcStatus, KeepsTheCodesThatSayWhetherToTryAgain) {
  for (absl::StatusCode code :
       {absl::StatusCode::kAborted, absl::StatusCode::kUnavailable,
        absl::StatusCode::kResourceExhausted,
        absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kCancelled}) {
    EXPECT_EQ(ToGrpcStatus(absl::Status(code, "x")).error_code(),
              static_cast<int>(code));
  }
  for (absl::StatusCode code :
       {absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound,
        absl::StatusCode::kAlreadyExists, absl::StatusCode::kUnknown}) {
    EXPECT_EQ(ToGrpcStatus(absl::Status(code, "x")).error_code(),
              grpc::StatusCode::INTERNAL);
  }
}

TEST(ToGrpcStatus, SaysTheReasonTheStatusCarries) {
  const ErrorDetails details = Details(
      Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "is v2, not v1"));
  EXPECT_EQ(details.error_infos, 1);
  EXPECT_EQ(details.reason, "ETAG_MISMATCH");
  EXPECT_EQ(details.message, "is v2, not v1");
}

TEST(ToGrpcStatus, NamesEveryFieldAtFault) {
  const ErrorDetails details = Details(InvalidFields(
      {{"store.location", "OUT_OF_RANGE", "is far"},
       {"store.services[3]", "UNKNOWN", "is none of the brand's"}}));
  EXPECT_EQ(details.error_infos, 1);
  EXPECT_EQ(details.reason, "OUT_OF_RANGE");
  EXPECT_THAT(details.fields,
              ElementsAre("store.location", "store.services[3]"));
  EXPECT_THAT(details.descriptions,
              ElementsAre("is far", "is none of the brand's"));
  EXPECT_THAT(details.metadata,
              ElementsAre(Pair("store.location", "OUT_OF_RANGE"),
                          Pair("store.services[3]", "UNKNOWN")));
}

TEST(ToGrpcStatus, SpeaksToShoppersWhereTheyReadIt) {
  for (absl::string_view reason :
       {"SLOT_TAKEN", "SLOT_IN_PAST", "SLOT_TOO_SOON", "SLOT_TOO_FAR",
        "SLOT_OUTSIDE_SCHEDULE", "SCHEDULE_CHANGED", "HOLD_EXPIRED",
        "ALREADY_ENDED"}) {
    const ErrorDetails details = Details(
        Error(absl::StatusCode::kFailedPrecondition, reason, "for programs"));
    EXPECT_EQ(details.error_infos, 1);
    EXPECT_EQ(details.locale, "en") << reason;
    // A sentence for people, and not the text for programs.
    EXPECT_THAT(details.localized, ::testing::MatchesRegex("[A-Z].*\\."));
    EXPECT_THAT(details.localized, Not(HasSubstr("for programs")));
  }
}

TEST(ToGrpcStatus, SpeaksToNobodyOfAProgramsMistake) {
  for (absl::string_view reason : {"REQUIRED", "PAGE_TOKEN_INVALID",
                                   "ETAG_MISMATCH", "REQUEST_ID_REUSED"}) {
    EXPECT_THAT(Details(InvalidField("x", reason, "is so")).localized,
                IsEmpty())
        << reason;
  }
}

TEST(ToGrpcStatus, HidesWhatWentWrongInside) {
  for (absl::StatusCode code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown}) {
    const grpc::Status told =
        ToGrpcStatus(Error(code, "BROKEN", "SELECT secret FROM claim failed"));
    EXPECT_THAT(told.error_message(), Not(HasSubstr("secret")));
    EXPECT_THAT(told.error_details(), Not(HasSubstr("secret")));
    EXPECT_EQ(DetailsOf(told).reason, "BROKEN");
  }
}

TEST(ToGrpcStatus, KeepsFieldsWholeWhateverIsQuoted) {
  Caller caller;
  caller.actor.brand = *BrandId::Parse("acme");
  for (const std::string& name : {std::string("brands/acme/stores/\x1e"
                                              "evil\x1fREASON\x1ftext"),
                                  std::string("stores\x1fx"),
                                  std::string("a\x1e"
                                              "b\x1e"
                                              "c")}) {
    const ErrorDetails details =
        Details(ParseStoreName(caller, "name", name).status());
    EXPECT_THAT(details.fields, ElementsAre("name"));
    EXPECT_THAT(details.metadata, ElementsAre(Pair("name", "MALFORMED")));
  }
}

// Callers of the usual gRPC libraries take 8 KiB of metadata, details in
// base64 included; beyond that they would see another error than this.
TEST(ToGrpcStatus, StaysSmallHoweverMuchIsWrong) {
  FieldProblems problems;
  for (int i = 0; i < 500; ++i) {
    problems.push_back({absl::StrCat("brand.styles[", i, "].display_name"),
                        "TOO_LONG", std::string(300, 'x')});
  }
  const grpc::Status told = ToGrpcStatus(InvalidFields(problems));
  const ErrorDetails details = DetailsOf(told);
  EXPECT_LE(told.error_message().size() + told.error_details().size() * 4 / 3,
            7000u);
  EXPECT_EQ(details.reason, "TOO_LONG");
  EXPECT_GE(details.fields.size(), 5u);
  EXPECT_EQ(details.fields[0], "brand.styles[0].display_name");
}

TEST(ToGrpcStatus, StaysSmallWithOneLongMessage) {
  const grpc::Status told = ToGrpcStatus(
      InvalidField("name", "MALFORMED", std::string(100'000, 'x')));
  EXPECT_LE(told.error_message().size() + told.error_details().size() * 4 / 3,
            7000u);
}

TEST(ToGrpcStatus, CutsTextBetweenCharacters) {
  std::string long_text = "x";
  while (long_text.size() < 5000) long_text += "é";
  const grpc::Status told =
      ToGrpcStatus(InvalidField("name", "MALFORMED", long_text));
  // Protobuf refuses to read a text that is not UTF-8.
  const ErrorDetails details = DetailsOf(told);
  EXPECT_EQ(details.error_infos, 1);
  EXPECT_THAT(details.descriptions[0], ::testing::StartsWith("xé"));
}

TEST(ReasonFor, IsTheCodesNameWithoutAReason) {
  EXPECT_EQ(ReasonFor(absl::UnavailableError("down")), "UNAVAILABLE");
  EXPECT_EQ(ReasonFor(Error(absl::StatusCode::kUnavailable, "X", "down")), "X");
}

}  // namespace
}  // namespace rapport::transport
