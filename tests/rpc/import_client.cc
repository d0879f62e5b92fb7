#include "tests/rpc/import_client.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

template <typename Response>
void Keep(const Response& message, Imported& out) {
  for (const v1::ImportRow& row : message.rows().rows()) {
    out.rows.push_back(row);
    if (row.outcome() != v1::IMPORT_OUTCOME_REJECTED) continue;
    out.rejected.push_back(absl::StrCat(row.position(), " ", row.field(), " ",
                                        row.reason(), " ",
                                        row.first_position()));
  }
  if (message.has_progress()) out.progress.push_back(message.progress());
  if constexpr (requires { message.mapping(); }) {
    if (message.has_mapping()) {
      EXPECT_TRUE(out.rows.empty()) << "a mapping after rows";
      out.mappings.push_back(message.mapping());
    }
  }
  if (message.has_summary()) out.summaries.push_back(message.summary());
}

// Sends in one thread and reads in another, as a client of a stream does.
template <typename Request, typename Response>
Imported Exchange(
    std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> call,
    const std::vector<Request>& messages) {
  std::thread sender([&] {
    for (const Request& message : messages) {
      if (!call->Write(message)) return;
    }
    call->WritesDone();
  });
  Imported out;
  Response message;
  while (call->Read(&message)) Keep(message, out);
  sender.join();
  out.status = call->Finish();
  return out;
}

template <typename Request>
std::vector<Request> MessagesOf(const std::string& source,
                                const std::string& content, size_t piece) {
  std::vector<Request> messages(1);
  messages[0].mutable_header()->set_parent("brands/acme");
  messages[0].mutable_header()->set_source(source);
  messages[0].mutable_header()->set_size_bytes(content.size());
  for (size_t at = 0; at < content.size(); at += piece) {
    messages.emplace_back().set_content(content.substr(at, piece));
  }
  return messages;
}

}  // namespace

std::string Imported::Told() const { return transport::Summary(status); }

std::string Imported::Counts() const {
  if (summaries.size() != 1) {
    return absl::StrCat(summaries.size(), " summaries, ", Told());
  }
  const v1::ImportSummary& summary = summaries[0];
  std::string text = absl::StrCat(summary.rows(), " rows");
  auto add = [&](int64_t count, const char* what) {
    if (count > 0) absl::StrAppend(&text, ", ", count, " ", what);
  };
  add(summary.created(), "created");
  add(summary.updated(), "updated");
  add(summary.unchanged(), "unchanged");
  add(summary.rejected(), "rejected");
  add(summary.remarked(), "remarked");
  return text;
}

Imported ImportStores(const RpcClient& client,
                      const std::vector<v1::ImportStoresRequest>& messages) {
  auto context = client.Context();
  auto stub = v1::CatalogService::NewStub(client.channel());
  return Exchange(stub->ImportStores(context.get()), messages);
}

Imported ImportAssociates(
    const RpcClient& client,
    const std::vector<v1::ImportAssociatesRequest>& messages) {
  auto context = client.Context();
  auto stub = v1::CatalogService::NewStub(client.channel());
  return Exchange(stub->ImportAssociates(context.get()), messages);
}

Imported ImportStores(const RpcClient& client, const std::string& source,
                      const std::string& content, size_t piece) {
  return ImportStores(
      client, MessagesOf<v1::ImportStoresRequest>(source, content, piece));
}

Imported ImportAssociates(const RpcClient& client, const std::string& source,
                          const std::string& content, size_t piece) {
  return ImportAssociates(
      client, MessagesOf<v1::ImportAssociatesRequest>(source, content, piece));
}

}  // namespace rapport
