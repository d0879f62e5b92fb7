#include "clients/cli/text/service_file.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/names.h"
#include "google/protobuf/util/json_util.h"

namespace rapport::cli {
namespace {

absl::Status Read(absl::string_view text, const std::string& where,
                  google::protobuf::Message& message) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(std::string(text), &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(where, ": ", std::string(status.message())));
}

}  // namespace

absl::StatusOr<std::vector<v1::Service>> ServicesFromJsonLines(
    absl::string_view text, absl::string_view brand) {
  std::vector<v1::Service> services;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const std::string where = absl::StrCat("line ", number);
    v1::Service service;
    absl::Status status = Read(line, where, service);
    if (!status.ok()) return status;
    if (service.name().empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ": the service has no name"));
    }
    service.set_name(FullName(brand, "services", service.name()));
    services.push_back(std::move(service));
  }
  return services;
}

absl::StatusOr<v1::Brand> BrandFromJson(absl::string_view text) {
  v1::Brand brand;
  absl::Status status = Read(text, "the brand's file", brand);
  if (!status.ok()) return status;
  return brand;
}

}  // namespace rapport::cli
