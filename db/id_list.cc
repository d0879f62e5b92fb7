#include "db/id_list.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rapport::db {

std::string InList(absl::string_view head, size_t count,
                   absl::string_view tail) {
  std::string text = absl::StrCat(head, " (?");
  size_t places = 1;
  for (; places < count; places *= 2) {
    for (size_t i = 0; i < places; ++i) absl::StrAppend(&text, ",?");
  }
  absl::StrAppend(&text, ")", tail);
  return text;
}

void AddStoresIn(absl::Span<const StoreId> stores, std::string& sql,
                 std::vector<Value>& params) {
  if (stores.empty()) return;
  const std::vector<absl::string_view> marks(stores.size(), "?");
  absl::StrAppend(&sql, " AND store_id IN (", absl::StrJoin(marks, ","), ")");
  for (const StoreId& store : stores) params.emplace_back(store.stored());
}

void ParamList::Add(std::vector<Value> row) {
  params_.insert(params_.end(), row.begin(), row.end());
  last_ = std::move(row);
  ++rows_;
}

size_t ParamList::places() const {
  size_t places = 1;
  while (places < rows_) places *= 2;
  return places;
}

std::string ParamList::Sql() const {
  std::string sql(head_);
  for (size_t i = 0; i < places(); ++i) {
    absl::StrAppend(&sql, i == 0 ? "" : joint_, each_);
  }
  absl::StrAppend(&sql, tail_);
  return sql;
}

std::vector<Value> ParamList::Params() const {
  std::vector<Value> params = params_;
  for (size_t i = rows_; i < places(); ++i) {
    params.insert(params.end(), last_.begin(), last_.end());
  }
  return params;
}

}  // namespace rapport::db
