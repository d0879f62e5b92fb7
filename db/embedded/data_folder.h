#ifndef RAPPORT_DB_EMBEDDED_DATA_FOLDER_H_
#define RAPPORT_DB_EMBEDDED_DATA_FOLDER_H_

// The folder of a private database, locked against a second program:
//
//   <data_dir>/database/    0700
//     lock                  held with flock(2) while the program lives
//     data/                 the database's own; made whole or not at all
//     tmp/                  its temporary files
//     mariadbd.log          what it says
//     mariadbd.pid          the number of its process
//     mariadbd.sock         where it listens, if that path is short enough

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::db {

// Holds the lock. Movable, not copyable.
class DataFolder {
 public:
  // Makes the folder if it is absent, and locks it. Returns INVALID_ARGUMENT
  // for an empty name, FAILED_PRECONDITION if another program holds it or it
  // cannot be written.
  static absl::StatusOr<DataFolder> Claim(const std::string& data_dir);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::string& path() const { return path_; }
  std::string data() const { return path_ + "/data"; }
  std::string data_in_making() const { return path_ + "/data.new"; }
  std::string tmp() const { return path_ + "/tmp"; }
  std::string log() const { return path_ + "/mariadbd.log"; }
  std::string pid_file() const { return path_ + "/mariadbd.pid"; }

  // In the folder; or where that path is too long for a socket's address, in
  // a folder of ours (0700) under /tmp, named after this one.
  const std::string& socket() const { return socket_; }

  // The last lines of the log, to be cited in a message.
  std::string LogTail() const;

  // Moves a log that has grown large aside, over the one before it.
  void RotateLog() const;

 private:
  DataFolder(std::string path, std::string socket, int lock)
      : path_(std::move(path)), socket_(std::move(socket)), lock_(lock) {}

  std::string path_;
  std::string socket_;
  int lock_;  // file descriptor, -1 if moved from
};

// `text` in `path`, all of it or none, readable by its owner only. Returns
// FAILED_PRECONDITION if it cannot be written.
absl::Status WriteWholeFile(const std::string& path, absl::string_view text);

// Returns NOT_FOUND if it cannot be read.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace rapport::db

#endif  // RAPPORT_DB_EMBEDDED_DATA_FOLDER_H_
