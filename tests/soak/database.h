// A database that a soak may break: one process, or the nodes of a cluster.
#ifndef RAPPORT_TESTS_SOAK_DATABASE_H_
#define RAPPORT_TESTS_SOAK_DATABASE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "db/database_url.h"
#include "tests/soak/chaos_proxy.h"

namespace rapport::soak {

// Nodes are numbered from 0. What cannot be done ends the program, saying why.
// Not thread-safe.
class Database {
 public:
  virtual ~Database() = default;

  virtual int nodes() const = 0;
  // Where a node listens.
  virtual Endpoint endpoint(int node) const = 0;
  // All nodes, `first` before the others, and no network between.
  virtual db::DatabaseUrl url(absl::string_view schema, int first) const = 0;

  // SIGKILL, and waits for its end.
  virtual void Kill(int node) = 0;
  // Starts what was killed; returns once all nodes answer.
  virtual void Start() = 0;
  // SIGSTOP, SIGCONT.
  virtual void Pause(int node) = 0;
  virtual void Continue(int node) = 0;
  // Cuts a node off from the others, which clients still reach.
  virtual void Isolate(int node) = 0;
  // Brings one back that was cut off, or that the others gave up; returns once
  // it is.
  virtual void Join(int node) = 0;
  // Of what libfaketime reads the time of a node.
  virtual std::string clock_file(int node) const = 0;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_DATABASE_H_
