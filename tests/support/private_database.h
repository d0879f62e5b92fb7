#ifndef RAPPORT_TESTS_SUPPORT_PRIVATE_DATABASE_H_
#define RAPPORT_TESTS_SUPPORT_PRIVATE_DATABASE_H_

// A real database for tests: one private mariadbd a test binary, started on
// first use in a temporary folder that is gone when the binary is, whatever
// ends it; or the server that the environment variable RAPPORT_TEST_DATABASE
// names (a mysql:// URL without a schema). Each test has a schema of its own:
//
//   class BookingStoreTest : public testing::Test {
//     test::TestSchema schema_;             // created here, dropped at the end
//     db::Pool pool_{schema_.url()};
//   };

#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/database_url.h"
#include "db/migrations.h"

namespace rapport::test {

// The server, without a schema. Starts it on first use; ends the program with
// a message if it cannot. Thread-safe.
db::DatabaseUrl TestServerUrl();

// True if the server is the one named by RAPPORT_TEST_DATABASE.
bool TestServerIsExternal();

// An empty schema with a name of its own; dropped with this object.
class TestSchema {
 public:
  TestSchema();
  // The same with `migrations` applied.
  explicit TestSchema(absl::Span<const db::Migration> migrations);
  ~TestSchema();
  TestSchema(const TestSchema&) = delete;
  TestSchema& operator=(const TestSchema&) = delete;

  const db::DatabaseUrl& url() const { return url_; }

 private:
  db::DatabaseUrl url_;
};

// A folder of its own under the system's temporary one; removed with all that
// is in it with this object.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_SUPPORT_PRIVATE_DATABASE_H_
