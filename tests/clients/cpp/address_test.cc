#include "clients/cpp/address.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::client {
namespace {

TEST(ParseAddress, TakesAHostAndPort) {
  const auto address = ParseAddress("rapport.example.com:8910");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->target, "rapport.example.com:8910");
  EXPECT_FALSE(address->is_local);
}

TEST(ParseAddress, KnowsWhatStaysOnThisMachine) {
  for (const char* text : {"localhost:1", "127.0.0.1:65535", "127.1.2.3:80",
                           "[::1]:8910", "unix:/run/rapport.sock"}) {
    const auto address = ParseAddress(text);
    ASSERT_TRUE(address.ok()) << address.status();
    EXPECT_TRUE(address->is_local) << text;
  }
  EXPECT_FALSE(ParseAddress("[2001:db8::1]:8910")->is_local);
}

TEST(ParseAddress, RefusesWhatIsNone) {
  for (const char* text :
       {"", "localhost", ":8910", "host:", "host:0", "host:65536", "host:http",
        "::1:8910", "unix:relative", "unix:"}) {
    EXPECT_EQ(ParseAddress(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ParseAddress, RefusesASocketPathThatTheKernelCannotHold) {
  const std::string longest = "/" + std::string(106, 'x');
  EXPECT_TRUE(ParseAddress("unix:" + longest).ok());
  EXPECT_FALSE(ParseAddress("unix:" + longest + "x").ok());
}

TEST(ParseAddress, SaysWhatItSawAndTheRule) {
  EXPECT_THAT(std::string(ParseAddress("host:99999").status().message()),
              testing::AllOf(testing::HasSubstr("host:99999"),
                             testing::HasSubstr("1 to 65535")));
}

}  // namespace
}  // namespace rapport::client
