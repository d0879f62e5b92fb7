#include "server/search/associate_reply.h"

#include <google/protobuf/io/coded_stream.h>

#include <vector>

#include "absl/strings/string_view.h"
#include "server/catalog/catalog_convert.h"
#include "server/catalog/store_convert.h"
#include "server/search/associate_hit_convert.h"
#include "server/search/associate_query_convert.h"
#include "server/search/associate_relaxation.h"
#include "server/search/associate_search.h"
#include "server/search/demand_convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::search {
namespace {

using google::protobuf::io::CodedOutputStream;

constexpr absl::string_view kMethod =
    "rapport.v1.LocatorService/SearchAssociates";

// Wire type 2 of the protobuf encoding: a length, and as many bytes.
constexpr uint32_t TagOf(int field) {
  return static_cast<uint32_t>(field) << 3 | 2;
}

constexpr uint32_t kHitTag =
    TagOf(v1::SearchAssociatesResponse::kAssociatesFieldNumber);
constexpr uint32_t kAssociateTag =
    TagOf(v1::AssociateHit::kAssociateFieldNumber);
constexpr uint32_t kStoreTag = TagOf(v1::AssociateHit::kStoreFieldNumber);

void AppendVarint(uint32_t value, std::string& out) {
  uint8_t bytes[5];
  const uint8_t* end = CodedOutputStream::WriteVarint32ToArray(value, bytes);
  out.append(reinterpret_cast<const char*>(bytes), end - bytes);
}

void AppendHead(uint32_t tag, size_t length, std::string& out) {
  AppendVarint(tag, out);
  AppendVarint(static_cast<uint32_t>(length), out);
}

size_t SizeWithHead(absl::string_view bytes) {
  // All tags here are below 16, which is one byte.
  return 1 + CodedOutputStream::VarintSize32(
                 static_cast<uint32_t>(bytes.size())) + bytes.size();
}

// Writes hits one after the other. Parts of a message may come in any order
// and apart: they are put together by whoever reads them.
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
    AppendHead(kHitTag,
               SizeWithHead(associate) + SizeWithHead(store) +
                   rest_bytes_.size(),
               reply_);
    AppendHead(kAssociateTag, associate.size(), reply_);
    reply_.append(associate);
    AppendHead(kStoreTag, store.size(), reply_);
    reply_.append(store);
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
                            absl::Time now, TimeLimit& limit,
                            DemandLog& demand, std::string& reply) {
  if (index == nullptr) return transport::NotFound("parent", request.parent());
  const std::string fingerprint =
      transport::QueryFingerprint(kMethod, request);
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
    FromSparse(ExplainSparse(*index, *query, found_ids),
               rest.mutable_sparse());
  }
  rest.AppendToString(&reply);
  return absl::OkStatus();
}

}  // namespace rapport::search
