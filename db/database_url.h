#ifndef RAPPORT_DB_DATABASE_URL_H_
#define RAPPORT_DB_DATABASE_URL_H_

// Where a database is and who asks, as one text:
//
//   mysql://user:password@host:3306/schema
//   mysql://user@localhost/schema?socket=/run/mysqld/mysqld.sock
//   mysql://user@node1,node2:3307,node3/schema
//
// Several hosts are the nodes of one database, any of which may be gone or read
// only: sessions are opened with the first that can write, in this order.
// Every part may be percent-encoded (RFC 3986); a host may be an IPv6 address
// in brackets. Port 3306 and no password are the defaults; the schema may be
// missing (a server, not yet a database). `socket` is the only query key.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::db {

inline constexpr int kDefaultPort = 3306;

// Identifiers are at most 64 characters on both servers.
inline constexpr int kSchemaNameLengthMax = 64;

// sizeof(sockaddr_un::sun_path), its final zero included.
inline constexpr int kSocketPathLengthMax = 107;

// Nodes of one database. Each one that is silent costs a connect_timeout.
inline constexpr int kHostsMax = 9;

struct DatabaseHost {
  std::string name = "localhost";
  int port = kDefaultPort;

  friend bool operator==(const DatabaseHost& a, const DatabaseHost& b) {
    return a.name == b.name && a.port == b.port;
  }
};

struct DatabaseUrl {
  std::string user;
  std::string password;
  // At least one; in the order in which they are tried.
  std::vector<DatabaseHost> hosts = {DatabaseHost()};
  std::string schema;       // empty: none chosen
  std::string socket_path;  // empty: TCP to the hosts

  // Returns INVALID_ARGUMENT naming the part that is wrong and its rule; the
  // text never repeats the password.
  static absl::StatusOr<DatabaseUrl> Parse(absl::string_view url);

  DatabaseUrl WithSchema(absl::string_view name) const;

  // The same hosts, `host` and those after it before those that precede it.
  DatabaseUrl StartingAt(const DatabaseHost& host) const;

  // The URL with a password, if any, shown as ***. For logs and messages.
  std::string ToString() const;

  // The URL as Parse takes it, password included. Never log it.
  std::string ToSecretString() const;
};

// Whether `name` can be a schema's: letters, digits, `_`, `$` and `-`, not
// empty, at most kSchemaNameLengthMax.
bool IsSchemaName(absl::string_view name);

}  // namespace rapport::db

#endif  // RAPPORT_DB_DATABASE_URL_H_
