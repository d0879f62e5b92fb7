// A program for tests: starts the private database in the folder it is given,
// writes "pid <n>" of the database (or "failed: <status>") to its output, and
// holds it until its input ends.

#include <unistd.h>

#include <iostream>
#include <string>

#include "db/embedded/embedded_database.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto database = rapport::db::EmbeddedDatabase::Start(
      {.data_dir = argv[1],
       .buffer_pool_bytes = int64_t{64} << 20,
       .log_file_bytes = int64_t{64} << 20});
  if (!database.ok()) {
    std::cout << "failed: " << database.status() << std::endl;
    return 1;
  }
  std::cout << "pid " << (*database)->pid() << std::endl;
  std::string line;
  std::getline(std::cin, line);
  return 0;
}
