// What SearchAssociates costs through gRPC, beside calls that do nothing.
//
//   search_rpc_bench [ASSOCIATES [SECONDS]]
//
// Three servers in one program, each called in turn by the same client over
// loopback: the product's; one whose handler passes the same front desk and
// sends a reply that was made beforehand, of the product's bytes; and one whose
// handler sends nothing at once. The client takes replies as bytes. Medians of
// five interleaved rounds.
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/places/gazetteer.h"
#include "server/places/place_table.h"
#include "server/search/associate_reply.h"
#include "server/search/locator_service.h"
#include "server/transport/caller_reader.h"
#include "server/transport/front_desk.h"
#include "tests/bench/figures.h"
#include "tests/bench/joint_brand.h"

namespace rapport::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kClientThreads = 2;
constexpr size_t kQuestions = 4096;
constexpr int kBatch = 16;
constexpr char kSearch[] = "/rapport.v1.LocatorService/SearchAssociates";
constexpr char kBatchSearch[] =
    "/rapport.v1.LocatorService/BatchSearchAssociates";

// Answers nothing.
class EmptyService final : public v1::LocatorService::CallbackService {
 public:
  grpc::ServerUnaryReactor* SearchAssociates(
      grpc::CallbackServerContext* context, const v1::SearchAssociatesRequest*,
      v1::SearchAssociatesResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Answers always the same, by way of the front desk.
class CannedService final
    : public v1::LocatorService::WithRawCallbackMethod_SearchAssociates<
          v1::LocatorService::CallbackService> {
 public:
  explicit CannedService(transport::FrontDesk& front) : front_(front) {}
  void set_reply(grpc::ByteBuffer reply) { reply_ = std::move(reply); }

  grpc::ServerUnaryReactor* SearchAssociates(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
      grpc::ByteBuffer* reply) override {
    return front_.Serve(context, "rapport.v1.LocatorService/SearchAssociates",
                        [=, this](const transport::Call&) {
                          *reply = reply_;
                          return absl::OkStatus();
                        });
  }

 private:
  transport::FrontDesk& front_;
  grpc::ByteBuffer reply_;
};

std::unique_ptr<grpc::Server> Serve(grpc::Service& service,
                                    std::string& address) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  address = absl::StrCat("127.0.0.1:", port);
  return server;
}

grpc::ByteBuffer BytesOf(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

v1::SearchAssociatesRequest RequestOf(const JointBrand& brand,
                                      const search::AssociateQuery& query) {
  v1::SearchAssociatesRequest request;
  const std::string parent = absl::StrCat("brands/", brand.id().text());
  request.set_parent(parent);
  request.set_no_explanation(true);
  request.mutable_near()->set_latitude(query.near->latitude_deg);
  request.mutable_near()->set_longitude(query.near->longitude_deg);
  for (const StyleId& style : query.styles) request.add_styles(style.text());
  for (Channel channel : query.channels) {
    request.add_channels(static_cast<v1::Channel>(channel));
  }
  if (query.service != nullptr) {
    request.set_service(
        absl::StrCat(parent, "/services/", query.service->id.text()));
    for (const Interval& window : query.windows) {
      v1::TimeWindow* added = request.add_windows();
      added->mutable_start_time()->set_seconds(
          absl::ToUnixSeconds(window.start));
      added->mutable_end_time()->set_seconds(absl::ToUnixSeconds(window.end));
    }
  }
  return request;
}

// What one run of calls came to.
struct Figures {
  double calls_a_second = 0;
  std::vector<double> us;  // of each call
  size_t failed = 0;
};

// Keeps as many calls under way as it is told, on queues of its own.
class Client {
 public:
  explicit Client(const std::string& address)
      : stub_(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

  Figures Run(const char* method, const std::vector<grpc::ByteBuffer>& requests,
              int concurrent, double seconds) {
    const absl::Time begin = absl::Now();
    const absl::Time end = begin + absl::Seconds(seconds);
    const int threads = std::min(kClientThreads, concurrent);
    std::vector<Figures> parts(threads);
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        RunThread(method, requests, concurrent / threads, end, i, parts[i]);
      });
    }
    for (std::thread& thread : running) thread.join();
    Figures all;
    for (const Figures& part : parts) {
      all.us.insert(all.us.end(), part.us.begin(), part.us.end());
      all.failed += part.failed;
    }
    all.calls_a_second = static_cast<double>(all.us.size()) /
                         absl::ToDoubleSeconds(absl::Now() - begin);
    return all;
  }

  grpc::ByteBuffer reply() const { return reply_; }

 private:
  struct Call {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
    grpc::ByteBuffer reply;
    grpc::Status status;
    absl::Time begin;
  };

