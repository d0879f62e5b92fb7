#include "db/embedded/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "db/database_url.h"

namespace rapport::db {
namespace {

constexpr uintmax_t kLogBytesMax = 16 << 20;
constexpr size_t kTailLines = 12;
constexpr std::streamoff kTailBytes = 8192;

absl::Status CannotUse(absl::string_view path, absl::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat("database folder ", path, ": ", why));
}

absl::Status MakeFolder(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) == 0 || errno == EEXIST) {
    return absl::OkStatus();
  }
  return CannotUse(path, std::strerror(errno));
}

// Ours alone, and not a link that somebody put there.
absl::Status CheckPrivate(const std::string& path) {
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) {
    return CannotUse(path, std::strerror(errno));
  }
  if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) {
    return CannotUse(path, "belongs to another user");
  }
  if ((info.st_mode & 0077) != 0) {
    return CannotUse(path,
                     "is open to other users; it must be its owner's "
                     "alone (0700)");
  }
  return absl::OkStatus();
}

// FNV-1a, so that a folder has the same name in each run.
uint64_t Fingerprint(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

absl::StatusOr<std::string> SocketFor(const std::string& path) {
  const std::string inside = path + "/mariadbd.sock";
  if (inside.size() <= kSocketPathLengthMax) return inside;
  const std::string folder =
      absl::StrCat("/tmp/rapport-", ::geteuid(), "-",
                   absl::Hex(Fingerprint(path), absl::kZeroPad16));
  absl::Status status = MakeFolder(folder, 0700);
  if (status.ok()) status = CheckPrivate(folder);
  if (!status.ok()) return status;
  return folder + "/mariadbd.sock";
}

absl::StatusOr<int> Lock(const std::string& path) {
  const std::string file = path + "/lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return CannotUse(path, std::strerror(errno));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    const std::string why = std::strerror(errno);
    ::close(fd);
    if (!taken) return CannotUse(path, why);
    const std::string holder = ReadWholeFile(file).value_or("");
    return CannotUse(path, absl::StrCat("is in use by process ", holder,
                                        "; one program at a time"));
  }
  const std::string pid = absl::StrCat(::getpid());
  if (::ftruncate(fd, 0) != 0 ||
      ::write(fd, pid.data(), pid.size()) != static_cast<ssize_t>(pid.size())) {
    const std::string why = std::strerror(errno);
    ::close(fd);
    return CannotUse(path, why);
  }
  return fd;
}

}  // namespace

absl::StatusOr<DataFolder> DataFolder::Claim(const std::string& data_dir) {
  if (data_dir.empty()) {
    return absl::InvalidArgumentError("database folder: its name is empty");
  }
  std::error_code error;
  std::filesystem::create_directories(data_dir, error);
  if (error) return CannotUse(data_dir, error.message());
  const std::string parent =
      std::filesystem::canonical(data_dir, error).string();
  if (error) return CannotUse(data_dir, error.message());
  const std::string path = parent + "/database";
  absl::Status status = MakeFolder(path, 0700);
  if (status.ok()) status = CheckPrivate(path);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> socket = SocketFor(path);
  if (!socket.ok()) return socket.status();
  const absl::StatusOr<int> lock = Lock(path);
  if (!lock.ok()) return lock.status();
  DataFolder folder(path, *std::move(socket), *lock);
  status = MakeFolder(folder.tmp(), 0700);
  if (!status.ok()) return status;
  return folder;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      socket_(std::move(other.socket_)),
      lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ < 0) return;
  ::unlink(socket_.c_str());
  if (socket_.rfind(path_, 0) != 0) {
    ::rmdir(std::filesystem::path(socket_).parent_path().c_str());
  }
  ::close(lock_);
}

std::string DataFolder::LogTail() const {
  std::ifstream file(log(), std::ios::binary);
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  if (size <= 0) return "(its log is empty)";
  file.seekg(std::max<std::streamoff>(0, size - kTailBytes));
  std::stringstream text;
  text << file.rdbuf();
  const std::string whole = text.str();
  std::vector<absl::string_view> lines =
      absl::StrSplit(whole, '\n', absl::SkipEmpty());
  if (lines.size() > kTailLines)
    lines.erase(lines.begin(), lines.end() - kTailLines);
  return absl::StrJoin(lines, "\n");
}

void DataFolder::RotateLog() const {
  std::error_code error;
  if (std::filesystem::file_size(log(), error) > kLogBytesMax && !error) {
    std::filesystem::rename(log(), log() + ".old", error);
  }
}

absl::Status WriteWholeFile(const std::string& path, absl::string_view text) {
  const std::string making = path + ".new";
  const int fd =
      ::open(making.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return CannotUse(path, std::strerror(errno));
  const ssize_t written = ::write(fd, text.data(), text.size());
  const bool whole = written == static_cast<ssize_t>(text.size());
  if (::close(fd) != 0 || !whole ||
      ::rename(making.c_str(), path.c_str()) != 0) {
    return CannotUse(path, "cannot be written");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text.str();
}

}  // namespace rapport::db
