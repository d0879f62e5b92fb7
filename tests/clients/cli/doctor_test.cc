#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

class DoctorTest : public CliTest {
 protected:
  DoctorTest() {
    v1::Brand brand;
    brand.set_name("brands/demo");
    brand.set_display_name("Maison");
    server_.get_brand.Answer(brand);
    server_.list_stores.Answer([](const v1::ListStoresRequest& request,
                                  v1::ListStoresResponse& response) {
      for (int i = 0; i < 1000; ++i) response.add_stores();
      if (request.page_token().empty()) response.set_next_page_token("2");
      return grpc::Status::OK;
    });
    v1::ListAssociatesResponse associates;
    associates.add_associates();
    server_.list_associates.Answer(associates);
    v1::ListServicesResponse services;
    services.add_services();
    server_.list_services.Answer(services);
  }
};

TEST_F(DoctorTest, FindsAHealthyServerWell) {
  const Outcome outcome = Rapport({"doctor"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("stays on this machine"), HasSubstr("serving"),
                    HasSubstr("6 of Rapport's"), HasSubstr("Maison"),
                    HasSubstr("2,000 stores, 1 associates, 1 services")));
}

TEST_F(DoctorTest, WritesAFindingALine) {
  const auto lines = Rapport({"doctor", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(5));
  for (const auto& line : lines) EXPECT_EQ(line["verdict"], "ok") << line;
}

TEST_F(DoctorTest, SaysHowToStartAServerThatIsNotThere) {
  const Outcome outcome =
      RunRapport({"doctor", "--address", "unix:/nonexistent/socket"}, clock_);
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("fail"), HasSubstr("start rapport-server")));
}

TEST_F(DoctorTest, NoticesAServerThatIsDraining) {
  server_.SetServing(false);
  const Outcome outcome = Rapport({"doctor"});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_THAT(outcome.out, HasSubstr("not serving"));
}

TEST_F(DoctorTest, SaysHowToMakeABrandThatIsNotThere) {
  server_.get_brand.Fail(
      client::ErrorWith(grpc::NOT_FOUND, "no such brand", "NOT_FOUND"));
  const Outcome outcome = Rapport({"doctor"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.out, HasSubstr("rapport brand create"));
}

TEST_F(DoctorTest, SaysWhatToDoWhereCallersAreNotBelieved) {
  server_.get_brand.Fail(
      client::ErrorWith(grpc::UNAUTHENTICATED, "who?", "CALLER_UNKNOWN"));
  EXPECT_THAT(Rapport({"doctor"}).out, HasSubstr("--trust-caller-metadata"));
}

TEST_F(DoctorTest, WarnsOfABrandThatIsEmpty) {
  server_.list_associates.Answer(v1::ListAssociatesResponse());
  const Outcome outcome = Rapport({"doctor"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("warn"), HasSubstr("0 associates"),
                                 HasSubstr("rapport demo")));
}

}  // namespace
}  // namespace rapport::cli
