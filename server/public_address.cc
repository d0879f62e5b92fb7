#include "server/public_address.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace rapport {
namespace {

using Ipv4 = std::array<uint8_t, 4>;
using Ipv6 = std::array<uint8_t, 16>;

template <typename Address>
struct Prefix {
  Address address;
  int bits;

  bool Has(const Address& other) const {
    for (int bit = 0; bit < bits; ++bit) {
      const size_t byte = bit / 8;
      const int mask = 0x80 >> (bit % 8);
      if ((address[byte] & mask) != (other[byte] & mask)) return false;
    }
    return true;
  }
};

constexpr std::array<Prefix<Ipv4>, 15> kNotPublic4 = {{
    {{0, 0, 0, 0}, 8},        // this network, and nothing said
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // behind a provider's NAT
    {{127, 0, 0, 0}, 8},      // this machine
    {{169, 254, 0, 0}, 16},   // this link; clouds' metadata
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocols
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // relays of 6to4, once
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // measurements
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, and broadcast
}};

constexpr Prefix<Ipv6> kGlobal6 = {{0x20}, 3};
constexpr std::array<Prefix<Ipv6>, 4> kNotPublic6 = {{
    {{0x20, 0x01, 0x00}, 23},        // protocols; Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4: any IPv4
    {{0x3f, 0xff}, 20},              // documentation
}};
constexpr Prefix<Ipv6> kNat64 = {{0x00, 0x64, 0xff, 0x9b}, 96};

template <typename Address, size_t size>
bool IsIn(const std::array<Prefix<Address>, size>& prefixes,
          const Address& address) {
  return std::any_of(
      prefixes.begin(), prefixes.end(),
      [&](const Prefix<Address>& prefix) { return prefix.Has(address); });
}

bool IsPublic(const Ipv4& address) { return !IsIn(kNotPublic4, address); }

bool IsPublic(const Ipv6& address) {
  if (kNat64.Has(address)) {
    return IsPublic(Ipv4{address[12], address[13], address[14], address[15]});
  }
  return kGlobal6.Has(address) && !IsIn(kNotPublic6, address);
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, &address, sizeof(in));
    Ipv4 bytes;
    std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
    return IsPublic(bytes);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in6;
    std::memcpy(&in6, &address, sizeof(in6));
    Ipv6 bytes;
    std::memcpy(bytes.data(), &in6.sin6_addr, bytes.size());
    return IsPublic(bytes);
  }
  return false;
}

}  // namespace rapport
