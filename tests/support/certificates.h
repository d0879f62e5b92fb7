// Certificates for tests and benchmarks, made by openssl on the spot.
#ifndef RAPPORT_TESTS_SUPPORT_CERTIFICATES_H_
#define RAPPORT_TESTS_SUPPORT_CERTIFICATES_H_

#include <string>

namespace rapport::test {

// Paths of PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

// A CA of its own, with its files in a folder that somebody else removes. Ends
// the program, saying what openssl said, if that fails.
class TestCa {
 public:
  // `folder` exists.
  explicit TestCa(std::string folder, const std::string& name = "ca");

  const std::string& certificate() const { return own_.certificate; }

  // A certificate for localhost, 127.0.0.1 and ::1, that holds for a day.
  CertificateFiles Issue(const std::string& name) const;

 private:
  const std::string folder_;
  CertificateFiles own_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_SUPPORT_CERTIFICATES_H_
