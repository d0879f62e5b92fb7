// Follows the health of a server.
#ifndef RAPPORT_TESTS_RPC_HEALTH_WATCH_H_
#define RAPPORT_TESTS_RPC_HEALTH_WATCH_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <gtest/gtest.h>

#include <memory>

#include "grpc/health/v1/health.pb.h"

namespace rapport {

using Health = grpc::health::v1::HealthCheckResponse;

// Follows the health of the server as a whole, as balancers do.
class HealthWatch {
 public:
  explicit HealthWatch(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(channel),
        call_(stub_.PrepareCall(&context_, "/grpc.health.v1.Health/Watch",
                                &queue_)) {
    call_->StartCall(nullptr);
    Await();
    const grpc::Slice nothing("");  // a request for the server as a whole
    call_->Write(grpc::ByteBuffer(&nothing, 1), nullptr);
    Await();
  }

  // The next status; UNKNOWN if the watch has ended.
  Health::ServingStatus Next() {
    grpc::ByteBuffer bytes;
    call_->Read(&bytes, nullptr);
    if (!Await()) return Health::UNKNOWN;
    Health health;
    const bool read =
        grpc::SerializationTraits<Health>::Deserialize(&bytes, &health).ok();
    EXPECT_TRUE(read);
    return health.status();
  }

  void Leave() {
    context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Await();
  }

 private:
  // Whether what was begun could be done.
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_HEALTH_WATCH_H_
