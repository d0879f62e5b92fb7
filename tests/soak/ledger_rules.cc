#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/soak/rules.h"

namespace rapport::soak {
namespace {

using Tick = std::pair<std::string, int64_t>;

std::map<Tick, int> LiveLoad(const Ledger& ledger) {
  std::map<Tick, int> load;
  for (const SeenBooking& row : ledger.bookings) {
    // A seat takes nothing: its session does.
    if (!IsLiveState(row.state) || row.is_seat()) continue;
    for (int64_t tick = row.start_tick; tick < row.end_tick; ++tick) {
      load[{row.associate, tick}] += row.load;
    }
  }
  return load;
}

std::string Where(const Tick& tick) {
  return absl::StrCat("associate ", tick.first, ", tick ", tick.second);
}

// How often each subject was changed, and each request done.
void CountEvents(const std::vector<LedgerEvent>& events,
                 std::unordered_map<std::string, int64_t>& changes,
                 std::unordered_map<std::string, int>& done,
                 Findings& findings) {
  for (const LedgerEvent& event : events) {
    for (const std::string& id : event.subjects) ++changes[id];
    if (event.request_id.empty()) continue;
    const std::string name = RequestName(event.principal, event.request_id);
    findings.Judge(++done[name] == 1,
                   absl::StrCat("request ", event.request_id, " done twice"));
  }
}

// An entry that is left along with its offer is in two events of one change.
void CheckEntryEvents(const Evidence& evidence,
                      std::unordered_map<std::string, int>& done,
                      Findings& findings) {
  std::unordered_map<std::string, int64_t> changes;
  CountEvents(evidence.ledger().entry_events, changes, done, findings);
  for (const SeenEntry& row : evidence.ledger().entries) {
    const auto it = changes.find(row.id);
    const int64_t events = it == changes.end() ? 0 : it->second;
    findings.Judge(events >= row.version && events <= row.version + 1,
                   absl::StrCat("entry ", row.id, " has version ", row.version,
                                " and ", events, " events"));
  }
  for (const auto& [id, count] : changes) {
    findings.Judge(
        evidence.EntryRow(id) != nullptr,
        absl::StrCat(count, " events of entry ", id, ", which is not there"));
  }
}

// What is known not to have happened has left nothing.
void NoteAsked(const std::vector<Deed>& deeds,
               const std::unordered_map<std::string, int>& done,
               std::unordered_set<std::string>& asked, Findings& findings) {
  for (const Deed& deed : deeds) {
    const Attempt& first = *deed.attempts[0];
    const std::string name = RequestName(first.principal, first.request_id);
    asked.insert(name);
    if (!deed.refused) continue;
    findings.Judge(
        !done.contains(name),
        absl::StrCat("request ", first.request_id, " refused, yet done"));
  }
}

}  // namespace

void CheckOverlap(const Evidence& evidence, Verdict& verdict) {
  Findings findings("overlap", verdict);
  for (const auto& [tick, load] : LiveLoad(evidence.ledger())) {
    findings.Judge(load <= kWholeCapacity,
                   absl::StrCat(Where(tick), ": live load ", load));
  }
}

void CheckOccupancy(const Evidence& evidence, Verdict& verdict) {
  Findings findings("occupancy", verdict);
  const std::map<Tick, int> live = LiveLoad(evidence.ledger());
  const auto& said = evidence.ledger().occupancy;
  for (const auto& [tick, load] : live) {
    const auto it = said.find(tick);
    findings.Judge(it != said.end() && it->second == load,
                   absl::StrCat(Where(tick), ": live load ", load, ", said ",
                                it == said.end() ? 0 : it->second));
  }
  for (const auto& [tick, load] : said) {
    findings.Judge(live.contains(tick),
                   absl::StrCat(Where(tick), ": taken by nobody"));
  }
}

void CheckAllOrNothing(const Evidence& evidence, Verdict& verdict) {
  Findings findings("all-or-nothing", verdict);
  std::unordered_map<std::string, int64_t> changes;
  std::unordered_map<std::string, int> done;
  CountEvents(evidence.ledger().events, changes, done, findings);
  for (const SeenBooking& row : evidence.ledger().bookings) {
    const auto it = changes.find(row.id);
    const int64_t events = it == changes.end() ? 0 : it->second;
    findings.Judge(events == row.version,
                   absl::StrCat("booking ", row.id, " has version ",
                                row.version, " and ", events, " events"));
  }
  for (const auto& [id, count] : changes) {
    findings.Judge(
        evidence.Row(id) != nullptr,
        absl::StrCat(count, " events of booking ", id, ", which is not there"));
  }
  CheckEntryEvents(evidence, done, findings);
  std::unordered_set<std::string> asked;
  NoteAsked(evidence.deeds(), done, asked, findings);
  NoteAsked(evidence.waits(), done, asked, findings);
  for (const auto& [name, count] : done) {
    findings.Judge(asked.contains(name),
                   absl::StrCat("a request that nobody sent: ", name));
  }
}

}  // namespace rapport::soak
