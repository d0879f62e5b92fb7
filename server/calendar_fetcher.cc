#include "server/calendar_fetcher.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/public_address.h"
#include "server/vocabulary/error.h"

namespace rapport {
namespace {

using calendar::FetchedCalendar;
using calendar::Validators;

constexpr long kRedirectsMax = 3;
constexpr long kOk = 200;
constexpr long kNotModified = 304;
// Of a validator; a longer one is not kept, and the calendar is sent whole.
constexpr size_t kValidatorMax = 256;

absl::Status Failed(absl::string_view reason) {
  return Error(absl::StatusCode::kUnavailable, reason,
               "the calendar could not be read");
}

// One request, as the callbacks see it.
struct Transfer {
  bool allow_private = false;
  absl::FunctionRef<bool()> stopped;
  bool refused = false;   // an address that is not public
  bool too_long = false;  // and cut off
  FetchedCalendar fetched = {};
};

curl_socket_t OpenSocket(void* context, curlsocktype, curl_sockaddr* address) {
  Transfer& transfer = *static_cast<Transfer*>(context);
  if (!transfer.allow_private && !IsPublicAddress(address->addr)) {
    transfer.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

size_t TakeBody(char* data, size_t, size_t size, void* context) {
  Transfer& transfer = *static_cast<Transfer*>(context);
  transfer.too_long =
      transfer.fetched.text.size() + size > calendar::kFetchedBytesMax;
  if (transfer.too_long) return 0;  // ends it
  transfer.fetched.text.append(data, size);
  return size;
}

bool IsVisible(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c));
  });
}

void TakeValidator(absl::string_view line, absl::string_view name,
                   std::string& value) {
  if (!absl::StartsWithIgnoreCase(line, name)) return;
  line = absl::StripAsciiWhitespace(line.substr(name.size()));
  if (line.size() <= kValidatorMax && IsVisible(line))
    value = std::string(line);
}

// libcurl undoes any encoding of the transfer, asked or not, for as long as that
// takes: a few bytes may be hours of it.
bool IsEncoded(absl::string_view line) {
  constexpr absl::string_view kName = "transfer-encoding:";
  return absl::StartsWithIgnoreCase(line, kName) &&
         !absl::EqualsIgnoreCase(
             absl::StripAsciiWhitespace(line.substr(kName.size())), "chunked");
}

size_t TakeHeader(char* data, size_t, size_t size, void* context) {
  Transfer& transfer = *static_cast<Transfer*>(context);
  const absl::string_view line(data, size);
  if (IsEncoded(line)) return 0;  // ends it
  Validators& validators = transfer.fetched.validators;
  // Of a redirection there may be another answer before.
  if (absl::StartsWith(line, "HTTP/")) validators = {};
  TakeValidator(line, "etag:", validators.etag);
  TakeValidator(line, "last-modified:", validators.last_modified);
  return size;
}

int LookUp(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(context)->stopped() ? 1 : 0;
}

absl::string_view ReasonFor(CURLcode code, const Transfer& transfer) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return "TIMEOUT";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "HOST_NOT_FOUND";
    case CURLE_COULDNT_CONNECT:
      return transfer.refused ? "NOT_PUBLIC" : "NO_CONNECTION";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "NOT_TRUSTED";
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
      return "REDIRECTED";
    case CURLE_FILESIZE_EXCEEDED:
      return "TOO_LONG";
    default:
      return transfer.too_long ? "TOO_LONG" : "NO_CONNECTION";
  }
}

struct EndHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, EndHandle>;
using Headers = std::unique_ptr<curl_slist, EndList>;

// Sets options until one of them cannot be had: a request that went out without
// one of its limits would be worse than none.
class Options {
 public:
  explicit Options(CURL* handle) : handle_(handle) {}

  template <typename Value>
  Options& Set(CURLoption option, Value value) {
    ok_ = ok_ && curl_easy_setopt(handle_, option, value) == CURLE_OK;
    return *this;
  }
  bool ok() const { return ok_; }

 private:
  CURL* const handle_;
  bool ok_ = true;
};

