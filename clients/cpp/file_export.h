// Receives a file from an export, in pieces, as they come.
//
//   std::ofstream file(path, std::ios::binary);
//   v1::ExportStoresRequest request;  // parent, format, source
//   absl::Status status = client.ExportStores(request, BytesTo(file));
//
// Flow control is gRPC's: while a sink is busy the server waits, and no more
// than a piece or two is in memory, however large the file is.

#ifndef RAPPORT_CLIENTS_CPP_FILE_EXPORT_H_
#define RAPPORT_CLIENTS_CPP_FILE_EXPORT_H_

#include <functional>
#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/clock.h"
#include "clients/cpp/retry.h"
#include "clients/cpp/seen_positions.h"
#include "rapport/v1/catalog_service.grpc.pb.h"

namespace rapport::client {

// Takes the next bytes of a file, never none. Called on the thread that
// started the export. A failure ends the export.
using ByteSink = std::function<absl::Status(absl::string_view)>;

// Writes to a stream that outlives the sink. DATA_LOSS if writing fails.
ByteSink BytesTo(std::ostream& stream);

// Runs one export to its end, which is reached only if this returns OK: what
// the sink got before a failure is the beginning of a file. Retried like any
// read as long as the sink has got nothing. Besides what the server answers:
// the status of `sink` if it fails (the export is then cancelled). `seen`, if
// any, is what the call must see, and notes what it has.
absl::Status ExportStores(v1::CatalogService::StubInterface& stub,
                          const Caller& caller, const RetryPolicy& policy,
                          Clock& clock, absl::Duration timeout,
                          const v1::ExportStoresRequest& request,
                          const ByteSink& sink, SeenPositions* seen = nullptr);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_FILE_EXPORT_H_
