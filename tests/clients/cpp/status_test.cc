#include "clients/cpp/status.h"

#include <grpcpp/support/status.h>

#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

TEST(FromGrpc, KeepsCodeAndMessage) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::ALREADY_EXISTS, "slot is taken"));
  EXPECT_EQ(status, absl::AlreadyExistsError("slot is taken"));
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(FromGrpc, BringsTheDetailsAlong) {
  const ErrorDetails details = DetailsOf(
      FromGrpc(ErrorWith(grpc::INVALID_ARGUMENT, "bad", "OFF_TICK",
                         {{"start_time", "is 10:52"}, {"channel", "is unset"}},
                         "Please choose another time.")));
  EXPECT_EQ(details.reason, "OFF_TICK");
  ASSERT_EQ(details.violations.size(), 2);
  EXPECT_EQ(details.violations[0].field, "start_time");
  EXPECT_EQ(details.violations[1].description, "is unset");
  EXPECT_EQ(details.localized_message, "Please choose another time.");
  EXPECT_EQ(details.locale, "en");
}

TEST(FromGrpc, IsNotConfusedByDetailsThatAreNone) {
  const absl::Status status = FromGrpc(
      grpc::Status(grpc::NOT_FOUND, "none", "\xff not a google.rpc.Status"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailsOf(status).reason, "");
}

TEST(DetailsOf, AreEmptyWhereTheStatusHasNone) {
  const ErrorDetails details = DetailsOf(absl::InternalError("oops"));
  EXPECT_TRUE(details.reason.empty());
  EXPECT_TRUE(details.metadata.empty());
  EXPECT_TRUE(details.violations.empty());
  EXPECT_TRUE(details.localized_message.empty());
}

}  // namespace
}  // namespace rapport::client
