#include "tests/support/certificates.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rapport::test {
namespace {

void Run(const std::string& command) {
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::string said;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    said += static_cast<char>(c);
  }
  if (::pclose(pipe) == 0) return;
  std::fprintf(stderr, "%s: %s\n", command.c_str(), said.c_str());
  std::exit(1);
}

std::string NewCertificate(const CertificateFiles& files,
                           const std::string& name, int days) {
  return absl::StrCat(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
      " -subj /CN=",
      name, " -days ", days, " -keyout ", files.key, " -out ",
      files.certificate);
}

}  // namespace

TestCa::TestCa(std::string folder, const std::string& name)
    : folder_(std::move(folder)),
      own_{absl::StrCat(folder_, "/", name, ".pem"),
           absl::StrCat(folder_, "/", name, ".key")} {
  Run(NewCertificate(own_, name, 2) +
      " -addext basicConstraints=critical,CA:TRUE");
}

CertificateFiles TestCa::Issue(const std::string& name) const {
  const CertificateFiles files = {absl::StrCat(folder_, "/", name, ".pem"),
                                  absl::StrCat(folder_, "/", name, ".key")};
  Run(absl::StrCat(NewCertificate(files, name, 1), " -CA ", own_.certificate,
                   " -CAkey ", own_.key,
                   " -addext basicConstraints=critical,CA:FALSE -addext "
                   "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"));
  return files;
}

}  // namespace rapport::test
