// The processor time of a process, which other work on the machine changes less
// than it changes how long things take.
#ifndef RAPPORT_TESTS_BENCH_CPU_TIME_H_
#define RAPPORT_TESTS_BENCH_CPU_TIME_H_

#include <sys/types.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"

namespace rapport::bench {

// Of user and system together, in microseconds, to a tick of the kernel's
// (proc(5): fields 14 and 15 of stat). 0 if there is no such process.
inline double CpuMicros(pid_t pid) {
  std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
  stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string skipped;
  for (int field = 3; field < 14; ++field) stat >> skipped;
  double user = 0;
  double system = 0;
  stat >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_CPU_TIME_H_
