// Takes a file of associates and their weekly hours into the catalog, as
// StoreImport does stores; see associate_file.h for the format.
//
// Identity: source and source id. Stores, styles and services must be there.
// What files do not say stays as it is: overrides and time off always, weekly
// hours where a line has none. A row counts as updated if the associate or the
// hours differ from what is there.
//
// Associates and hours are written one after the other: if the hours of a batch
// can't be written, its associates are there, and importing again adds them.
#ifndef RAPPORT_SERVER_CATALOG_ASSOCIATE_IMPORT_H_
#define RAPPORT_SERVER_CATALOG_ASSOCIATE_IMPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/calendar/schedule_store.h"
#include "server/catalog/associate_file.h"
#include "server/catalog/catalog_lookup.h"
#include "server/catalog/catalog_store.h"
#include "server/catalog/import_run.h"
#include "server/vocabulary/actor.h"

namespace rapport::catalog {

struct AssociateImportHeader {
  Actor actor;
  std::string source;
};

// Hears of each batch that was committed: what it created or updated, with its
// new revision. Never called with none.
struct AssociatesWritten {
  std::function<void(absl::Span<const Associate>)> associates;
  std::function<void(absl::Span<const calendar::StoredSchedule>)> schedules;
};

// How often the hours of a batch are merged and written again after somebody
// else changed one of its schedules in between.
inline constexpr int kScheduleAttemptsMax = 5;

// Takes the file by Feed and Finish: see ImportRun; ABORTED too if the
// schedules of a batch were changed by others kScheduleAttemptsMax times. Not
// thread-safe. What it is given outlives it.
class AssociateImport : public ImportRun<AssociateFileReader> {
 public:
  AssociateImport(AssociateImportHeader header, CatalogStore& store,
                  calendar::ScheduleStore& schedules,
                  const CatalogLookup& lookup, ImportSink& sink,
                  AssociatesWritten on_written);

 private:
  using WeeklyPeriods = std::vector<calendar::WeeklyPeriod>;
  // The hours that an associate of the batch is to have.
  struct Hours {
    AssociateId associate;
    WeeklyPeriods weekly_periods;
  };
  using ChangedIds = absl::flat_hash_set<AssociateId>;

  void Judge(int64_t position, AssociateDraft draft) override;
  FieldProblems CheckReferences(const AssociateContent& content) const;
  FieldProblems Check(const AssociateDraft& draft) const;
  absl::StatusOr<std::vector<WriteOutcome>> WriteBatch() override;
  absl::StatusOr<ChangedIds> WriteHours();
  absl::StatusOr<std::vector<calendar::ScheduleWrite>> HoursThatDiffer();

  const AssociateImportHeader header_;
  CatalogStore& store_;
  calendar::ScheduleStore& schedules_;
  const CatalogLookup& lookup_;
  AssociatesWritten on_written_;
  std::vector<Associate> batch_;
  std::vector<Hours> hours_;  // of those of the batch whose line has them
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_ASSOCIATE_IMPORT_H_
