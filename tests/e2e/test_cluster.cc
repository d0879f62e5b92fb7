#include "tests/e2e/test_cluster.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rapport::test {
namespace {

bool Exists(const char* path) { return ::access(path, R_OK) == 0; }

}  // namespace

std::string TestCluster::Missing(ClusterKind kind) {
  if (!Exists("/usr/sbin/mariadbd")) return "mariadb-server-core";
  if (!Exists("/usr/bin/mariadb")) return "mariadb-client-core";
  const bool has_galera = Exists("/usr/lib/galera/libgalera_smm.so");
  if (kind == ClusterKind::kGalera && !has_galera) return "galera-4";
  return "";
}

TestCluster::TestCluster(ClusterKind kind, const std::string& clocks)
    : start_(absl::StrCat("start",
                          kind == ClusterKind::kSemiSync ? " --semi-sync" : "",
                          clocks.empty() ? "" : " --clocks ", clocks)) {
  Run(absl::StrCat(start_, " --while ", ::getpid()));
  const std::string text = Run("url");
  const absl::StatusOr<db::DatabaseUrl> url =
      db::DatabaseUrl::Parse(absl::StripAsciiWhitespace(text));
  EXPECT_TRUE(url.ok()) << url.status();
  if (url.ok()) url_ = url->WithSchema("");
}

TestCluster::~TestCluster() { Run("remove"); }

void TestCluster::Start() { Run(start_); }

std::string TestCluster::clock_file(int node) const {
  return absl::StrCat(folder_.path(), "/cluster/node", node, "/clock");
}

void TestCluster::Do(const std::string& what, int node) {
  Run(absl::StrCat(what, " ", node));
}

db::DatabaseUrl TestCluster::url(int first) const {
  return url_.StartingAt(url_.hosts.at(first - 1));
}

std::string TestCluster::Run(const std::string& words) const {
  const std::string command = absl::StrCat(RAPPORT_SCRIPTS "/cluster --dir ",
                                           folder_.path(), "/cluster ", words);
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string text;
  char piece[4096];
  size_t size = 0;
  while ((size = std::fread(piece, 1, sizeof(piece), pipe)) > 0) {
    text.append(piece, size);
  }
  const int status = ::pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "scripts/cluster " << words << ": " << text;
  return text;
}

}  // namespace rapport::test