void Limit(const CalendarFetcherOptions& limits, Options& options) {
  const char* const protocols = limits.allow_http ? "http,https" : "https";
  options.Set(CURLOPT_PROTOCOLS_STR, protocols)
      .Set(CURLOPT_REDIR_PROTOCOLS_STR, protocols)
      .Set(CURLOPT_FOLLOWLOCATION, 1L)
      .Set(CURLOPT_MAXREDIRS, kRedirectsMax)
      .Set(CURLOPT_FAILONERROR, 1L)  // pages about errors are not read
      .Set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L)
      .Set(CURLOPT_PROXY, "")
      .Set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .Set(CURLOPT_SSL_VERIFYPEER, 1L)
      .Set(CURLOPT_SSL_VERIFYHOST, 2L)
      .Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .Set(CURLOPT_TIMEOUT_MS,
           static_cast<long>(absl::ToInt64Milliseconds(limits.timeout)))
      .Set(CURLOPT_MAXFILESIZE, static_cast<long>(calendar::kFetchedBytesMax))
      .Set(CURLOPT_FRESH_CONNECT, 1L)
      .Set(CURLOPT_FORBID_REUSE, 1L)
      // Names that take longer than all the rest may are not waited for.
      .Set(CURLOPT_QUICK_EXIT, 1L)
      .Set(CURLOPT_NOSIGNAL, 1L);
  if (!limits.ca_file.empty()) {
    options.Set(CURLOPT_CAINFO, limits.ca_file.c_str());
  }
}

void Hear(Transfer& transfer, Options& options) {
  void* const context = &transfer;
  options.Set(CURLOPT_OPENSOCKETFUNCTION, &OpenSocket)
      .Set(CURLOPT_OPENSOCKETDATA, context)
      .Set(CURLOPT_WRITEFUNCTION, &TakeBody)
      .Set(CURLOPT_WRITEDATA, context)
      .Set(CURLOPT_HEADERFUNCTION, &TakeHeader)
      .Set(CURLOPT_HEADERDATA, context)
      .Set(CURLOPT_XFERINFOFUNCTION, &LookUp)
      .Set(CURLOPT_XFERINFODATA, context)
      .Set(CURLOPT_NOPROGRESS, 0L);
}

bool Add(const std::string& line, Headers& headers) {
  curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(headers.release());  // it is part of the longer one
  headers.reset(longer);
  return true;
}

bool AddHeaders(const Validators& known, Headers& headers) {
  return Add("Accept: text/calendar", headers) &&
         Add("User-Agent: rapport", headers) &&
         (known.etag.empty() ||
          Add(absl::StrCat("If-None-Match: ", known.etag), headers)) &&
         (known.last_modified.empty() ||
          Add(absl::StrCat("If-Modified-Since: ", known.last_modified),
              headers));
}

}  // namespace

CalendarFetcher::CalendarFetcher(CalendarFetcherOptions options)
    : options_(std::move(options)) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

absl::StatusOr<FetchedCalendar> CalendarFetcher::Fetch(
    const std::string& uri, const Validators& known,
    absl::FunctionRef<bool()> stopped) {
  Transfer transfer = {.allow_private = options_.allow_private,
                       .stopped = stopped};
  Headers headers;  // outlive the handle
  const Handle handle(curl_easy_init());
  if (handle == nullptr || !AddHeaders(known, headers)) {
    return Failed("NO_CONNECTION");
  }
  Options options(handle.get());
  Limit(options_, options);
  Hear(transfer, options);
  options.Set(CURLOPT_HTTPHEADER, headers.get()).Set(CURLOPT_URL, uri.c_str());
  if (!options.ok()) return Failed("NO_CONNECTION");
  const CURLcode result = curl_easy_perform(handle.get());
  if (result != CURLE_OK && result != CURLE_HTTP_RETURNED_ERROR) {
    return Failed(ReasonFor(result, transfer));
  }
  long code = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
  transfer.fetched.unchanged = code == kNotModified && !known.empty();
  if (code != kOk && !transfer.fetched.unchanged) {
    return Failed(absl::StrCat("HTTP_", code));
  }
  return std::move(transfer.fetched);
}

}  // namespace rapport
