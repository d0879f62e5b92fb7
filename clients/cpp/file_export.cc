#include "clients/cpp/file_export.h"

#include <grpcpp/client_context.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/status.h"

namespace rapport::client {
namespace {

struct Attempt {
  absl::Status status;
  bool has_begun = false;  // the sink has got bytes
};

Attempt Receive(v1::CatalogService::StubInterface& stub, const Caller& caller,
                absl::Duration timeout, const v1::ExportStoresRequest& request,
                const ByteSink& sink, SeenPositions* seen) {
  Attempt attempt;
  grpc::ClientContext context;
  AddCaller(caller, context);
  std::vector<std::string> asked;
  if (seen != nullptr) asked = seen->AskIn(context);
  // gRPC goes by the machine's clock, whatever ours is.
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const auto stream = stub.ExportStores(&context, request);
  v1::ExportStoresResponse piece;
  while (attempt.status.ok() && stream->Read(&piece)) {
    if (piece.content().empty()) continue;
    attempt.has_begun = true;
    attempt.status = sink(piece.content());
  }
  if (!attempt.status.ok()) context.TryCancel();
  const absl::Status answered = FromGrpc(stream->Finish());
  if (attempt.status.ok()) attempt.status = answered;
  if (attempt.status.ok() && seen != nullptr) seen->Take(asked, context);
  return attempt;
}

}  // namespace

ByteSink BytesTo(std::ostream& stream) {
  return [&stream](absl::string_view bytes) -> absl::Status {
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.good()) return absl::DataLossError("writing the file failed");
    return absl::OkStatus();
  };
}

absl::Status ExportStores(v1::CatalogService::StubInterface& stub,
                          const Caller& caller, const RetryPolicy& policy,
                          Clock& clock, absl::Duration timeout,
                          const v1::ExportStoresRequest& request,
                          const ByteSink& sink, SeenPositions* seen) {
  const absl::Time deadline = clock.Now() + timeout;
  Attempt last;
  absl::Status retried = Retry(policy, clock, deadline, Repeat::kSafe, [&] {
    last = Receive(stub, caller, deadline - clock.Now(), request, sink, seen);
    // A sink can't give back what it has got: that attempt was the last.
    return last.has_begun ? absl::OkStatus() : last.status;
  });
  return last.has_begun ? last.status : retried;
}

}  // namespace rapport::client
