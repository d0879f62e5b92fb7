#include "clients/cpp/file_import.h"

#include <grpcpp/client_context.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/status.h"

namespace rapport::client {
namespace {

template <typename Request, typename Response>
using Stream = grpc::ClientReaderWriterInterface<Request, Response>;

// Sends the header, then all pieces, until the server stops listening. Returns
// the status of `bytes`.
template <typename Request, typename Response>
absl::Status SendAll(Stream<Request, Response>& stream,
                     const v1::ImportHeader& header, const ByteSource& bytes) {
  Request message;
  *message.mutable_header() = header;
  bool is_heard = stream.Write(message);
  while (is_heard) {
    std::string& piece = *message.mutable_content();
    piece.resize(kImportPieceBytes);
    const absl::StatusOr<size_t> size = bytes(absl::MakeSpan(piece));
    if (!size.ok()) return size.status();
    if (*size == 0) break;
    piece.resize(*size);
    is_heard = stream.Write(message);
  }
  stream.WritesDone();
  return absl::OkStatus();
}

void HearMapping(const v1::ImportStoresResponse& event,
                 ImportListener& listener) {
  if (event.has_mapping()) listener.OnMapping(event.mapping());
}

void HearMapping(const v1::ImportAssociatesResponse&, ImportListener&) {}

// Hears events to the end; returns the counts if they came.
template <typename Request, typename Response>
std::optional<v1::ImportSummary> HearAll(Stream<Request, Response>& stream,
                                         ImportListener& listener) {
  std::optional<v1::ImportSummary> summary;
  Response event;
  while (stream.Read(&event)) {
    if (event.has_progress()) listener.OnProgress(event.progress());
    HearMapping(event, listener);
    for (const v1::ImportRow& row : event.rows().rows()) listener.OnRow(row);
    if (event.has_summary()) summary = event.summary();
  }
  return summary;
}

template <typename Request, typename Response>
absl::StatusOr<v1::ImportSummary> Import(grpc::ClientContext& context,
                                         Stream<Request, Response>& stream,
                                         const v1::ImportHeader& header,
                                         const ByteSource& bytes,
                                         ImportListener& listener) {
  absl::Status sent;
  std::thread sender([&] {
    sent = SendAll(stream, header, bytes);
    if (!sent.ok()) context.TryCancel();
  });
  const std::optional<v1::ImportSummary> summary = HearAll(stream, listener);
  sender.join();
  absl::Status status = FromGrpc(stream.Finish());
  if (!sent.ok()) return sent;
  if (!status.ok()) return status;
  if (!summary.has_value()) {
    return absl::InternalError("the import ended without its counts");
  }
  return *summary;
}

// Returns the positions that the call asks for.
std::vector<std::string> Prepare(grpc::ClientContext& context,
                                 const Caller& caller, absl::Duration timeout,
                                 const SeenPositions* seen) {
  AddCaller(caller, context);
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  return seen == nullptr ? std::vector<std::string>() : seen->AskIn(context);
}

}  // namespace

ByteSource BytesOf(std::istream& stream) {
  return [&stream](absl::Span<char> into) -> absl::StatusOr<size_t> {
    stream.read(into.data(), static_cast<std::streamsize>(into.size()));
    if (stream.bad()) return absl::DataLossError("reading the file failed");
    return static_cast<size_t>(stream.gcount());
  };
}

absl::StatusOr<v1::ImportSummary> ImportStores(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener, SeenPositions* seen) {
  grpc::ClientContext context;
  const std::vector<std::string> asked =
      Prepare(context, caller, timeout, seen);
  const auto stream = stub.ImportStores(&context);
  absl::StatusOr<v1::ImportSummary> summary =
      Import(context, *stream, header, bytes, listener);
  if (summary.ok() && seen != nullptr) seen->Take(asked, context);
  return summary;
}

absl::StatusOr<v1::ImportSummary> ImportAssociates(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener, SeenPositions* seen) {
  grpc::ClientContext context;
  const std::vector<std::string> asked =
      Prepare(context, caller, timeout, seen);
  const auto stream = stub.ImportAssociates(&context);
  absl::StatusOr<v1::ImportSummary> summary =
      Import(context, *stream, header, bytes, listener);
  if (summary.ok() && seen != nullptr) seen->Take(asked, context);
  return summary;
}

}  // namespace rapport::client
