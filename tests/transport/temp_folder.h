// A folder of a test's own, for sockets and files.
#ifndef RAPPORT_TESTS_TRANSPORT_TEMP_FOLDER_H_
#define RAPPORT_TESTS_TRANSPORT_TEMP_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace rapport::transport {

// Its end removes it, with what is in it.
class TempFolder {
 public:
  TempFolder() {
    // A socket's path must be short, whatever TMPDIR is.
    char path[] = "/tmp/rapport-rpc-XXXXXX";
    path_ = mkdtemp(path);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // The address of a Unix socket in it.
  std::string Socket() const { return "unix:" + File("socket"); }

 private:
  std::string path_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_TESTS_TRANSPORT_TEMP_FOLDER_H_
