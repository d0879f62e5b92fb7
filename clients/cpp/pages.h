// Reads a list to its end, page by page.
//
//   v1::ListStoresRequest request;
//   request.set_parent("brands/demo");
//   absl::Status status = ForEachPage(
//       request, [&](const auto& r) { return client.ListStores(r); },
//       [&](const v1::ListStoresResponse& page) { ...; return true; });

#ifndef RAPPORT_CLIENTS_CPP_PAGES_H_
#define RAPPORT_CLIENTS_CPP_PAGES_H_

#include <utility>

#include "absl/status/status.h"

namespace rapport::client {

// As many as one page of most lists can have.
inline constexpr int kPageSizeMax = 1000;

// Calls `list` for page after page, and `visit` with each, until the last or
// until `visit` returns false. Returns the first failure of `list`; INTERNAL
// if a page names itself as the next, which would never end.
template <typename Request, typename List, typename Visit>
absl::Status ForEachPage(Request request, List list, Visit visit) {
  for (;;) {
    auto page = list(std::as_const(request));
    if (!page.ok()) return page.status();
    if (!visit(*page) || page->next_page_token().empty()) {
      return absl::OkStatus();
    }
    if (page->next_page_token() == request.page_token()) {
      return absl::InternalError("a page named itself as the next one");
    }
    request.set_page_token(page->next_page_token());
  }
}

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_PAGES_H_
