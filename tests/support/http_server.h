// A little HTTP server on loopback that answers as a test says.
#ifndef RAPPORT_TESTS_SUPPORT_HTTP_SERVER_H_
#define RAPPORT_TESTS_SUPPORT_HTTP_SERVER_H_

#include <functional>
#include <string>

struct mg_connection;
struct mg_context;

namespace rapport::test {

struct HttpRequest {
  std::string path;
  std::string query;
  std::string headers;  // a line each, `Name: value`, names in lower case

  bool Has(const std::string& line) const;
};

// Thread-safe. Its end waits for requests under way.
class HttpServer {
 public:
  // The whole answer, from `HTTP/1.1` on. Called from several threads.
  using Answer = std::function<std::string(const HttpRequest&)>;

  explicit HttpServer(Answer answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }
  // `http://127.0.0.1:PORT`.
  const std::string& uri() const { return uri_; }

 private:
  static int OnRequest(mg_connection* connection);

  const Answer answer_;
  mg_context* context_ = nullptr;
  int port_ = 0;
  std::string uri_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_SUPPORT_HTTP_SERVER_H_
