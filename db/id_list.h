// Queries for the rows of some ids: `... WHERE brand_id = ? AND store_id IN
// (?,?,?,?) FOR UPDATE`.
#ifndef RAPPORT_DB_ID_LIST_H_
#define RAPPORT_DB_ID_LIST_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "db/row.h"
#include "db/value.h"
#include "server/catalog/offer_scope.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// Ids in one statement at most; a power of two, so that a session prepares few
// statements for lists of whatever length.
inline constexpr size_t kIdsAtOnce = 256;

// What a column holds of an id.
template <typename Tag>
absl::string_view StoredText(const OpaqueId<Tag>& id) {
  return id.stored();
}
template <typename Tag>
absl::string_view StoredText(const Slug<Tag>& id) {
  return id.text();
}

inline absl::string_view StoredText(const catalog::OfferScope& scope) {
  return scope.text();
}

// `head` (which ends in IN), a list of the least power of two of placeholders
// that `count` fit in, and `tail`. `count` is 1 to kIdsAtOnce.
std::string InList(absl::string_view head, size_t count,
                   absl::string_view tail = "");

// A list of placeholders for several values each: `head`, `each` as often as
// there are rows (rounded up to a power of two, the last row repeated), `joint`
// between them, and `tail`. Of at most kIdsAtOnce rows, at least one.
class ParamList {
 public:
  ParamList(absl::string_view head, absl::string_view each,
            absl::string_view joint, absl::string_view tail,
            std::vector<Value> first)
      : head_(head),
        each_(each),
        joint_(joint),
        tail_(tail),
        params_(std::move(first)) {}

  // All rows have as many values.
  void Add(std::vector<Value> row);

  size_t rows() const { return rows_; }
  std::string Sql() const;
  std::vector<Value> Params() const;

 private:
  size_t places() const;

  absl::string_view head_, each_, joint_, tail_;
  std::vector<Value> params_;
  std::vector<Value> last_;
  size_t rows_ = 0;
};

// The brand, then the ids, the last of them repeated to fill InList's list.
template <typename Id>
std::vector<Value> InListParams(const BrandId& brand,
                                absl::Span<const Id> ids) {
  std::vector<Value> params = {brand.text()};
  size_t places = 1;
  while (places < ids.size()) places *= 2;
  params.reserve(1 + places);
  for (const Id& id : ids) params.emplace_back(StoredText(id));
  params.resize(1 + places, params.back());
  return params;
}

// Adds ` AND store_id IN (?,?)` for just as many stores, if there are any.
void AddStoresIn(absl::Span<const StoreId> stores, std::string& sql,
                 std::vector<Value>& params);

// Asks `session` (a Connection or a Transaction) for the rows of `ids`, in as
// many statements as it takes. Returns the codes of its Query.
template <typename Session, typename Id>
absl::Status QueryByIds(Session& session, absl::string_view head,
                        absl::string_view tail, const BrandId& brand,
                        absl::Span<const Id> ids,
                        absl::FunctionRef<absl::Status(const Row&)> each) {
  for (size_t first = 0; first < ids.size(); first += kIdsAtOnce) {
    const absl::Span<const Id> some = ids.subspan(first, kIdsAtOnce);
    absl::Status status = session.Query(InList(head, some.size(), tail),
                                        InListParams(brand, some), each);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_ID_LIST_H_
