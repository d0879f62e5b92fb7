#include "server/catalog/import_convert.h"

#include "absl/strings/str_cat.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {

void FromRowOutcome(const BrandId& brand, absl::string_view collection,
                    const RowOutcome& row, v1::ImportRow* out) {
  out->set_position(row.position);
  switch (row.outcome) {
    case ImportOutcome::kCreated:
      out->set_outcome(v1::IMPORT_OUTCOME_CREATED);
      break;
    case ImportOutcome::kUpdated:
      out->set_outcome(v1::IMPORT_OUTCOME_UPDATED);
      break;
    case ImportOutcome::kUnchanged:
      out->set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
      break;
    case ImportOutcome::kRejected:
      out->set_outcome(v1::IMPORT_OUTCOME_REJECTED);
      out->set_field(row.problem.field);
      out->set_reason(row.problem.reason);
      out->set_message(row.problem.message);
      out->set_first_position(row.first_position);
      return;
  }
  out->set_name(absl::StrCat(transport::BrandName(brand), "/", collection, "/",
                             EncodeId(row.id)));
}

void FromCounts(const ImportCounts& counts, v1::ImportSummary* out) {
  out->set_rows(counts.rows);
  out->set_created(counts.created);
  out->set_updated(counts.updated);
  out->set_unchanged(counts.unchanged);
  out->set_rejected(counts.rejected);
}

void FromProgress(const ImportProgress& progress, v1::ImportProgress* out) {
  out->set_received_bytes(progress.received_bytes);
  out->set_read_rows(progress.read_rows);
  out->set_done_rows(progress.done_rows);
}

}  // namespace rapport::catalog
