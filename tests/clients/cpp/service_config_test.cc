// clients/service_config.json says to gRPC in other languages what our own
// client does; both must follow from the protos.

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "rapport/v1/session_service.pb.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using nlohmann::json;

std::string ReadConfig() {
  std::ifstream file(RAPPORT_SERVICE_CONFIG);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Each method's part of the config, by `service/method`.
std::map<std::string, json> ByMethod() {
  std::map<std::string, json> methods;
  const json config = json::parse(ReadConfig());
  for (const json& part : config["methodConfig"]) {
    for (const json& name : part["name"]) {
      const std::string key =
          absl::StrCat(name["service"].get<std::string>(), "/",
                       name["method"].get<std::string>());
      EXPECT_TRUE(methods.emplace(key, part).second) << key << " twice";
    }
  }
  return methods;
}

bool IsSafeToRepeat(const MethodDescriptor& method) {
  if (method.client_streaming()) return false;
  if (method.input_type()->FindFieldByName("request_id") != nullptr) {
    return true;
  }
  for (const char* reads : {"Get", "List", "Search", "BatchSearch", "Suggest",
                            "Export", "Explain", "Watch"}) {
    if (absl::StartsWith(method.name(), reads)) return true;
  }
  return false;
}

TEST(ServiceConfig, RetriesExactlyWhatIsSafeToRepeat) {
  std::map<std::string, json> methods = ByMethod();
  size_t count = 0;
  for (const google::protobuf::Descriptor* message :
       {v1::GetStoreRequest::descriptor(),
        v1::SearchStoresRequest::descriptor(),
        v1::ListSlotsRequest::descriptor(), v1::HoldSlotRequest::descriptor(),
        v1::JoinWaitlistRequest::descriptor(),
        v1::CreateSessionRequest::descriptor()}) {
    const ServiceDescriptor* service = message->file()->service(0);
    for (int i = 0; i < service->method_count(); ++i, ++count) {
      const MethodDescriptor& method = *service->method(i);
      const std::string key =
          absl::StrCat(service->full_name(), "/", method.name());
      ASSERT_EQ(methods.count(key), 1) << key << " is not in the config";
      EXPECT_EQ(methods[key].contains("retryPolicy"), IsSafeToRepeat(method))
          << key;
      EXPECT_TRUE(methods[key].contains("timeout")) << key;
    }
  }
  EXPECT_EQ(methods.size(), count) << "the config names methods that are none";
}

TEST(ServiceConfig, RetriesAsOftenAsOurOwnClient) {
  const RetryPolicy ours;
  for (const auto& [key, part] : ByMethod()) {
    if (!part.contains("retryPolicy")) continue;
    const json& policy = part["retryPolicy"];
    EXPECT_EQ(policy["maxAttempts"], ours.attempts_max);
    EXPECT_EQ(policy["initialBackoff"], "0.15s");
    EXPECT_EQ(policy["backoffMultiplier"], ours.backoff_multiplier);
  }
}

TEST(ServiceConfig, IsUnderstoodByGrpc) {
  FakeServer server;
  server.get_store.Answer([count = std::make_shared<int>(0)](
                              const v1::GetStoreRequest&, v1::Store&) {
    if ((*count)++ == 0) return grpc::Status(grpc::UNAVAILABLE, "not now");
    return grpc::Status::OK;
  });
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ReadConfig());
  const auto channel = grpc::CreateCustomChannel(
      server.address(), grpc::InsecureChannelCredentials(), arguments);
  const auto stub = v1::CatalogService::NewStub(channel);
  grpc::ClientContext context;
  v1::Store store;
  EXPECT_TRUE(stub->GetStore(&context, v1::GetStoreRequest(), &store).ok());
  EXPECT_EQ(server.get_store.heard().size(), 2);
}

}  // namespace
}  // namespace rapport::client
