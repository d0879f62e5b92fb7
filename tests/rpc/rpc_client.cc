#include "tests/rpc/rpc_client.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

// More than anything takes, even under a sanitizer on a busy machine.
constexpr auto kPatience = std::chrono::seconds(120);

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

std::unique_ptr<google::protobuf::Message> NewRequest(
    const std::string& method) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          absl::StrCat("rapport.v1.",
                       absl::StrReplaceAll(method, {{"/", "."}})));
  EXPECT_NE(descriptor, nullptr) << method;
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor->input_type())
          ->New());
}

void MergeText(const std::string& text, google::protobuf::Message* request) {
  google::protobuf::TextFormat::Parser parser;
  EXPECT_TRUE(parser.MergeFromString(text, request)) << text;
}

std::unique_ptr<grpc::ClientContext> RpcClient::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
  for (const auto& [key, value] : metadata_) context->AddMetadata(key, value);
  return context;
}

grpc::Status RpcClient::CallBytes(const std::string& method,
                                  const std::string& request,
                                  std::string* reply) const {
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  std::unique_ptr<grpc::ClientContext> context = Context();
  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  const std::string path =
      method[0] == '/' ? method : absl::StrCat("/rapport.v1.", method);
  auto call = stub.PrepareUnaryCall(context.get(), path, sent, &queue);
  call->StartCall();
  grpc::ByteBuffer received;
  grpc::Status status;
  call->Finish(&received, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  EXPECT_TRUE(queue.Next(&tag, &ok));
  if (status.ok() && reply != nullptr) *reply = BytesOf(received);
  return status;
}

grpc::Status RpcClient::Call(const std::string& method,
                             const google::protobuf::Message& request,
                             google::protobuf::Message* reply) const {
  std::string bytes;
  const grpc::Status status =
      CallBytes(method, request.SerializeAsString(), &bytes);
  if (status.ok() && reply != nullptr) {
    EXPECT_TRUE(reply->ParseFromString(bytes)) << method;
  }
  return status;
}

std::string RpcClient::Told(const std::string& method,
                            const std::string& request) const {
  auto message = NewRequest(method);
  MergeText(request, message.get());
  return transport::Summary(Call(method, *message, nullptr));
}

void RpcClient::GetInto(const std::string& method, const std::string& request,
                        google::protobuf::Message* reply) const {
  auto message = NewRequest(method);
  MergeText(request, message.get());
  const grpc::Status status = Call(method, *message, reply);
  EXPECT_TRUE(status.ok()) << method << ": " << transport::Summary(status)
                           << ": " << status.error_message();
}

}  // namespace rapport
