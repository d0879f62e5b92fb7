// What the server says of its health and shows of itself.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "server/transport/policy.h"
#include "tests/rpc/health_watch.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HealthTest : public RpcTest {};

Health::ServingStatus CheckHealth(const RpcClient& client) {
  std::string reply;
  const grpc::Status status =
      client.CallBytes("/grpc.health.v1.Health/Check", "", &reply);
  EXPECT_TRUE(status.ok()) << status.error_message();
  Health health;
  EXPECT_TRUE(health.ParseFromString(reply));
  return health.status();
}

TEST_F(HealthTest, IsServingAsAWhole) {
  EXPECT_EQ(CheckHealth(Anonymous()), Health::SERVING);
}

TEST_F(HealthTest, SaysWhenItServesNoMore) {
  HealthWatch watch(channel_);
  EXPECT_EQ(watch.Next(), Health::SERVING);
  std::thread drain([this] { server_->Drain(absl::InfiniteFuture()); });
  EXPECT_EQ(watch.Next(), Health::NOT_SERVING);
  watch.Leave();
  drain.join();
}

// What the server says to one question of reflection, as text.
std::string Reflect(const RpcClient& client, const std::string& question) {
  const std::string package = "grpc.reflection.v1alpha.";
  auto message = [&](const std::string& name) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()
                                 ->FindMessageTypeByName(package + name);
    return std::unique_ptr<google::protobuf::Message>(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(descriptor)
            ->New());
  };
  auto request = message("ServerReflectionRequest");
  MergeText(question, request.get());
  auto response = message("ServerReflectionResponse");
  // One question and one answer of a stream are a call.
  const grpc::Status status = client.Call(
      absl::StrCat("/", package, "ServerReflection/ServerReflectionInfo"),
      *request, response.get());
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response->DebugString();
}

TEST_F(HealthTest, ListsEveryServiceItHas) {
  const std::string services = Reflect(Anonymous(), R"(list_services: "*")");
  std::set<std::string> expected = {"grpc.health.v1.Health"};
  for (const transport::Policy& policy : transport::Policies()) {
    expected.emplace(policy.method.substr(0, policy.method.find('/')));
  }
  EXPECT_EQ(expected.size(), 7u);
  for (const std::string& service : expected) {
    EXPECT_THAT(services, HasSubstr(absl::StrCat("name: \"", service, "\"")));
  }
}

TEST_F(HealthTest, ShowsTheFileOfEveryServiceItLists) {
  for (const char* service :
       {"rapport.v1.CatalogService", "rapport.v1.CalendarService",
        "rapport.v1.LocatorService", "rapport.v1.BookingService",
        "grpc.health.v1.Health"}) {
    const std::string file = Reflect(
        Anonymous(), absl::StrCat("file_containing_symbol: \"", service, "\""));
    EXPECT_THAT(file, HasSubstr("file_descriptor_proto:")) << service;
    EXPECT_THAT(file, Not(HasSubstr("error_response"))) << service;
  }
}

}  // namespace
}  // namespace rapport
