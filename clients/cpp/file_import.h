// Sends a file to an import in pieces while it listens to what becomes of the
// rows.
//
//   std::ifstream file(path, std::ios::binary);
//   v1::ImportHeader header;  // parent, source, format, size_bytes
//   absl::StatusOr<v1::ImportSummary> summary =
//       client.ImportStores(header, BytesOf(file), events);
//
// Flow control is gRPC's: a server that is busy with rows stops reading, the
// sending thread then waits in Write, and no more than a piece or two is in
// memory, however large the file is.

#ifndef RAPPORT_CLIENTS_CPP_FILE_IMPORT_H_
#define RAPPORT_CLIENTS_CPP_FILE_IMPORT_H_

#include <cstddef>
#include <functional>
#include <istream>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/seen_positions.h"
#include "rapport/v1/catalog_service.grpc.pb.h"

namespace rapport::client {

// Bytes of one message; the server takes up to 1 MiB.
inline constexpr size_t kImportPieceBytes = 256 * 1024;

// Fills the front of the span and returns how much; 0 is the end. Called from
// another thread than the one that started the import, never concurrently.
using ByteSource = std::function<absl::StatusOr<size_t>(absl::Span<char>)>;

// All bytes of a stream that outlives the source. DATA_LOSS if reading fails.
ByteSource BytesOf(std::istream& stream);

// Hears of an import, on the thread that started it, in order. Called between
// two messages: it should return soon.
class ImportListener {
 public:
  virtual ~ImportListener() = default;
  virtual void OnProgress(const v1::ImportProgress&) {}
  // How the file is understood: once, before the first row. Not told of
  // associates, whose files have one form.
  virtual void OnMapping(const v1::ImportMapping&) {}
  virtual void OnRow(const v1::ImportRow&) {}
};

// Runs one import to its end. Besides what the server answers: the status of
// `bytes` if it fails (the import is then cancelled), and INTERNAL if the
// server ends without counts. Rows that went in before a failure stay; another
// import of the same file says unchanged for them. `seen`, if any, is what the
// call must see, and notes what it has.
absl::StatusOr<v1::ImportSummary> ImportStores(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener,
    SeenPositions* seen = nullptr);
absl::StatusOr<v1::ImportSummary> ImportAssociates(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener,
    SeenPositions* seen = nullptr);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_FILE_IMPORT_H_
