#ifndef RAPPORT_DB_DATABASE_URL_H_
#define RAPPORT_DB_DATABASE_URL_H_

// Where a database is and who asks, as one text:
//
//   mysql://user:password@host:3306/schema
//   mysql://user@localhost/schema?socket=/run/mysqld/mysqld.sock
//
// Every part may be percent-encoded (RFC 3986); a host may be an IPv6 address
// in brackets. Port 3306 and no password are the defaults; the schema may be
// missing (a server, not yet a database). `socket` is the only query key.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::db {

inline constexpr int kDefaultPort = 3306;

// Identifiers are at most 64 characters on both servers.
inline constexpr int kSchemaNameLengthMax = 64;

// sizeof(sockaddr_un::sun_path), its final zero included.
inline constexpr int kSocketPathLengthMax = 107;

struct DatabaseUrl {
  std::string user;
  std::string password;
  std::string host = "localhost";
  int port = kDefaultPort;
  std::string schema;       // empty: none chosen
  std::string socket_path;  // empty: TCP to host:port

  // Returns INVALID_ARGUMENT naming the part that is wrong and its rule; the
  // text never repeats the password.
  static absl::StatusOr<DatabaseUrl> Parse(absl::string_view url);

  DatabaseUrl WithSchema(absl::string_view name) const;

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
