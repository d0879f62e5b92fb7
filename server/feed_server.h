// Calendars over HTTP, for programs that subscribe to an address:
//
//   GET /calendars/{token}.ics   200, or 304 if the caller has it already
//
// HEAD answers the same without the calendar; whatever else is asked is 404.
// Nothing of a request is ever logged, as its path opens a calendar. There is
// no TLS here: beyond loopback it belongs behind a proxy that has it.
#ifndef RAPPORT_SERVER_FEED_SERVER_H_
#define RAPPORT_SERVER_FEED_SERVER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct mg_connection;
struct mg_context;

namespace rapport {

// Thread-safe once started. Its end waits for requests under way.
class FeedServer {
 public:
  // The calendar that `token` opens; NOT_FOUND if it opens none. Called from
  // several threads.
  using Read =
      std::function<absl::StatusOr<std::string>(absl::string_view token)>;

  explicit FeedServer(Read read) : read_(std::move(read)) {}
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  // Listens at `address`, HOST:PORT; port 0 is any free one. Returns
  // FAILED_PRECONDITION if it cannot be had.
  absl::Status Start(const std::string& address);

  // Where it listens, with the port that was found.
  const std::string& address() const { return address_; }

 private:
  struct Answer;
  static int OnRequest(mg_connection* connection);
  static int OnError(mg_connection* connection, int code, const char* text);
  Answer AnswerTo(const mg_connection* connection) const;

  const Read read_;
  mg_context* context_ = nullptr;
  std::string address_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_FEED_SERVER_H_
