// Files of stores, as tests read them.
#ifndef RAPPORT_TESTS_CATALOG_READ_STORES_H_
#define RAPPORT_TESTS_CATALOG_READ_STORES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "server/catalog/store_file.h"

namespace rapport::catalog {

// What came of a file.
struct StoresRead {
  std::vector<StoreRow> rows;
  absl::Status status;
  std::vector<ImportMapping> mappings;

  const StoreDraft& draft(size_t i) const {
    return absl::get<StoreDraft>(rows[i].content);
  }
  const FieldProblem& problem(size_t i) const {
    return absl::get<FieldProblem>(rows[i].content);
  }
};

// Feeds the pieces, then finishes.
inline StoresRead ReadStorePieces(const std::vector<absl::string_view>& pieces,
                                  StoreFileOptions options = {}) {
  StoresRead read;
  options.on_mapping = [&](const ImportMapping& mapping) {
    EXPECT_TRUE(read.rows.empty());
    read.mappings.push_back(mapping);
  };
  StoreFileReader reader(std::move(options), [&](StoreRow row) {
    read.rows.push_back(std::move(row));
    return absl::OkStatus();
  });
  for (absl::string_view piece : pieces) {
    read.status = reader.Feed(piece);
    if (!read.status.ok()) return read;
  }
  read.status = reader.Finish();
  return read;
}

inline StoresRead ReadStores(absl::string_view file,
                             StoreFileOptions options = {}) {
  return ReadStorePieces({file}, std::move(options));
}

inline StoresRead ReadStores(absl::string_view file, StoreFileFormat format) {
  return ReadStores(file, StoreFileOptions{.format = format});
}

// All that is in a row, on one line.
inline std::string RowText(const StoreRow& row) {
  if (const auto* problem = absl::get_if<FieldProblem>(&row.content)) {
    return absl::StrCat(row.position, ": ", problem->field, " ",
                        problem->reason);
  }
  const StoreDraft& draft = absl::get<StoreDraft>(row.content);
  const StoreContent& c = draft.content;
  if (!draft.location.point.has_value()) {
    return absl::StrCat(row.position, ": ", draft.location.problem.field, " ",
                        draft.location.problem.reason);
  }
  return absl::StrCat(
      row.position, ": ",
      absl::StrJoin({draft.source_id, c.display_name,
                     absl::StrCat(draft.location.point->latitude_deg, ",",
                                  draft.location.point->longitude_deg),
                     c.time_zone, c.address.region_code,
                     c.address.administrative_area, c.address.locality,
                     c.address.postal_code, absl::StrJoin(c.address.lines, "/"),
                     c.phone_number, c.website_uri, c.opening_hours_text},
                    "|"));
}

inline std::vector<std::string> RowTexts(const StoresRead& read) {
  std::vector<std::string> texts;
  for (const StoreRow& row : read.rows) texts.push_back(RowText(row));
  texts.push_back(std::string(read.status.message()));
  return texts;
}

// The file in pieces of `size`.
inline std::vector<absl::string_view> PiecesOf(absl::string_view file,
                                               size_t size) {
  std::vector<absl::string_view> pieces;
  for (size_t at = 0; at < file.size(); at += size) {
    pieces.push_back(file.substr(at, size));
  }
  return pieces;
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_READ_STORES_H_