  void Begin(Call& call, const char* method, const grpc::ByteBuffer& request,
             grpc::CompletionQueue& queue) {
    call.begin = absl::Now();
    call.context = std::make_unique<grpc::ClientContext>();
    call.context->AddMetadata("x-rapport-brand", "joint");
    call.context->AddMetadata("x-rapport-role", "brand-backend");
    call.context->AddMetadata("x-rapport-principal", "site");
    call.reader =
        stub_.PrepareUnaryCall(call.context.get(), method, request, &queue);
    call.reader->StartCall();
    call.reader->Finish(&call.reply, &call.status, &call);
  }

  void RunThread(const char* method,
                 const std::vector<grpc::ByteBuffer>& requests, int concurrent,
                 absl::Time end, int offset, Figures& figures) {
    grpc::CompletionQueue queue;
    std::vector<Call> calls(concurrent);
    size_t next = static_cast<size_t>(offset) * requests.size() / 2;
    const auto begin = [&](Call& call) {
      Begin(call, method, requests[next++ % requests.size()], queue);
    };
    for (Call& call : calls) begin(call);
    int under_way = concurrent;
    while (under_way > 0) {
      void* tag = nullptr;
      bool ok = false;
      if (!queue.Next(&tag, &ok)) break;
      Call& call = *static_cast<Call*>(tag);
      const absl::Time now = absl::Now();
      figures.us.push_back(absl::ToDoubleMicroseconds(now - call.begin));
      if (!call.status.ok()) {
        if (figures.failed++ == 0) {
          std::fprintf(stderr, "%s: %s\n", method,
                       call.status.error_message().c_str());
        }
      }
      if (now < end) {
        begin(call);
      } else {
        if (offset == 0) reply_ = call.reply;
        --under_way;
      }
    }
    queue.Shutdown();
  }

  grpc::GenericStub stub_;
  grpc::ByteBuffer reply_;
};

// A server and who calls it.
struct Side {
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<Client> client;
};

Side MakeSide(grpc::Service& service) {
  Side side;
  std::string address;
  side.server = Serve(service, address);
  side.client = std::make_unique<Client>(address);
  return side;
}

class Bench {
 public:
  Bench(size_t associates, double seconds)
      : seconds_(seconds),
        world_(associates, /*correlated=*/false, /*threads=*/4),
        brand_(world_),
        workers_(16, 1024),  // as a server has
        front_(callers_, positions_, workers_, metrics_, log_),
        watchers_(brand_.model()),
        real_service_(front_, brand_.model(), watchers_, gazetteer_, demand_),
        canned_service_(front_),
        real_(MakeSide(real_service_)),
        canned_(MakeSide(canned_service_)),
        empty_(MakeSide(empty_service_)) {
    for (size_t c = 0; c < kMixClasses; ++c) {
      for (const Question& question :
           MakeQuestions(kClasses[c], kQuestions / kMixClasses)) {
        AddRequest(question);
      }
    }
    // The classes in turn.
    std::vector<grpc::ByteBuffer> mixed;
    const size_t each = requests_.size() / kMixClasses;
    for (size_t i = 0; i < requests_.size(); ++i) {
      mixed.push_back(requests_[i % kMixClasses * each + i / kMixClasses]);
    }
    requests_ = std::move(mixed);
    MakeBatches();
  }

  bool Run() {
    // A typical reply: one of the middle of the sizes.
    canned_service_.set_reply(TypicalReply());
    std::vector<double> vs_canned, vs_empty, p50, p99, batch;
    std::vector<double> calls, empty_calls, search_us, canned_us, empty_us;
    for (int round = 0; round < kRounds; ++round) {
      const Figures real = Measure(real_, 64);
      const Figures canned = Measure(canned_, 64);
      const Figures empty = Measure(empty_, 64);
      vs_canned.push_back(real.calls_a_second / canned.calls_a_second);
      vs_empty.push_back(real.calls_a_second / empty.calls_a_second);
      calls.push_back(real.calls_a_second);
      empty_calls.push_back(empty.calls_a_second);
      Figures one = Measure(real_, 1);
      Figures one_canned = Measure(canned_, 1);
      canned_us.push_back(Median(one_canned.us));
      Figures one_empty = Measure(empty_, 1);
      search_us.push_back(Median(one.us));
      empty_us.push_back(Median(one_empty.us));
      p50.push_back(search_us.back() / empty_us.back());
      Figures some = Measure(real_, 16);
      Figures some_empty = Measure(empty_, 16);
      p99.push_back(Quantile(some.us, 0.99) / Quantile(some_empty.us, 0.99));
      const Figures batches =
          real_.client->Run(kBatchSearch, batches_, 16, seconds_);
      failed_ += batches.failed;
      batch.push_back(kBatch * batches.calls_a_second / empty.calls_a_second);
    }
    Print("search.reply_mean", ReplyMicroseconds(), "us");
    Print("search.rpc_calls", Median(calls), "calls/s");
    Print("search.rpc_empty_calls", Median(empty_calls), "calls/s");
    Print("search.rpc_p50", Median(search_us), "us");
    Print("search.rpc_canned_p50", Median(canned_us), "us");
    Print("search.rpc_empty_p50", Median(empty_us), "us");
    Print("search.rpc_reply", reply_bytes_, "bytes");
    Print("search.rpc_vs_canned", Median(vs_canned), "");
    Print("search.rpc_vs_empty", Median(vs_empty), "");
    Print("search.p50_vs_empty", Median(p50), "");
    Print("search.p99_vs_empty", Median(p99), "");
    Print("search.batch_vs_empty", Median(batch), "");
    return failed_ == 0;
  }

