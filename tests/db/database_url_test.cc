#include "db/database_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

DatabaseUrl Parsed(absl::string_view text) {
  const absl::StatusOr<DatabaseUrl> url = DatabaseUrl::Parse(text);
  EXPECT_TRUE(url.ok()) << url.status();
  return url.value_or(DatabaseUrl{});
}

TEST(DatabaseUrl, ReadsEveryPart) {
  const DatabaseUrl url = Parsed("mysql://ada:s3cret@db.example:3307/rapport");
  EXPECT_EQ(url.user, "ada");
  EXPECT_EQ(url.password, "s3cret");
  EXPECT_THAT(url.hosts, ElementsAre(DatabaseHost{"db.example", 3307}));
  EXPECT_EQ(url.schema, "rapport");
  EXPECT_EQ(url.socket_path, "");
}

TEST(DatabaseUrl, ReadsASocket) {
  const DatabaseUrl url =
      Parsed("mysql://root@localhost/rapport?socket=/run/my%20sql.sock");
  EXPECT_EQ(url.user, "root");
  EXPECT_EQ(url.password, "");
  EXPECT_THAT(url.hosts, ElementsAre(DatabaseHost{"localhost", 3306}));
  EXPECT_EQ(url.socket_path, "/run/my sql.sock");
}

TEST(DatabaseUrl, MayLackASchema) {
  EXPECT_EQ(Parsed("mysql://root@localhost").schema, "");
  EXPECT_EQ(Parsed("mysql://root@localhost/").schema, "");
  EXPECT_EQ(Parsed("mysql://root@localhost?socket=/s").socket_path, "/s");
}

TEST(DatabaseUrl, DecodesPercentSigns) {
  const DatabaseUrl url = Parsed("mysql://a%40b:p%3Aq%2f%25@h/s");
  EXPECT_EQ(url.user, "a@b");
  EXPECT_EQ(url.password, "p:q/%");
}

TEST(DatabaseUrl, ReadsAnIpv6Host) {
  EXPECT_THAT(Parsed("mysql://u@[::1]:3307/s").hosts,
              ElementsAre(DatabaseHost{"::1", 3307}));
  EXPECT_THAT(Parsed("mysql://u@[::1]/s").hosts,
              ElementsAre(DatabaseHost{"::1", kDefaultPort}));
}

TEST(DatabaseUrl, ReadsSeveralHostsInOrder) {
  EXPECT_THAT(Parsed("mysql://u@a,b:3307,[::1]:3308/s").hosts,
              ElementsAre(DatabaseHost{"a", kDefaultPort},
                          DatabaseHost{"b", 3307}, DatabaseHost{"::1", 3308}));
}

TEST(DatabaseUrl, TakesNineHostsAndNoMore) {
  std::string hosts = "h0";
  for (int i = 1; i < kHostsMax; ++i) absl::StrAppend(&hosts, ",h", i);
  EXPECT_EQ(Parsed(absl::StrCat("mysql://u@", hosts, "/s")).hosts.size(),
            kHostsMax);
  EXPECT_THAT(DatabaseUrl::Parse(absl::StrCat("mysql://u@", hosts, ",h/s"))
                  .status()
                  .message(),
              HasSubstr("host: at most 9"));
}

TEST(DatabaseUrl, StartsAtAnyOfItsHosts) {
  const DatabaseUrl url = Parsed("mysql://u@a,b,c/s");
  EXPECT_EQ(url.StartingAt(url.hosts[1]).ToString(), "mysql://u@b,c,a/s");
  EXPECT_EQ(url.StartingAt(url.hosts[0]).ToString(), "mysql://u@a,b,c/s");
  EXPECT_EQ(url.StartingAt({"x", 1}).ToString(), "mysql://u@a,b,c/s");
}

TEST(DatabaseUrl, NamesThePartThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"postgres://u@h/s", "scheme: "},
      {"", "scheme: "},
      {"mysql://", "user: "},
      {"mysql://h/s", "user: "},
      {"mysql://@h/s", "user: "},
      {"mysql://:pw@h/s", "user: "},
      {"mysql://%zz@h/s", "user: "},
      {"mysql://u:%4@h/s", "password: "},
      {"mysql://u:%00@h/s", "password: "},
      {"mysql://u@/s", "host: "},
      {"mysql://u@[::1/s", "host: "},
      {"mysql://u@[::1]x/s", "host: "},
      {"mysql://u@h,/s", "host: "},
      {"mysql://u@h,,i/s", "host: "},
      {"mysql://u@h,h:3306/s", "host: "},
      {"mysql://u@h,i/s?socket=/s", "socket: "},
      {"mysql://u@h,i:x/s", "port: "},
      {"mysql://u@h:/s", "port: "},
      {"mysql://u@h:0/s", "port: "},
      {"mysql://u@h:65536/s", "port: "},
      {"mysql://u@h:+80/s", "port: "},
      {"mysql://u@h:33x/s", "port: "},
      {"mysql://u@h/a/b", "schema: "},
      {"mysql://u@h/a%60b", "schema: "},
      {"mysql://u@h/s?", "query: "},
      {"mysql://u@h/s?ssl=1", "query: "},
      {"mysql://u@h/s?socket=x.sock", "socket: "},
  };
  for (const auto& [text, part] : cases) {
    const absl::Status status = DatabaseUrl::Parse(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(part)) << text;
  }
}

TEST(DatabaseUrl, TakesTheLongestSchemaAndSocketAndNoLonger) {
  const std::string schema(kSchemaNameLengthMax, 's');
  EXPECT_EQ(Parsed("mysql://u@h/" + schema).schema, schema);
  EXPECT_FALSE(DatabaseUrl::Parse("mysql://u@h/s" + schema).ok());

  const std::string path = "/" + std::string(kSocketPathLengthMax - 1, 'p');
  EXPECT_EQ(Parsed("mysql://u@h/s?socket=" + path).socket_path, path);
  EXPECT_FALSE(DatabaseUrl::Parse("mysql://u@h/s?socket=" + path + "p").ok());
}

TEST(DatabaseUrl, NeverShowsThePassword) {
  const DatabaseUrl url = Parsed("mysql://ada:s3cret@h:3307/s");
  EXPECT_EQ(url.ToString(), "mysql://ada:***@h:3307/s");
  EXPECT_THAT(
      std::string(
          DatabaseUrl::Parse("mysql://u:s3cret@h:x/s").status().message()),
      Not(HasSubstr("s3cret")));
}

TEST(DatabaseUrl, ComesBackFromItsSecretText) {
  for (const char* text : {"mysql://ada:pw@a:1,b,[::1]:2/rapport",
                           "mysql://ada:p%3Aq%2F%25@db.example:3307/rapport",
                           "mysql://root@localhost/r?socket=/run/my%20sql.sock",
                           "mysql://u@[::1]:3307/s", "mysql://u@h/"}) {
    EXPECT_EQ(Parsed(text).ToSecretString(), text);
  }
}

TEST(DatabaseUrl, ChangesItsSchemaOnly) {
  EXPECT_EQ(Parsed("mysql://u@h/s?socket=/x").WithSchema("t").ToString(),
            "mysql://u@h/t?socket=/x");
}

}  // namespace
}  // namespace rapport::db
