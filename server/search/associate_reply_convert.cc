#include "server/search/associate_reply_convert.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/search/associate_hit_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/search/associate_relaxation.h"
#include "server/search/associate_search.h"
#include "server/search/search_limit.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::search {
namespace {

// Of a batch too: a page of the one goes on in the other.
constexpr absl::string_view kMethod =
    "rapport.v1.LocatorService/SearchAssociates";

}  // namespace

absl::Status FindAssociates(const Caller& caller, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now, absl::Time deadline,
                            v1::SearchAssociatesResponse* reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint = transport::QueryFingerprint(kMethod, request);
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  SearchLimit limit(deadline);
  query->give_up = [&] { return limit.IsOver(); };
  AssociateCursor last;
  std::vector<AssociateId> found_ids;
  const bool more = SearchAssociates(
      *index, *query,
      [&](const AssociateFound& found) {
        FromFound(caller, *query, found, reply->add_associates());
        found_ids.push_back(found.associate.associate->id);
      },
      last);
  if (limit.was_over()) return limit.TooLong();
  if (more) {
    reply->set_next_page_token(TokenBehind(fingerprint, *query, last));
  } else if (!query->after.has_value() && !index->associates().empty() &&
             found_ids.size() < query->limit) {
    FromSparse(ExplainSparse(*index, *query, found_ids),
               reply->mutable_sparse());
  }
  return absl::OkStatus();
}

}  // namespace rapport::search
