// What many requests about the catalog have in common: the brand, when a write
// may happen, and which page of a list.
#ifndef RAPPORT_SERVER_CATALOG_REQUEST_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_REQUEST_CONVERT_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/catalog/catalog_desk.h"
#include "server/search/brand_index.h"
#include "server/transport/front_desk.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {

inline constexpr size_t kPageUnset = 100;
inline constexpr size_t kPageMax = 1000;
// A page ends here whatever its size in things: clients take 4 MiB by default.
inline constexpr size_t kPageBytesMax = 3 << 20;

// The brand as it is read now, or NOT_FOUND for `name`.
absl::StatusOr<std::shared_ptr<const search::BrandIndex>> ReadBrand(
    const transport::Call& call, const CatalogDesk& desk,
    absl::string_view field, absl::string_view name);

// When an update may happen: its etag, and whether the thing may be new.
absl::StatusOr<WriteCondition> ToCondition(absl::string_view field,
                                           absl::string_view etag,
                                           bool allow_missing);

// Which part of an ordered list a request asks for.
struct Page {
  size_t size = 0;
  std::string query;
  std::string after;  // the id of the last thing before it; empty: none
};

template <typename Request>
absl::StatusOr<Page> ToPage(const transport::Call& call,
                            absl::string_view method, const Request& request) {
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  Page page = {*size, transport::QueryFingerprint(method, request), ""};
  if (request.page_token().empty()) return page;
  absl::StatusOr<std::string> after =
      transport::DecodePageToken(page.query, request.page_token());
  if (!after.ok()) return after.status();
  page.after = *after;
  return page;
}

// Walks `records`, in order of the ids that `id_of` gives, from behind the page
// before; answers the token of the next page, empty if this is the last.
// `add` answers the bytes of what it added, 0 if it passed the record over.
template <typename Records, typename IdOf, typename Add>
std::string FillPage(const Page& page, const Records& records, IdOf id_of,
                     Add add) {
  size_t count = 0;
  size_t bytes = 0;
  absl::string_view last;
  for (const auto& record : records) {
    const absl::string_view id = id_of(record);
    if (id <= page.after && !page.after.empty()) continue;
    if (count == page.size || bytes >= kPageBytesMax) {
      return transport::EncodePageToken(page.query, last);
    }
    const size_t added = add(record);
    if (added == 0) continue;
    bytes += added;
    last = id;
    ++count;
  }
  return "";
}

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_REQUEST_CONVERT_H_
