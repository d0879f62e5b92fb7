// `demo load` and `demo staff` against a server.

#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "geo/cities.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DemoLoadTest : public CliTest {
 protected:
  DemoLoadTest() {
    server_.create_brand.Answer(v1::Brand());
    server_.update_brand.Answer(v1::Brand());
    server_.update_service.Answer(v1::Service());
    server_.import_stores = [this](grpc::ServerContext&, auto& stream) {
      v1::ImportStoresRequest request;
      while (stream.Read(&request)) stores_ += request.content();
      v1::ImportStoresResponse response;
      response.mutable_summary()->set_rows(1);
      stream.Write(response);
      return grpc::Status::OK;
    };
    server_.import_associates = [this](grpc::ServerContext&, auto& stream) {
      v1::ImportAssociatesRequest request;
      while (stream.Read(&request)) {
        if (request.has_header()) source_ = request.header().source();
        associates_ += request.content();
      }
      v1::ImportAssociatesResponse response;
      response.mutable_summary()->set_rows(1);
      stream.Write(response);
      return grpc::Status::OK;
    };
    File("brand.json",
         R"({"displayName": "Demo", "styles": [{"styleId": "bridal"},
                                               {"styleId": "casual"}]})");
    File("services.jsonl", "{\"name\": \"a\"}\n{\"name\": \"b\"}\n");
    File("stores.geojson", "the stores");
    File("associates.jsonl", "the associates");
  }

  void BrandIsMissing() {
    server_.get_brand.Fail(
        client::ErrorWith(grpc::NOT_FOUND, "no brand", "NOT_FOUND"));
  }

  std::string stores_;
  std::string associates_;
  std::string source_;
};

