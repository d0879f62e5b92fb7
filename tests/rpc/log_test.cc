// The log of a server: a line for every call, and nobody's name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/rpc/import_client.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGetBrand[] = "CatalogService/GetBrand";
constexpr char kAcme[] = R"(name: "brands/acme")";

class LoggedServerTest : public RpcWorld {
 protected:
  LoggedServerTest() : LoggedServerTest(std::tmpfile()) {}
  ~LoggedServerTest() override {
    server_.reset();
    std::fclose(file_);
  }

  std::vector<std::string> Lines() {
    std::fflush(file_);
    std::rewind(file_);
    std::string text(1 << 20, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file_));
    std::fseek(file_, 0, SEEK_END);
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

 private:
  explicit LoggedServerTest(std::FILE* file)
      : RpcWorld({.request_log = file}), file_(file) {
    MakeBrands();
  }

  std::FILE* const file_;
};

TEST_F(LoggedServerTest, WritesALineForEveryCallAndNobodysName) {
  const size_t before = Lines().size();
  RpcClient backend = Backend("shopper-secret");
  backend.Told("BookingService/HoldSlot", HoldText("hold-0001"));
  backend.Told("BookingService/CreateBooking",
               HoldText("create-1") +
                   R"(answers { question: "q" text: "words-of-secret" })");
  Shopper("principal-secret").Told(kGetBrand, R"(name: "brands/of-secret")");
  Associate(kAna).Told("CatalogService/UpdateBrand", "");
  Anonymous().Told(kGetBrand, kAcme);
  ImportStores(Admin(), "pos", "name-of-secret\n", 100);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), before + 6);
  std::set<std::string> codes;
  for (size_t i = before; i < lines.size(); ++i) {
    const nlohmann::json line = nlohmann::json::parse(lines[i]);
    codes.insert(line["code"]);
    EXPECT_THAT(std::string(line["method"]),
                ::testing::StartsWith("rapport.v1."));
    EXPECT_GE(line["us"], 0);
    EXPECT_THAT(lines[i], Not(HasSubstr("secret")));
    EXPECT_THAT(lines[i], Not(HasSubstr(kAna.substr(kAna.rfind('/') + 1))));
  }
  EXPECT_EQ(codes,
            (std::set<std::string>{"OK", "NOT_FOUND", "UNAUTHENTICATED",
                                   "PERMISSION_DENIED", "INVALID_ARGUMENT"}));
}

}  // namespace
}  // namespace rapport
