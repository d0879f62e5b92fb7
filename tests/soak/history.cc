#include "tests/soak/history.h"

#include <set>
#include <string>

namespace rapport::soak {
namespace {

const char* WordOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOk:
      return "ok";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUnknown:
      break;
  }
  return "unknown";
}

long long Number(int64_t number) { return static_cast<long long>(number); }

}  // namespace

bool IsContended(const Attempt& attempt) {
  static const std::set<std::string> kMeetsNobody = {"SLOT_OUTSIDE_SCHEDULE",
                                                     "NOBODY_FITS",
                                                     "GOES_WITH_SESSION",
                                                     "MEETING_STARTED",
                                                     "SESSION_CANCELLED",
                                                     "SHOPPER_LIMIT",
                                                     "WORK_LIMIT"};
  return attempt.effect == Effect::kTakes &&
         attempt.outcome != Outcome::kUnknown &&
         !kMeetsNobody.contains(attempt.reason);
}

void WriteHeading(std::FILE* file) {
  std::fputs(
      "invoked_ns\tcompleted_ns\tclient\tserver\top\tprincipal\trequest_id\t"
      "subject\twanted_associate\twanted_start_tick\twanted_end_tick\toutcome\t"
      "session\tparty\tcode\treason\tbooking\tversion\tstate\tassociate\t"
      "start_tick\tend_tick\thold_expire_us\tcreate_us\tupdate_us\t"
      "of_session\tof_party\tfingerprint\tentries\n",
      file);
}

void WriteAttempt(std::FILE* file, const Attempt& a) {
  std::fprintf(
      file,
      "%lld\t%lld\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%lld\t%lld\t%s\t%s\t%d\t%d\t%s"
      "\t",
      Number(a.invoked), Number(a.completed), a.client, a.server, a.op.c_str(),
      a.principal.c_str(), a.request_id.c_str(), a.subject.c_str(),
      a.associate.c_str(), Number(a.start_tick), Number(a.end_tick),
      WordOf(a.outcome), a.session.c_str(), a.party, a.code, a.reason.c_str());
  const SeenBooking& b = a.answer;
  std::fprintf(
      file, "%s\t%lld\t%d\t%s\t%lld\t%lld\t%lld\t%lld\t%lld\t%s\t%d\t%016llx\t",
      b.id.c_str(), Number(b.version), b.state, b.associate.c_str(),
      Number(b.start_tick), Number(b.end_tick), Number(b.hold_expire_us),
      Number(b.create_us), Number(b.update_us), b.session.c_str(), b.party,
      static_cast<unsigned long long>(a.fingerprint));
  for (const SeenEntry& entry : a.entries) {
    std::fprintf(file, "%s v%lld state %d %s;", entry.id.c_str(),
                 Number(entry.version), entry.state, entry.booking.c_str());
  }
  std::fputs("\n", file);
}

}  // namespace rapport::soak
