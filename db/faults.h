#ifndef RAPPORT_DB_FAULTS_H_
#define RAPPORT_DB_FAULTS_H_

// The seam through which tests make a database fail at a chosen point. A
// program leaves the hook empty and pays one comparison a call.

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rapport::db {

enum class FaultPoint {
  kConnect,          // before a session is opened
  kBeforeBegin,      // before START TRANSACTION is sent
  kBeforeStatement,  // before a statement is sent
  kBeforeCommit,     // before COMMIT is sent
  kAfterCommit,      // the server has committed, its answer is not yet seen
  kBeforeRollback,   // before ROLLBACK is sent
};

// Called at each point with the statement's text (empty where there is none).
// A non-OK answer takes the place of the server's: the caller sees it as if
// the server, or the network, had said so. Called from the thread that uses
// the connection.
using FaultHook =
    std::function<absl::Status(FaultPoint point, absl::string_view sql)>;

}  // namespace rapport::db

#endif  // RAPPORT_DB_FAULTS_H_