 private:
  void AddRequest(const Question& question) {
    v1::SearchAssociatesRequest request =
        RequestOf(brand_, brand_.QueryOf(question));
    for (uint32_t attribute : question.attributes) {
      if (!IsOf(kLanguages, attribute)) continue;
      request.add_languages()->set_language_code(WordOf(attribute));
    }
    messages_.push_back(request);
    requests_.push_back(BytesOf(request));
  }

  void MakeBatches() {
    const size_t each = messages_.size() / kMixClasses;
    v1::BatchSearchAssociatesRequest batch;
    batch.set_parent(messages_[0].parent());
    for (size_t i = 0; i < messages_.size(); ++i) {
      *batch.add_requests() =
          messages_[i % kMixClasses * each + i / kMixClasses];
      if (batch.requests_size() < kBatch) continue;
      batches_.push_back(BytesOf(batch));
      batch.clear_requests();
    }
  }

  // The reply whose size is the median of a few hundred.
  grpc::ByteBuffer TypicalReply() {
    std::vector<grpc::ByteBuffer> replies;
    for (size_t i = 0; i < 401 && i < requests_.size(); ++i) {
      real_.client->Run(kSearch, {requests_[i]}, 1, 0);
      replies.push_back(real_.client->reply());
    }
    std::sort(replies.begin(), replies.end(),
              [](const grpc::ByteBuffer& a, const grpc::ByteBuffer& b) {
                return a.Length() < b.Length();
              });
    const grpc::ByteBuffer& middle = replies[replies.size() / 2];
    reply_bytes_ = static_cast<double>(middle.Length());
    return middle;
  }

  // What a search takes from request to the bytes of its reply, without gRPC.
  double ReplyMicroseconds() {
    Caller caller;
    caller.actor = {brand_.id(), Role::kBrandBackend, "site"};
    const auto index = brand_.index();
    const absl::Time begin = absl::Now();
    std::string reply;
    for (const v1::SearchAssociatesRequest& message : messages_) {
      reply.clear();
      search::SearchLimit limit(absl::InfiniteFuture());
      failed_ += !search::FindAssociates(caller, index.get(), message,
                                         JointNow(), limit, demand_, reply)
                      .ok();
    }
    return absl::ToDoubleMicroseconds(absl::Now() - begin) /
           static_cast<double>(messages_.size());
  }

  Figures Measure(const Side& side, int concurrent) {
    const bool is_empty = &side == &empty_;
    Figures figures = side.client->Run(kSearch, is_empty ? nothing_ : requests_,
                                       concurrent, seconds_);
    failed_ += figures.failed;
    return figures;
  }

  const double seconds_;
  const JointWorld world_;
  JointBrand brand_;
  const places::Gazetteer gazetteer_{places::PlaceTable{}};
  const transport::MetadataReader callers_;
  PositionBoard board_;
  const transport::Positions positions_{board_};
  transport::Metrics metrics_;
  transport::RequestLog log_{nullptr};
  transport::WorkerPool workers_;
  transport::FrontDesk front_;
  search::SlotWatchers watchers_;
  search::DemandLog demand_;
  search::LocatorService real_service_;
  CannedService canned_service_;
  EmptyService empty_service_;
  Side real_;
  Side canned_;
  Side empty_;
  std::vector<v1::SearchAssociatesRequest> messages_;
  std::vector<grpc::ByteBuffer> requests_;
  std::vector<grpc::ByteBuffer> batches_;
  const std::vector<grpc::ByteBuffer> nothing_ = {
      BytesOf(v1::SearchAssociatesRequest())};
  double reply_bytes_ = 0;
  size_t failed_ = 0;
};

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const size_t associates = argc > 1 ? std::atoll(argv[1]) : 200'000;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  return rapport::bench::Bench(associates, seconds).Run() ? 0 : 1;
}
