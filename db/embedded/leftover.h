#ifndef RAPPORT_DB_EMBEDDED_LEFTOVER_H_
#define RAPPORT_DB_EMBEDDED_LEFTOVER_H_

// A database that outlived its program, or is still on its way out.

#include <sys/types.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/embedded/data_folder.h"

namespace rapport::db {

// Notes that process `pid` is the database of `folder`.
absl::Status NoteProcess(const DataFolder& folder, pid_t pid);

// Whether `pid` is a mariadbd of this user that runs on the data of `folder`.
bool IsDatabaseOf(const DataFolder& folder, pid_t pid);

// Ends the process that the pid file names, if it is the database of `folder`;
// any other process is left alone. Call with the folder claimed. Asks first,
// kills after `patience`. Returns INTERNAL if it is still there after that.
absl::Status EndLeftover(const DataFolder& folder, absl::Duration patience);

}  // namespace rapport::db

#endif  // RAPPORT_DB_EMBEDDED_LEFTOVER_H_
