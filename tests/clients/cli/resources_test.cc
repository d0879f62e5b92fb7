#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kRoom[] = "brands/demo/stores/s1/resources/room-1";

// A server with one room.
class ResourcesTest : public CliTest {
 protected:
  ResourcesTest() {
    v1::ListStoreResourcesResponse response;
    v1::StoreResource& room = *response.add_resources();
    room.set_name(kRoom);
    room.set_kind("fitting-room");
    room.set_display_name("By the window");
    room.set_out_of_service(true);
    room.set_etag("v3");
    server_.list_store_resources.Answer(response);
    server_.update_store_resource.Answer(
        [](const v1::UpdateStoreResourceRequest& request,
           v1::StoreResource& out) {
          out = request.resource();
          return grpc::Status::OK;
        });
  }

  v1::UpdateStoreResourceRequest Sent() {
    const auto heard = server_.update_store_resource.heard();
    EXPECT_THAT(heard, SizeIs(1));
    return heard.empty() ? v1::UpdateStoreResourceRequest() : heard[0].request;
  }
};

TEST_F(ResourcesTest, ListsOneALine) {
  EXPECT_EQ(Rapport({"resources", "list", "s1"}).out,
            "RESOURCE  KIND          NAME           STATE\n"
            "room-1    fitting-room  By the window  out of service\n");
  EXPECT_EQ(server_.list_store_resources.heard()[0].request.parent(),
            "brands/demo/stores/s1");
  EXPECT_THAT(Rapport({"resources", "list", "s1", "--json"}).json_lines(),
              SizeIs(1));
}

TEST_F(ResourcesTest, SaysThatThereAreNone) {
  server_.list_store_resources.Answer(v1::ListStoreResourcesResponse());
  EXPECT_THAT(Rapport({"resources", "list", "s1"}).out, HasSubstr("no rooms"));
}

TEST_F(ResourcesTest, ChangesOnlyWhatTheFlagsSay) {
  const Outcome outcome =
      Rapport({"resources", "set", "s1", "room-1", "--in-service"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::UpdateStoreResourceRequest sent = Sent();
  EXPECT_FALSE(sent.allow_missing());
  EXPECT_EQ(sent.resource().name(), kRoom);
  EXPECT_EQ(sent.resource().kind(), "fitting-room");
  EXPECT_EQ(sent.resource().display_name(), "By the window");
  EXPECT_EQ(sent.resource().etag(), "v3");
  EXPECT_FALSE(sent.resource().out_of_service());
}

TEST_F(ResourcesTest, AddsANewOne) {
  ASSERT_EQ(Rapport({"resources", "set", "s1", "table-1", "--kind", "table"})
                .exit_code,
            0);
  const v1::UpdateStoreResourceRequest sent = Sent();
  EXPECT_TRUE(sent.allow_missing());
  EXPECT_EQ(sent.resource().name(), "brands/demo/stores/s1/resources/table-1");
  EXPECT_EQ(sent.resource().display_name(), "table-1");
}

TEST_F(ResourcesTest, NeedsTheKindOfANewOne) {
  const Outcome outcome = Rapport({"resources", "set", "s1", "table-1"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("--kind"));
  EXPECT_THAT(server_.update_store_resource.heard(), IsEmpty());
}

TEST_F(ResourcesTest, SetsWhatAServiceNeeds) {
  v1::Service service;
  service.set_name("brands/demo/services/fitting");
  service.set_etag("v1");
  service.add_needs()->set_kind("old");
  server_.get_service.Answer(service);
  server_.update_service.Answer(
      [](const v1::UpdateServiceRequest& request, v1::Service& out) {
        out = request.service();
        return grpc::Status::OK;
      });
  const Outcome outcome = Rapport(
      {"services", "set", "fitting", "--needs", "fitting-room,table:2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("fitting-room, table x2"));
  const auto sent = server_.update_service.heard()[0].request.service();
  ASSERT_EQ(sent.needs_size(), 2);
  EXPECT_EQ(sent.needs(0).count(), 1);
  EXPECT_EQ(sent.needs(1).count(), 2);
  EXPECT_EQ(
      Rapport({"services", "set", "fitting", "--needs", "none"}).exit_code, 0);
  EXPECT_EQ(server_.update_service.heard()[1].request.service().needs_size(),
            0);
  EXPECT_NE(Rapport({"services", "set", "fitting", "--needs", "a:b"}).exit_code,
            0);
}

}  // namespace
}  // namespace rapport::cli
