#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/cli.h"

int main(int argc, char** argv) {
  // Output cut short by `| head` is no failure worth a signal.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  rapport::cli::Environment environment{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .err_is_terminal = isatty(STDERR_FILENO) == 1};
  return rapport::cli::RunCli(std::vector<std::string>(argv + 1, argv + argc),
                              environment);
}
