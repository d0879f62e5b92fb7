#include "clients/cli/error_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::cli {
namespace {

using client::ErrorWith;
using client::FromGrpc;
using testing::HasSubstr;

TEST(ErrorText, SaysWhatWasWrongThenCodeAndReason) {
  EXPECT_EQ(ErrorText(absl::InternalError("oops")), "error: oops [INTERNAL]");
  EXPECT_EQ(ErrorText(FromGrpc(ErrorWith(grpc::INVALID_ARGUMENT,
                                         "slot ends at 10:52", "OFF_TICK"))),
            "error: slot ends at 10:52 [INVALID_ARGUMENT OFF_TICK]");
}

TEST(ErrorText, DoesNotSayACodeTwice) {
  EXPECT_EQ(
      ErrorText(FromGrpc(ErrorWith(grpc::INTERNAL, "something", "INTERNAL"))),
      "error: something [INTERNAL]");
}

TEST(ErrorText, TellsTheFieldsThatTheMessageDoesNot) {
  EXPECT_EQ(ErrorText(FromGrpc(ErrorWith(grpc::INVALID_ARGUMENT, "bad window",
                                         "BAD_WINDOW",
                                         {{"window.end_time", "is unset"}}))),
            "error: bad window; window.end_time: is unset "
            "[INVALID_ARGUMENT BAD_WINDOW]");
  EXPECT_EQ(ErrorText(FromGrpc(
                ErrorWith(grpc::INVALID_ARGUMENT, "window.end_time: is unset",
                          "BAD_WINDOW", {{"window.end_time", "is unset"}}))),
            "error: window.end_time: is unset [INVALID_ARGUMENT BAD_WINDOW]");
}

TEST(ErrorText, TellsWhatAShopperIsToldAndWhatToDo) {
  EXPECT_EQ(ErrorText(FromGrpc(ErrorWith(
                grpc::ALREADY_EXISTS, "the slot is taken", "SLOT_TAKEN", {},
                "Somebody has just taken this time."))),
            "error: the slot is taken [ALREADY_EXISTS SLOT_TAKEN]\n"
            "Somebody has just taken this time.\n"
            "hint: `rapport slots` lists what is free");
  EXPECT_EQ(ErrorText(FromGrpc(ErrorWith(
                grpc::ALREADY_EXISTS, "the session is full", "SESSION_FULL"))),
            "error: the session is full [ALREADY_EXISTS SESSION_FULL]\n"
            "hint: `rapport sessions list --seats-left N` lists those that "
            "have so many; `rapport waitlist join` waits for seats");
}

TEST(ErrorText, HasAHintForWhatAUserCanChange) {
  for (const absl::Status& status :
       {absl::UnavailableError("x"), absl::DeadlineExceededError("x"),
        absl::PermissionDeniedError("x"), absl::UnauthenticatedError("x"),
        absl::NotFoundError("x"), absl::AbortedError("x")}) {
    EXPECT_THAT(ErrorText(status), HasSubstr("\nhint: ")) << status;
  }
}

TEST(ErrorText, DoesNotLetAServerSteerTheTerminal) {
  EXPECT_EQ(ErrorText(absl::InternalError("a\x1b[2Jb\nc")),
            "error: a [2Jb c [INTERNAL]");
}

TEST(ErrorJson, HasEverythingThatThereIs) {
  const auto error = ErrorJson(FromGrpc(
      ErrorWith(grpc::INVALID_ARGUMENT, "bad", "OFF_TICK",
                {{"start_time", "is 10:52"}}, "Please choose another.")));
  EXPECT_EQ(error["error"]["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(error["error"]["reason"], "OFF_TICK");
  EXPECT_EQ(error["error"]["message"], "bad");
  EXPECT_EQ(error["error"]["violations"][0]["field"], "start_time");
  EXPECT_EQ(error["error"]["violations"][0]["description"], "is 10:52");
  EXPECT_EQ(error["error"]["localized_message"]["message"],
            "Please choose another.");
}

TEST(ErrorJson, LeavesOutWhatThereIsNot) {
  const auto error = ErrorJson(absl::InternalError("oops"));
  EXPECT_EQ(error.dump(), R"({"error":{"code":"INTERNAL","message":"oops"}})");
}

}  // namespace
}  // namespace rapport::cli
