#include "server/catalog/associate_import.h"

#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/schedule_fit.h"
#include "server/catalog/written_batch.h"

namespace rapport::catalog {
namespace {

static_assert(kPutMax <= calendar::kSchedulesPutMax,
              "the hours of a batch are written at once");

// In the order of the week, so that hours compare whatever order they came in.
std::vector<calendar::WeeklyPeriod> InOrder(
    std::vector<calendar::WeeklyPeriod> periods) {
  absl::c_sort(periods, [](const auto& a, const auto& b) {
    return std::pair(a.day, a.period.start_minute) <
           std::pair(b.day, b.period.start_minute);
  });
  return periods;
}

// What a file of associates calls a path of rapport.v1.Schedule.
std::string HoursPath(const std::string& path) {
  return absl::StrReplaceAll(path, {{"schedule.weekly_periods", "weekly_hours"},
                                    {".start_time", ".start"},
                                    {".end_time", ".end"}});
}

}  // namespace

AssociateImport::AssociateImport(AssociateImportHeader header,
                                 CatalogStore& store,
                                 calendar::ScheduleStore& schedules,
                                 const CatalogLookup& lookup, ImportSink& sink,
                                 AssociatesWritten on_written)
    : ImportRun(AssociateFileContext{header.actor.brand, header.source},
                header.source, sink),
      header_(std::move(header)),
      store_(store),
      schedules_(schedules),
      lookup_(lookup),
      on_written_(std::move(on_written)) {}

FieldProblems AssociateImport::CheckReferences(
    const AssociateContent& content) const {
  FieldChecks checks;
  for (size_t i = 0; i < content.stores.size(); ++i) {
    if (lookup_.HasStore(content.stores[i])) continue;
    checks.Add(ElementPath("stores", i), reason::kUnknown,
               "a store that the brand does not have; import it first");
  }
  for (size_t i = 0; i < content.styles.size(); ++i) {
    if (lookup_.HasStyle(content.styles[i])) continue;
    checks.Add(ElementPath("styles", i), reason::kUnknown,
               absl::StrCat("style ", content.styles[i].text(),
                            " is none of the brand's; it must be one"));
  }
  for (size_t i = 0; i < content.services.size(); ++i) {
    if (lookup_.HasService(content.services[i])) continue;
    checks.Add(ElementPath("services", i), reason::kUnknown,
               absl::StrCat("service ", content.services[i].text(),
                            " is none of the brand's; it must be one"));
  }
  return checks.Take();
}

FieldProblems AssociateImport::Check(const AssociateDraft& draft) const {
  FieldProblems problems = CheckSource(header_.source, draft.source_id);
  if (problems.empty()) problems = CheckAssociate(draft.content);
  if (problems.empty()) problems = CheckReferences(draft.content);
  if (!problems.empty() || !draft.weekly_periods.has_value()) return problems;
  calendar::Schedule schedule;
  schedule.weekly_periods = *draft.weekly_periods;
  problems = CheckSchedule(schedule);
  if (problems.empty()) problems = CheckScheduleFits(draft.content, schedule);
  for (FieldProblem& problem : problems) {
    problem.field = HoursPath(problem.field);
    problem.message = HoursPath(problem.message);
  }
  return problems;
}

void AssociateImport::Judge(int64_t position, AssociateDraft draft) {
  FieldProblems problems = Check(draft);
  if (!problems.empty()) {
    ledger().Reject(position, std::move(problems[0]));
    return;
  }
  Associate associate;
  associate.id = AssociateIdOf(header_.source, draft.source_id);
  if (!ledger().Accept(position, associate.id.bytes(), "source_id")) return;
  associate.source = header_.source;
  associate.source_id = std::move(draft.source_id);
  associate.content = std::move(draft.content);
  // Sets, so that their order in the file makes no difference.
  absl::c_sort(associate.content.styles);
  absl::c_sort(associate.content.services);
  absl::c_sort(associate.content.attributes);
  if (draft.weekly_periods.has_value()) {
    hours_.push_back({associate.id, InOrder(*std::move(draft.weekly_periods))});
  }
  batch_.push_back(std::move(associate));
}

absl::StatusOr<std::vector<WriteOutcome>> AssociateImport::WriteBatch() {
  const absl::StatusOr<std::vector<Written>> written =
      store_.PutAssociates(header_.actor, batch_, WriteCondition());
  if (!written.ok()) return written.status();
  const std::vector<Associate> changed = ChangedOf(batch_, *written);
  if (!changed.empty()) on_written_.associates(changed);
  const absl::StatusOr<ChangedIds> changed_hours = WriteHours();
  if (!changed_hours.ok()) return changed_hours.status();
  std::vector<WriteOutcome> outcomes = OutcomesOf(*written);
  for (size_t i = 0; i < batch_.size(); ++i) {
    if (outcomes[i] == WriteOutcome::kUnchanged &&
        changed_hours->contains(batch_[i].id)) {
      outcomes[i] = WriteOutcome::kUpdated;
    }
  }
  batch_.clear();
  hours_.clear();
  return outcomes;
}

absl::StatusOr<AssociateImport::ChangedIds> AssociateImport::WriteHours() {
  absl::Status aborted;
  for (int attempt = 0; attempt < kScheduleAttemptsMax; ++attempt) {
    const auto writes = HoursThatDiffer();
    if (!writes.ok()) return writes.status();
    ChangedIds changed;
    if (writes->empty()) return changed;
    const absl::StatusOr<std::vector<calendar::StoredSchedule>> stored =
        schedules_.PutMany(header_.actor, *writes);
    if (stored.ok()) {
      on_written_.schedules(*stored);
      for (const auto& write : *writes) changed.insert(write.associate);
      return changed;
    }
    if (!absl::IsAborted(stored.status())) return stored.status();
    aborted = stored.status();
  }
  return aborted;
}

absl::StatusOr<std::vector<calendar::ScheduleWrite>>
AssociateImport::HoursThatDiffer() {
  std::vector<calendar::ScheduleWrite> writes;
  if (hours_.empty()) return writes;  // no ids would read all
  std::vector<AssociateId> ids;
  for (const Hours& hours : hours_) ids.push_back(hours.associate);
  absl::flat_hash_map<AssociateId, calendar::StoredSchedule> stored;
  const absl::Status read = schedules_.Read(
      header_.actor.brand, ids, [&](const calendar::StoredSchedule& found) {
        stored[found.associate] = found;
      });
  if (!read.ok()) return read;
  for (const Hours& hours : hours_) {
    calendar::StoredSchedule& now = stored[hours.associate];
    if (InOrder(now.schedule.weekly_periods) == hours.weekly_periods) continue;
    now.schedule.weekly_periods = hours.weekly_periods;
    writes.push_back({hours.associate, std::move(now.schedule), now.version});
  }
  return writes;
}

}  // namespace rapport::catalog
