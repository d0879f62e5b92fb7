#include "clients/cli/probe.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <utility>

#include "absl/time/clock.h"
#include "clients/cpp/event.h"
#include "clients/cpp/status.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"

namespace rapport::cli {
namespace {

// Neither service's messages are among our protos, and little of them is
// needed: they travel as messages of unknown fields.
using Message = google::protobuf::Empty;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;
using Stub = grpc::TemplatedGenericStub<Message, Message>;

constexpr char kHealthMethod[] = "/grpc.health.v1.Health/Check";
constexpr int kHealthStatusField = 1;  // HealthCheckResponse.status
constexpr int kServing = 1;
constexpr int kNotServing = 2;

constexpr char kReflectionMethod[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
// ServerReflectionRequest.list_services, ServerReflectionResponse.
// list_services_response, ListServiceResponse.service, ServiceResponse.name.
constexpr int kListServicesField = 7;
constexpr int kListServicesResponseField = 6;
constexpr int kServiceField = 1;
constexpr int kNameField = 1;

const UnknownFieldSet& FieldsOf(const Message& message) {
  return message.GetReflection()->GetUnknownFields(message);
}

// Calls `visit` with each submessage or text in a field of that number.
template <typename Visit>
void ForEachBytes(const UnknownFieldSet& fields, int number, Visit visit) {
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& field = fields.field(i);
    if (field.number() == number &&
        field.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
      visit(field.length_delimited());
    }
  }
}

template <typename Visit>
void ForEachMessage(const UnknownFieldSet& fields, int number, Visit visit) {
  ForEachBytes(fields, number, [&](const std::string& bytes) {
    UnknownFieldSet inner;
    if (inner.ParseFromString(bytes)) visit(inner);
  });
}

// One question and its answers, to the end of the stream.
class Conversation : public grpc::ClientBidiReactor<Message, Message> {
 public:
  Conversation(Stub& stub, grpc::ClientContext& context, const char* method,
               Message question)
      : question_(std::move(question)) {
    stub.PrepareBidiStreamingCall(&context, method, {}, this);
    StartWriteLast(&question_, {});
    StartRead(&answer_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    answers_.push_back(answer_);
    StartRead(&answer_);
  }

  void OnDone(const grpc::Status& status) override {
    status_ = client::FromGrpc(status);
    done_.Happen();
  }

  absl::StatusOr<std::vector<Message>> Await() {
    done_.Wait();
    if (!status_.ok()) return status_;
    return answers_;
  }

 private:
  const Message question_;
  Message answer_;
  std::vector<Message> answers_;
  absl::Status status_;
  client::Event done_;
};

}  // namespace

absl::StatusOr<Health> CheckHealth(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout) {
  Stub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const Message whole_server;
  Message answer;
  absl::Status status;
  client::Event done;
  stub.UnaryCall(&context, kHealthMethod, {}, &whole_server, &answer,
                 [&](const grpc::Status& result) {
                   status = client::FromGrpc(result);
                   done.Happen();
                 });
  done.Wait();
  if (!status.ok()) return status;
  const UnknownFieldSet& fields = FieldsOf(answer);
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& field = fields.field(i);
    if (field.number() != kHealthStatusField ||
        field.type() != UnknownField::TYPE_VARINT) {
      continue;
    }
    if (field.varint() == kServing) return Health::kServing;
    if (field.varint() == kNotServing) return Health::kNotServing;
  }
  return Health::kUnknown;
}

absl::StatusOr<std::vector<std::string>> ListReflectedServices(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout) {
  Stub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  Message question;
  question.GetReflection()->MutableUnknownFields(&question)->AddLengthDelimited(
      kListServicesField, "");
  Conversation conversation(stub, context, kReflectionMethod, question);
  const auto answers = conversation.Await();
  if (!answers.ok()) return answers.status();
  std::vector<std::string> services;
  for (const Message& answer : *answers) {
    ForEachMessage(
        FieldsOf(answer), kListServicesResponseField,
        [&](const UnknownFieldSet& list) {
          ForEachMessage(
              list, kServiceField, [&](const UnknownFieldSet& service) {
                ForEachBytes(service, kNameField, [&](const std::string& name) {
                  services.push_back(name);
                });
              });
        });
  }
  return services;
}

}  // namespace rapport::cli