TEST_F(DemoLoadTest, CreatesTheBrandAndBringsEverythingIn) {
  BrandIsMissing();
  const Outcome outcome = Rapport({"demo", "load", folder()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto created = server_.create_brand.heard().at(0);
  EXPECT_EQ(created.metadata.at("x-rapport-role"), "operator");
  EXPECT_EQ(created.request.brand_id(), "demo");
  EXPECT_EQ(created.request.brand().styles_size(), 2);
  ASSERT_THAT(server_.update_service.heard(), SizeIs(2));
  EXPECT_EQ(server_.update_service.heard()[0].request.service().name(),
            "brands/demo/services/a");
  EXPECT_EQ(stores_, "the stores");
  EXPECT_EQ(associates_, "the associates");
  EXPECT_EQ(source_, "demo");
}

TEST_F(DemoLoadTest, OnlyAddsTheStylesThatABrandLacks) {
  v1::Brand brand;
  brand.set_display_name("Mine");
  brand.set_etag("v3");
  brand.add_styles()->set_style_id("own");
  brand.add_styles()->set_style_id("bridal");
  server_.get_brand.Answer(brand);
  EXPECT_EQ(Rapport({"demo", "load", folder()}).exit_code, 0);
  EXPECT_THAT(server_.create_brand.heard(), IsEmpty());
  const v1::Brand sent = server_.update_brand.heard().at(0).request.brand();
  EXPECT_EQ(sent.display_name(), "Mine");
  EXPECT_EQ(sent.etag(), "v3");
  ASSERT_EQ(sent.styles_size(), 3);
  EXPECT_EQ(sent.styles(2).style_id(), "casual");
}

TEST_F(DemoLoadTest, LeavesABrandAloneThatHasThemAll) {
  v1::Brand brand;
  brand.add_styles()->set_style_id("bridal");
  brand.add_styles()->set_style_id("casual");
  server_.get_brand.Answer(brand);
  EXPECT_EQ(Rapport({"demo", "load", folder(), "--without-stores"}).exit_code,
            0);
  EXPECT_THAT(server_.update_brand.heard(), IsEmpty());
  EXPECT_EQ(stores_, "");
}

TEST_F(DemoLoadTest, ChangesNothingWhereAFileIsMissing) {
  BrandIsMissing();
  std::filesystem::remove(folder() + "/services.jsonl");
  const Outcome outcome = Rapport({"demo", "load", folder()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("services.jsonl"));
  EXPECT_THAT(server_.create_brand.heard(), IsEmpty());
}

// The places that come with the programs are not there in every build of the
// tests; these are enough.
class DemoStaffTest : public DemoLoadTest {
 protected:
  DemoStaffTest() {
    File(std::string(geo::kCitiesFileName),
         "# a comment\n"
         "Minneapolis\tMinneapolis\tUS\tMN\t44.97997\t-93.26384\t410939\t"
         "America/Chicago\tPPLA2\n"
         "Paris\tParis\tFR\t11\t48.85341\t2.3488\t2138551\tEurope/Paris\t"
         "PPLC\n");
    setenv("RAPPORT_SHARE", folder().c_str(), 1);
    server_.list_stores.Answer([](const v1::ListStoresRequest& request,
                                  v1::ListStoresResponse& response) {
      AddStore("target", request.page_token().empty() ? "s1" : "s3", response);
      AddStore("other", "s2", response);
      if (request.page_token().empty()) response.set_next_page_token("2");
      return grpc::Status::OK;
    });
    v1::ListServicesResponse services;
    services.add_services()->set_name("brands/demo/services/advice");
    server_.list_services.Answer(services);
    v1::Brand brand;
    brand.add_styles()->set_style_id("own-style");
    server_.get_brand.Answer(brand);
  }

  ~DemoStaffTest() override { unsetenv("RAPPORT_SHARE"); }

  static void AddStore(const std::string& source, const std::string& id,
                       v1::ListStoresResponse& response) {
    v1::Store& store = *response.add_stores();
    store.set_name("brands/demo/stores/" + id);
    store.set_source(source);
    store.mutable_location()->set_latitude(44.9);
    store.mutable_location()->set_longitude(-93.2);
  }

  Outcome Staff(const std::string& source) {
    return Rapport({"demo", "staff", "--source", source, "--per-store", "4",
                    "--directory", folder() + "/staff"});
  }

  std::vector<nlohmann::json> Associates() {
    std::vector<nlohmann::json> lines;
    for (absl::string_view line :
         absl::StrSplit(associates_, '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(line.begin(), line.end()));
    }
    return lines;
  }
};

TEST_F(DemoStaffTest, GivesEveryStoreOfTheSourceItsStaff) {
  const Outcome outcome = Staff("target");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(source_, "target");
  std::multiset<std::string> stores;
  for (const auto& associate : Associates()) {
    stores.insert(associate["stores"][0].get<std::string>());
    EXPECT_EQ(associate["languages"][0]["level"], "native");
    for (const auto& style : associate["styles"]) {
      EXPECT_EQ(style, "own-style");
    }
    EXPECT_EQ(associate["services"][0], "advice");
  }
  EXPECT_EQ(stores.size(), 8);
  EXPECT_EQ(stores.count("brands/demo/stores/s1"), 4);
  EXPECT_EQ(stores.count("brands/demo/stores/s3"), 4);
}

TEST_F(DemoStaffTest, TakesTheCountryOfTheNearestCityWhereTheAddressHasNone) {
  ASSERT_EQ(Staff("target").exit_code, 0);
  // Everybody who works near Minneapolis speaks English.
  for (const auto& associate : Associates()) {
    std::set<std::string> tags;
    for (const auto& language : associate["languages"]) {
      tags.insert(language["language_code"].get<std::string>());
    }
    EXPECT_EQ(tags.count("en"), 1) << associate;
  }
}

TEST_F(DemoStaffTest, GivesABrandWithoutServicesThoseOfTheDemoBrand) {
  server_.list_services.Answer(
      [count = std::make_shared<int>(0)](const v1::ListServicesRequest&,
                                         v1::ListServicesResponse& response) {
        if ((*count)++ > 0)
          response.add_services()->set_name("brands/demo/services/x");
        return grpc::Status::OK;
      });
  EXPECT_EQ(Staff("target").exit_code, 0);
  EXPECT_THAT(server_.update_brand.heard(), SizeIs(1));
  EXPECT_THAT(server_.update_service.heard(), SizeIs(8));
}

TEST_F(DemoStaffTest, SaysSoWhereNoStoreIsFromTheSource) {
  const Outcome outcome = Staff("nobody");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("nobody"), HasSubstr("rapport stores import")));
  EXPECT_EQ(associates_, "");
}

}  // namespace
}  // namespace rapport::cli
