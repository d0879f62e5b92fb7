// Which addresses belong to the public internet.
//
// A server that asks for addresses that its callers name could be made to ask
// its own network: its cloud's metadata, its database, its neighbours. So what
// it connects to is looked at here, as it connects, and not what a name said a
// moment before.
#ifndef RAPPORT_SERVER_PUBLIC_ADDRESS_H_
#define RAPPORT_SERVER_PUBLIC_ADDRESS_H_

struct sockaddr;

namespace rapport {

// Whether `address`, an AF_INET or AF_INET6 one, is a unicast one that is
// globally reachable (the special-purpose address registries of RFC 6890, and
// RFC 4291, 5737, 6598, 7526, 9637). Of IPv6 that is 2000::/3 without the parts
// that carry or stand for something else; and IPv4 behind the well-known prefix
// of NAT64 (RFC 6052), which is judged as that. IPv4-mapped addresses are not.
bool IsPublicAddress(const sockaddr& address);

}  // namespace rapport

#endif  // RAPPORT_SERVER_PUBLIC_ADDRESS_H_
