// An export as a stream of its pieces. It is made of the read model as it was
// when the call began, piece by piece as the client takes them.
#ifndef RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_
#define RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_

#include <functional>
#include <string>
#include <utility>

#include "rapport/v1/catalog_service.grpc.pb.h"
#include "server/catalog/store_export.h"

namespace rapport::catalog {

// Small enough to be made within a millisecond: the thread is gRPC's.
inline constexpr size_t kExportPieceBytes = 128 << 10;

// Deletes itself when the call is done.
class ExportStream final
    : public grpc::ServerWriteReactor<v1::ExportStoresResponse> {
 public:
  using OnEnd = std::function<void(const absl::Status&)>;

  // Ends at once with `status` if that is an error.
  ExportStream(StoreExport file, const absl::Status& status,
               const grpc::Status& told, OnEnd on_end)
      : file_(std::move(file)), on_end_(std::move(on_end)) {
    if (!status.ok()) {
      End(status, told);
    } else {
      WriteNext();
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      End(absl::CancelledError("the client went away"),
          grpc::Status(grpc::StatusCode::CANCELLED, "the client went away"));
    } else if (file_.done()) {
      End(absl::OkStatus(), grpc::Status::OK);
    } else {
      WriteNext();
    }
  }
  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    piece_.set_content(file_.Next(kExportPieceBytes));
    StartWrite(&piece_);
  }
  void End(const absl::Status& status, const grpc::Status& told) {
    on_end_(status);
    Finish(told);
  }

  StoreExport file_;
  v1::ExportStoresResponse piece_;
  const OnEnd on_end_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_EXPORT_STREAM_H_
