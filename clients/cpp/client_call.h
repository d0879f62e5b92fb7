// How a Client makes a call: for the files that hold its methods only.
#ifndef RAPPORT_CLIENTS_CPP_CLIENT_CALL_H_
#define RAPPORT_CLIENTS_CPP_CLIENT_CALL_H_

#include <grpcpp/client_context.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "clients/cpp/request_id.h"
#include "clients/cpp/status.h"

namespace rapport::client {

// What a stub's method answers, from its type.
template <typename Method>
struct ResponseOf;
template <typename Stub, typename Request, typename Response>
struct ResponseOf<grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                         Response*)> {
  using Type = Response;
};

template <typename Stub, typename Method, typename Request>
auto Client::Call(Repeat repeat, Stub& stub, Method method,
                  const Request& request) const {
  using Response = typename ResponseOf<Method>::Type;
  Response response;
  const ClientOptions& options = connection_->options;
  const absl::Time deadline = options.clock->Now() + options.timeout;
  const absl::Status status =
      Retry(options.retry, *options.clock, deadline, repeat, [&] {
        grpc::ClientContext context;
        AddCaller(caller_, context);
        // gRPC goes by the machine's clock, whatever ours is.
        context.set_deadline(absl::ToChronoTime(
            absl::Now() + (deadline - options.clock->Now())));
        std::vector<std::string> asked;
        SeenPositions* const seen = connection_->seen.get();
        if (seen != nullptr) asked = seen->AskIn(context);
        const grpc::Status told = (stub.*method)(&context, request, &response);
        if (told.ok() && seen != nullptr) seen->Take(asked, context);
        return WithTlsAdvice(FromGrpc(told), options.tls.IsTls());
      });
  return status.ok() ? absl::StatusOr<Response>(std::move(response))
                     : absl::StatusOr<Response>(status);
}

template <typename Stub, typename Method, typename Request>
auto Client::CallOnceById(Stub& stub, Method method, Request& request) const {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return Call(Repeat::kSafe, stub, method, request);
}

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_CLIENT_CALL_H_
