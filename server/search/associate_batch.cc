#include "server/search/associate_batch.h"

#include "server/search/associate_reply.h"
#include "server/search/query_fields.h"
#include "server/search/wire_field.h"
#include "server/transport/resource_name.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

using Result = v1::BatchSearchAssociatesResponse::Result;

absl::Status TooLarge() {
  return Error(absl::StatusCode::kResourceExhausted, "BATCH_TOO_LARGE",
               "the searches before it filled the answer; ask for it in "
               "another batch, or for smaller pages");
}

absl::Status CheckBatch(const Caller& caller, const BrandIndex* index,
                        const v1::BatchSearchAssociatesRequest& request) {
  absl::Status parent =
      transport::CheckBrandName(caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  if (request.requests().empty()) {
    return InvalidField("requests", "REQUIRED", "is empty; it must not be");
  }
  return CheckCount("requests", request.requests_size(), kBatchMax);
}

constexpr int kResults = v1::BatchSearchAssociatesResponse::kResultsFieldNumber;

// A result, as part of the reply.
void AppendResult(int field, absl::string_view bytes, std::string& reply) {
  AppendFieldHead(kResults, FieldSize(field, bytes.size()), reply);
  AppendField(field, bytes, reply);
}

}  // namespace

absl::Status FindInBatch(const Caller& caller, const BrandIndex* index,
                         const v1::BatchSearchAssociatesRequest& request,
                         absl::Time now, SearchLimit& limit, DemandLog& demand,
                         std::string& reply, size_t bytes_max) {
  absl::Status valid = CheckBatch(caller, index, request);
  if (!valid.ok()) return valid;
  v1::SearchAssociatesRequest with_parent;  // and its room, from one to another
  std::string response;
  bool is_full = false;
  for (const v1::SearchAssociatesRequest& each : request.requests()) {
    const v1::SearchAssociatesRequest* search = &each;
    if (each.parent().empty()) {
      with_parent = each;
      with_parent.set_parent(request.parent());
      search = &with_parent;
    }
    absl::Status status;
    if (limit.IsOver()) {
      status = limit.TooLong();
    } else if (is_full) {
      status = TooLarge();
    } else {
      response.clear();
      status = FindAssociates(caller, index, *search, now, limit, demand,
                              response, kSearchTimeMax / kBatchMax);
      const size_t result =
          FieldSize(Result::kResponseFieldNumber, response.size());
      is_full = reply.size() + FieldSize(kResults, result) > bytes_max;
      if (is_full && status.ok()) status = TooLarge();
    }
    if (status.ok()) {
      AppendResult(Result::kResponseFieldNumber, response, reply);
    } else {
      AppendResult(Result::kErrorFieldNumber,
                   transport::ToRpcStatus(status).SerializeAsString(), reply);
    }
  }
  return absl::OkStatus();
}

}  // namespace rapport::search
