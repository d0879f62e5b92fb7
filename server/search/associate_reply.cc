#include "server/search/associate_reply.h"

#include <vector>

#include "absl/strings/string_view.h"
#include "server/catalog/catalog_convert.h"
#include "server/catalog/store_convert.h"
#include "server/search/associate_hit_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/search/associate_relaxation.h"
#include "server/search/associate_search.h"
#include "server/search/demand_convert.h"
#include "server/search/wire_field.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::search {
namespace {

constexpr absl::string_view kMethod =
    "rapport.v1.LocatorService/SearchAssociates";

// Writes hits one after the other.
class HitWriter {
 public:
  HitWriter(const Caller& caller, const BrandIndex& index,
            const AssociateQuery& query, std::string& reply)
      : caller_(caller), index_(index), query_(query), reply_(reply) {}

  void Add(const AssociateFound& found) {
    const std::string& associate = ToldOf(found.associate);
    const std::string& store = ToldOf(found.store);
    rest_.Clear();
    FromFound(caller_, query_, found, &rest_);
    rest_.SerializeToString(&rest_bytes_);
    constexpr int kAssociate = v1::AssociateHit::kAssociateFieldNumber;
    constexpr int kStore = v1::AssociateHit::kStoreFieldNumber;
    AppendFieldHead(v1::SearchAssociatesResponse::kAssociatesFieldNumber,
                    FieldSize(kAssociate, associate.size()) +
                        FieldSize(kStore, store.size()) + rest_bytes_.size(),
                    reply_);
    AppendField(kAssociate, associate, reply_);
    AppendField(kStore, store, reply_);
    reply_.append(rest_bytes_);
  }

 private:
  const std::string& ToldOf(const AssociateRecord& record) const {
    ToldOnce& told = caller_.role() == Role::kShopper
                         ? index_.told().associates_to_shoppers
                         : index_.told().associates_to_others;
    return told.Of(index_.NumberOf(record), [&] {
      v1::Associate associate;
      catalog::FromAssociate(caller_, index_.brand(), *record.associate,
                             &associate);
      return associate.SerializeAsString();
    });
  }

  const std::string& ToldOf(const StoreRecord& record) const {
    return index_.told().stores.Of(index_.NumberOf(record), [&] {
      v1::Store store;
      catalog::FromStore(caller_.brand(), *record.store, &store);
      return store.SerializeAsString();
    });
  }

  const Caller& caller_;
  const BrandIndex& index_;
  const AssociateQuery& query_;
  std::string& reply_;
  v1::AssociateHit rest_;
  std::string rest_bytes_;
};

}  // namespace

absl::Status FindAssociates(const Caller& caller, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now, SearchLimit& limit,
                            DemandLog& demand, std::string& reply,
                            absl::Duration explanation_max) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint = transport::QueryFingerprint(kMethod, request);
  absl::StatusOr<AssociateQuery> query =
      ToAssociateQuery(caller, *index, request, fingerprint, now);
  if (!query.ok()) return query.status();
  query->give_up = [&] { return limit.IsOver(); };
  HitWriter hits(caller, *index, *query, reply);
  AssociateCursor last;
  std::vector<AssociateId> found_ids;
  const bool more = SearchAssociates(
      *index, *query,
      [&](const AssociateFound& found) {
        hits.Add(found);
        found_ids.push_back(found.associate.associate->id);
      },
      last);
  if (limit.was_over()) return limit.TooLong();
  if (found_ids.empty() && !query->after.has_value()) {
    demand.Note(DemandOf(caller, request, *query));
  }
  v1::SearchAssociatesResponse rest;
  if (more) {
    rest.set_next_page_token(TokenBehind(fingerprint, *query, last));
  } else if (!request.no_explanation() && !query->after.has_value() &&
             !index->associates().empty() && found_ids.size() < query->limit) {
    SearchLimit explanation(limit.end(), explanation_max);
    query->give_up = [&] { return explanation.IsOver(); };
    FromSparse(ExplainSparse(*index, *query, found_ids), rest.mutable_sparse());
  }
  rest.AppendToString(&reply);
  return absl::OkStatus();
}

}  // namespace rapport::search
