#include "server/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "gtest/gtest.h"

namespace rapport {
namespace {

bool IsPublic(const std::string& text) {
  sockaddr_in in = {};
  in.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &in.sin_addr) == 1) {
    return IsPublicAddress(reinterpret_cast<const sockaddr&>(in));
  }
  sockaddr_in6 in6 = {};
  in6.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &in6.sin6_addr), 1) << text;
  return IsPublicAddress(reinterpret_cast<const sockaddr&>(in6));
}

TEST(IsPublicAddress, TakesHostsOfTheInternet) {
  for (const char* address :
       {"1.1.1.1", "8.8.8.8", "142.250.74.14", "17.253.144.10",
        "223.255.255.255", "2606:4700::1111", "2a00:1450:4001:831::200e",
        "2620:149:af0::10", "2001:4860:4860::8888", "2400:cb00::1"}) {
    EXPECT_TRUE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, RefusesPrivateNetworksToTheirEdges) {
  for (const char* address :
       {"10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "192.168.255.255", "100.64.0.0", "100.127.255.255",
        "fc00::1", "fd12:3456:789a::1", "fdff::1", "fec0::1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
  for (const char* address :
       {"9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0"}) {
    EXPECT_TRUE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, RefusesThisMachineAndThisLink) {
  for (const char* address :
       {"127.0.0.1", "127.255.255.255", "0.0.0.0", "0.1.2.3", "169.254.169.254",
        "169.254.0.1", "::", "::1", "fe80::1", "febf::1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
  for (const char* address : {"126.255.255.255", "128.0.0.1", "169.253.255.255",
                              "169.255.0.0", "1.0.0.0"}) {
    EXPECT_TRUE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, RefusesWhatIsNobodys) {
  for (const char* address :
       {"224.0.0.1",  "239.255.255.255", "240.0.0.1",    "255.255.255.255",
        "192.0.0.8",  "192.0.2.1",       "198.51.100.7", "203.0.113.9",
        "198.18.0.1", "198.19.255.255",  "192.88.99.1",  "ff02::1",
        "ff0e::1",    "2001:db8::1",     "3fff::1",      "3fff:fff::1",
        "4000::1",    "1fff::1",         "100::1",       "5f00::1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, RefusesIpv6ThatCarriesIpv4) {
  for (const char* address :
       {"::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8",
        "2002:7f00:1::1", "2002:808:808::1", "2001::1", "2001:0:53aa:64c::1",
        "64:ff9b:1::7f00:1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, JudgesWhatIsBehindNat64) {
  EXPECT_TRUE(IsPublic("64:ff9b::8.8.8.8"));
  for (const char* address :
       {"64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254",
        "64:ff9b:0:0:0:1:8.8.8.8"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
}

TEST(IsPublicAddress, RefusesOtherFamilies) {
  sockaddr_un un = {};
  un.sun_family = AF_UNIX;
  EXPECT_FALSE(IsPublicAddress(reinterpret_cast<const sockaddr&>(un)));
}

}  // namespace
}  // namespace rapport
