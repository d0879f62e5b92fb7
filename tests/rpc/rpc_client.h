// Calls any method by its name, as any caller, with requests written as text.
#ifndef RAPPORT_TESTS_RPC_RPC_CLIENT_H_
#define RAPPORT_TESTS_RPC_RPC_CLIENT_H_

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport {

// An empty request for `method`, `CatalogService/GetBrand`.
std::unique_ptr<google::protobuf::Message> NewRequest(
    const std::string& method);

// Thread-safe but for metadata().
class RpcClient {
 public:
  using Metadata = std::multimap<std::string, std::string>;

  RpcClient(std::shared_ptr<grpc::Channel> channel, Metadata metadata)
      : channel_(std::move(channel)), metadata_(std::move(metadata)) {}

  Metadata& metadata() { return metadata_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Sends bytes as they are; `reply` may be null. A method of others than us is
  // `/grpc.health.v1.Health/Check`.
  grpc::Status CallBytes(const std::string& method, const std::string& request,
                         std::string* reply) const;
  grpc::Status Call(const std::string& method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message* reply) const;

  // The code, the reason and the fields that the caller is told; `OK`.
  // `request` is in protobuf's text format.
  std::string Told(const std::string& method, const std::string& request) const;

  // The answer, which must come.
  template <typename Reply>
  Reply Get(const std::string& method, const std::string& request) const {
    Reply reply;
    GetInto(method, request, &reply);
    return reply;
  }

  // For calls made otherwise: with the metadata, and time enough.
  std::unique_ptr<grpc::ClientContext> Context() const;

 private:
  void GetInto(const std::string& method, const std::string& request,
               google::protobuf::Message* reply) const;

  std::shared_ptr<grpc::Channel> channel_;
  Metadata metadata_;
};

// Merges `text` into `request`; a failure of the test if it does not fit.
void MergeText(const std::string& text, google::protobuf::Message* request);

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_RPC_CLIENT_H_
