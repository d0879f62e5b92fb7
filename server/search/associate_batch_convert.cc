#include "server/search/associate_batch_convert.h"

#include "server/search/associate_reply_convert.h"
#include "server/search/query_fields.h"
#include "server/search/search_limit.h"
#include "server/transport/resource_name.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

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

}  // namespace

absl::Status FindInBatch(const Caller& caller, const BrandIndex* index,
                         const v1::BatchSearchAssociatesRequest& request,
                         absl::Time now, absl::Time deadline,
                         v1::BatchSearchAssociatesResponse* reply,
                         size_t bytes_max) {
  absl::Status valid = CheckBatch(caller, index, request);
  if (!valid.ok()) return valid;
  SearchLimit limit(deadline);
  v1::SearchAssociatesRequest
      with_parent;  // keeps its room from one to another
  size_t bytes = 0;
  for (const v1::SearchAssociatesRequest& each : request.requests()) {
    auto* result = reply->add_results();
    const v1::SearchAssociatesRequest* search = &each;
    if (each.parent().empty()) {
      with_parent = each;
      with_parent.set_parent(request.parent());
      search = &with_parent;
    }
    absl::Status status;
    if (limit.IsOver()) {
      status = limit.TooLong();
    } else if (bytes > bytes_max) {
      status = TooLarge();
    } else {
      status = FindAssociates(caller, index, *search, now, limit.end(),
                              result->mutable_response());
      bytes += result->ByteSizeLong();
    }
    if (bytes > bytes_max && status.ok()) status = TooLarge();
    // Takes what was found so far out of the result.
    if (!status.ok()) *result->mutable_error() = transport::ToRpcStatus(status);
  }
  return absl::OkStatus();
}

}  // namespace rapport::search
