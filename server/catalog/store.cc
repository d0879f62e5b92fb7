#include "server/catalog/store.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/calendar/time_zone.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/offer_scope.h"

namespace rapport::catalog {
namespace {

bool IsSourceCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' ||
         c == '_' || c == '.';
}

void CheckSourceInto(const std::string& source, FieldChecks& checks) {
  checks.Text("source", source, {1, kSourceLengthMax});
  if (!absl::c_all_of(source, IsSourceCharacter)) {
    checks.Add("source", reason::kMalformed,
               "a character that is not allowed; a source is a-z, 0-9, -, _ "
               "and .");
  }
}

void CheckAddress(const StoreAddress& address, FieldChecks& checks) {
  const std::string& region = address.region_code;
  if (!region.empty() &&
      (region.size() != 2 || !absl::c_all_of(region, absl::ascii_isupper))) {
    checks.Add("address.region_code", reason::kMalformed,
               "not two letters A-Z; countries are ISO 3166-1 alpha-2 codes");
  }
  checks.Text("address.administrative_area", address.administrative_area,
              {0, kAddressPartLengthMax});
  checks.Text("address.locality", address.locality, {0, kAddressPartLengthMax});
  checks.Text("address.postal_code", address.postal_code,
              {0, kPostalCodeLengthMax});
  checks.Count("address.address_lines", address.lines.size(),
               {0, kAddressLinesMax});
  for (size_t i = 0; i < address.lines.size() && i < kAddressLinesMax; ++i) {
    checks.Text(ElementPath("address.address_lines", i), address.lines[i],
                {0, kAddressLineLengthMax});
  }
}

void CheckLocation(const geo::Point& location, FieldChecks& checks) {
  const absl::StatusOr<geo::Point> point =
      geo::MakePoint(location.latitude_deg, location.longitude_deg);
  if (point.ok()) return;
  checks.Add("location", reason::kOutOfRange, point.status().message());
}

void CheckZone(const std::string& zone, FieldChecks& checks) {
  if (zone.empty() || calendar::LoadZone(zone).ok()) return;
  checks.Add("time_zone", reason::kUnknown,
             "a zone that tzdata does not list; zones are IANA names such as "
             "Europe/Paris");
}

// Without white space, and with a host.
bool IsWebAddress(absl::string_view uri) {
  const bool has_scheme = absl::StartsWithIgnoreCase(uri, "https://") ||
                          absl::StartsWithIgnoreCase(uri, "http://");
  if (!has_scheme) return false;
  const absl::string_view rest = uri.substr(uri.find("//") + 2);
  const absl::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && absl::c_none_of(uri, absl::ascii_isspace);
}

void CheckWebsite(const std::string& uri, FieldChecks& checks) {
  checks.Text("website_uri", uri, {0, kWebsiteLengthMax});
  if (uri.empty() || IsWebAddress(uri)) return;
  checks.Add("website_uri", reason::kMalformed,
             "not a web address; it must be http:// or https:// and a host");
}

void CheckServices(const std::vector<ServiceId>& services,
                   FieldChecks& checks) {
  checks.Count("services", services.size(), {0, kStoreServicesMax});
  std::set<ServiceId> seen;
  for (size_t i = 0; i < services.size(); ++i) {
    if (seen.insert(services[i]).second) continue;
    checks.Add(ElementPath("services", i), reason::kDuplicate,
               "a service that is there already; each comes once");
  }
}

void CheckMarket(const std::string& market, FieldChecks& checks) {
  if (market.empty()) return;
  const absl::StatusOr<OfferScope> scope = OfferScope::Parse(market);
  if (scope.ok() && scope->layer() == OfferLayer::kMarket) return;
  checks.Add("market", reason::kMalformed,
             "not the name of a market; it must be "
             "regions/{region}/markets/{market}");
}

}  // namespace

FieldProblems CheckSourceName(const std::string& source) {
  FieldChecks checks;
  CheckSourceInto(source, checks);
  return checks.Take();
}

FieldProblems CheckSource(const std::string& source,
                          const std::string& source_id) {
  FieldChecks checks;
  CheckSourceInto(source, checks);
  checks.Text("source_id", source_id, {1, kSourceIdLengthMax});
  return checks.Take();
}

FieldProblems CheckStore(const StoreContent& content) {
  FieldChecks checks;
  checks.Text("display_name", content.display_name, {1, kDisplayNameLengthMax});
  CheckLocation(content.location, checks);
  CheckZone(content.time_zone, checks);
  CheckAddress(content.address, checks);
  checks.Text("phone_number", content.phone_number, {0, kPhoneLengthMax});
  CheckWebsite(content.website_uri, checks);
  checks.Text("opening_hours_text", content.opening_hours_text,
              {0, kOpeningHoursLengthMax});
  CheckServices(content.services, checks);
  CheckMarket(content.market, checks);
  CheckDetails(content.details, checks);
  return checks.Take();
}

}  // namespace rapport::catalog
