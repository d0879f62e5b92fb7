// An export as a stream of its pieces. It is made of the read model as it was
// when the call began, piece by piece as the client takes them.
#ifndef RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_
#define RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/catalog/store_export.h"
#include "server/transport/status_details.h"

namespace rapport::catalog {

// Small enough to be made within a millisecond: the thread is gRPC's.
inline constexpr size_t kExportPieceBytes = 128 << 10;

// Deletes itself when the call is done.
class ExportStream final
    : public grpc::ServerWriteReactor<v1::ExportStoresResponse> {
 public:
  using OnEnd = std::function<void(const absl::Status&)>;

  explicit ExportStream(OnEnd on_end) : on_end_(std::move(on_end)) {}

  // Must be called once. Ends at once if there is no file.
  void Begin(absl::StatusOr<StoreExport> file) {
    if (!file.ok()) {
      End(file.status(), transport::ToGrpcStatus(file.status()));
    } else {
      file_.emplace(*std::move(file));
      WriteNext();
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      End(absl::CancelledError("the client went away"),
          grpc::Status(grpc::StatusCode::CANCELLED, "the client went away"));
    } else if (file_->done()) {
      End(absl::OkStatus(), grpc::Status::OK);
    } else {
      WriteNext();
    }
  }
  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    piece_.set_content(file_->Next(kExportPieceBytes));
    StartWrite(&piece_);
  }
  void End(const absl::Status& status, const grpc::Status& told) {
    on_end_(status);
    Finish(told);
  }

  std::optional<StoreExport> file_;  // from Begin on, if there is one
  v1::ExportStoresResponse piece_;
  const OnEnd on_end_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_
