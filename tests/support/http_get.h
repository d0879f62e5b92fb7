// A little HTTP client: a connection a request, and what came back as it was.
#ifndef RAPPORT_TESTS_SUPPORT_HTTP_GET_H_
#define RAPPORT_TESTS_SUPPORT_HTTP_GET_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rapport {

struct HttpAnswer {
  int code = 0;         // 0: there was none
  std::string headers;  // in lower case, a line each
  std::string body;

  // The value of the header of that name, in lower case; empty: there is none.
  std::string Header(absl::string_view name) const;
};

// Sends `request` to HOST:PORT on loopback and reads to the end. Gives up after
// 30 s.
HttpAnswer HttpSend(const std::string& address, const std::string& request);

// `method` of `path`, with more headers, each ended by "\r\n".
HttpAnswer HttpAsk(const std::string& address, absl::string_view method,
                   absl::string_view path, absl::string_view headers = "");

}  // namespace rapport

#endif  // RAPPORT_TESTS_SUPPORT_HTTP_GET_H_
