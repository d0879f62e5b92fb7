// Reads a file of associates as its bytes come in, in pieces of any size, and
// sends its rows on one by one.
//
// The file is JSON lines: UTF-8, one JSON object a line, one associate an
// object; blank lines are no rows. The members, those marked * required:
//
//   source_id*     the id that the source has for the associate: a text or a
//                  whole number
//   display_name*  what shoppers call them
//   stores*        1 to 20, the home store first. Each is the id that its own
//                  source has for the store, or its resource name,
//                  "brands/{brand}/stores/{store}"
//   store_source   the source whose ids `stores` has. Absent: the source of
//                  this file
//   languages*     1 to 20 of {"language_code": "es", "level": "fluent"}: a
//                  BCP 47 tag; basic, conversational, fluent or native
//   styles         ids of the brand's styles. Absent: none
//   services       ids of the brand's services. Absent: none
//   channels*      of in-store, video, phone, chat, whatsapp, wechat, sms,
//                  email
//   attributes     what else the brand says of them, in its own words: up to 32
//                  of a-z, 0-9 and -. Absent: none
//   weekly_hours   of {"day": "monday", "start": "10:00", "end": "18:00"}, in
//                  the store's wall time, multiples of 5 minutes, "24:00" being
//                  the end of the day; and, where they differ from the
//                  associate's own, "store" (as in `stores`; absent: the home
//                  store) and "channels" (absent: all). Periods of one day do
//                  not overlap. Absent: the hours stay as they are; []: none
//
// Any other member rejects the row, so that a misspelt one is not lost:
//
//   {"source_id":"17","display_name":"Ana","stores":["3"],
//    "store_source":"atp","languages":[{"language_code":"es",
//    "level":"native"}],"services":["bridal-styling"],"channels":["video"],
//    "weekly_hours":[{"day":"monday","start":"10:00","end":"18:00"}]}
#ifndef RAPPORT_SERVER_CATALOG_ASSOCIATE_FILE_H_
#define RAPPORT_SERVER_CATALOG_ASSOCIATE_FILE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/variant.h"
#include "server/calendar/schedule.h"
#include "server/catalog/associate.h"
#include "server/catalog/import_bytes.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// An associate as a line says they are. Bounds are not checked.
struct AssociateDraft {
  std::string source_id;
  AssociateContent content;
  // Unset: the file does not say.
  std::optional<std::vector<calendar::WeeklyPeriod>> weekly_periods;
};

using AssociateDraftOrProblem = absl::variant<AssociateDraft, FieldProblem>;

// What the ids of a file are ids of.
struct AssociateFileContext {
  BrandId brand;
  std::string source;
};

// The associate that `line` says. A problem (MALFORMED, NOT_UTF8, REQUIRED,
// UNKNOWN, UNKNOWN_KEY) names the member, for example `languages[1].level`.
AssociateDraftOrProblem ParseAssociateLine(const AssociateFileContext& context,
                                           absl::string_view line);

// A row, and where it is: the first is 1.
struct AssociateRow {
  int64_t position = 0;
  AssociateDraftOrProblem content;
};

using AssociateRowSink = std::function<absl::Status(AssociateRow row)>;

// Not thread-safe. After an error, only that error is returned; rows that were
// sent before it stay sent.
class AssociateFileReader {
 public:
  using Row = AssociateRow;
  using Draft = AssociateDraft;

  AssociateFileReader(AssociateFileContext context, AssociateRowSink sink);

  // Reads the next bytes. Returns what the sink returned, or INVALID_ARGUMENT
  // if the file as a whole can't be read: it is not UTF-8, over kImportBytesMax
  // or kImportRowsMax, or does not begin with an object.
  absl::Status Feed(absl::string_view bytes);

  // Says that this was the end. As Feed; INVALID_ARGUMENT too if the file is
  // empty or ends in the middle of a line.
  absl::Status Finish();

  int64_t received_bytes() const { return bytes_.received(); }
  int64_t rows() const { return row_count_; }

 private:
  absl::Status FeedLines(absl::string_view bytes);
  void Append(absl::string_view part);
  absl::Status EndLine();

  AssociateFileContext context_;
  AssociateRowSink sink_;
  ImportBytes bytes_;
  bool begun_ = false;
  std::string line_;
  bool too_long_ = false;
  int64_t row_count_ = 0;
  absl::Status status_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_ASSOCIATE_FILE_H_
