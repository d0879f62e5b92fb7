// The long form, for scripts/soak: soak ATTEMPTS CYCLES SEED FOLDER [cluster]
// Prints how it goes and what was found. Exit 1 on any violation; the history
// is kept in FOLDER/history.tsv then.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/soak/soak.h"

int main(int argc, char** argv) {
  if (argc != 5 && argc != 6) return 2;
  // What starts things fails as tests do; here that ends the program.
  GTEST_FLAG_SET(break_on_failure, true);
  const std::string folder = argv[4];
  rapport::soak::SoakOptions options;
  options.attempts = std::atoll(argv[1]);
  options.cycles = std::atoi(argv[2]);
  options.seed = std::strtoull(argv[3], nullptr, 10);
  options.arena.folder = folder + "/arena";
  options.arena.cluster = argc == 6;
  if (const char* faults = std::getenv("SOAK_FAULTS")) {
    options.faults = absl::StrSplit(faults, ',');
  }
  options.progress = stdout;
  options.history_path = folder + "/history.tsv";
  if (options.attempts < options.cycles || options.cycles < 1) return 2;
  std::printf("seed %s, in %s\n", argv[3], folder.c_str());
  const rapport::soak::SoakReport report = rapport::soak::RunSoak(options);
  rapport::soak::PrintReport(report, stdout);
  if (!report.verdict.violations.empty()) return 1;
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  return 0;
}
