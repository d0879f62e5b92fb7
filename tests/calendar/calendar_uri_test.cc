#include "server/calendar/calendar_uri.h"

#include <string>

#include "gtest/gtest.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

std::string Read(const std::string& text) {
  const absl::StatusOr<std::string> uri = ReadCalendarUri(text);
  return uri.ok() ? *uri : ReasonOf(uri.status());
}

TEST(ReadCalendarUri, TakesWhatCalendarProgramsHandOut) {
  for (const char* uri :
       {"https://calendar.example/ical/a%40b.example/private-0f/basic.ics",
        "https://cal.example", "https://cal.example:8443/a?b=c&d=e/f?g",
        "https://192.0.2.1/a", "https://[2001:db8::1]:443/a",
        "https://xn--bcher-kva.example/",
        "https://a-b.example./~a/,;:@!$'()*+"}) {
    EXPECT_EQ(Read(uri), uri);
  }
}

TEST(ReadCalendarUri, WritesSchemeAndHostInOneWay) {
  EXPECT_EQ(Read("webcal://Cal.Example/A"), "https://cal.example/A");
  EXPECT_EQ(Read("WebCal://cal.example:80/"), "https://cal.example:80/");
  EXPECT_EQ(Read("HTTPS://CAL.EXAMPLE/A?B"), "https://cal.example/A?B");
}

TEST(ReadCalendarUri, RefusesAllOtherSchemes) {
  for (const char* uri : {"http://cal.example/", "file:///etc/passwd",
                          "ftp://cal.example/", "gopher://cal.example/",
                          "//cal.example/", "cal.example", "https:/cal.example",
                          " https://cal.example", "webcals://cal.example"}) {
    EXPECT_EQ(Read(uri), "NOT_HTTPS") << uri;
  }
  EXPECT_EQ(Read(""), "REQUIRED");
}

TEST(ReadCalendarUri, RefusesCredentials) {
  for (const char* uri : {"https://me@cal.example/", "https://me:a@cal.example",
                          "https://:@cal.example/", "https://a@b@cal.example/",
                          "https://cal.example\\@10.0.0.1/"}) {
    EXPECT_EQ(Read(uri), "HAS_CREDENTIALS") << uri;
  }
}

// Of which readers of URIs see different hosts.
TEST(ReadCalendarUri, RefusesWhatCanBeReadInTwoWays) {
  for (const char* uri : {"https://",
                          "https:///a",
                          "https://.example/",
                          "https://-a.example/",
                          "https://a..example/",
                          "https://a_b.example/",
                          "https://a%2eb/",
                          "https://a\\b/",
                          "https://cal.example/a\\b",
                          "https://cal.example/#a",
                          "https://a#b/",
                          "https://cal.example/a b",
                          "https://cal.example/\n",
                          "https://a\tb/",
                          "https://b\xC3\xBC.example/",
                          "https://cal.example/\xC3\xBC",
                          "https://cal.example:/",
                          "https://cal.example:0/",
                          "https://cal.example:65536/",
                          "https://cal.example:+1/",
                          "https://cal.example:000443/",
                          "https://a:1:2/",
                          "https://[::1/",
                          "https://::1/",
                          "https://[::1]a/",
                          "https://[]/",
                          "https://[fe80::1%25a]/",
                          "https://a[::1]/"}) {
    EXPECT_EQ(Read(uri), "MALFORMED") << uri;
  }
  EXPECT_EQ(Read(std::string("https://a/\0", 11)), "MALFORMED");
}

TEST(ReadCalendarUri, HasALongestOne) {
  const std::string head = "https://cal.example/";
  const std::string longest =
      head + std::string(kCalendarUriMax - head.size(), 'x');
  EXPECT_EQ(Read(longest), longest);
  EXPECT_EQ(Read(longest + "x"), "TOO_LONG");
  EXPECT_EQ(Read("https://" + std::string(254, 'x')), "MALFORMED");
}

TEST(ReadCalendarUri, SaysNothingOfTheAddress) {
  for (const char* uri :
       {"http://s3cret.example/", "https://s3cret@x/", "https://x/s3cret#"}) {
    EXPECT_EQ(ReadCalendarUri(uri).status().ToString().find("s3cret"),
              std::string::npos);
  }
}

TEST(HostOf, IsTheHostWithItsPort) {
  EXPECT_EQ(HostOf("https://cal.example/a:b"), "cal.example");
  EXPECT_EQ(HostOf("https://cal.example:8443?a/b"), "cal.example:8443");
  EXPECT_EQ(HostOf("https://[::1]:1"), "[::1]:1");
}

}  // namespace
}  // namespace rapport::calendar
