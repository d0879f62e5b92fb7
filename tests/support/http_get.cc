#include "tests/support/http_get.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport {
namespace {

HttpAnswer Read(absl::string_view text) {
  HttpAnswer answer;
  const size_t end = text.find("\r\n\r\n");
  const size_t first = text.find("\r\n");
  if (end == text.npos || !absl::StartsWith(text, "HTTP/1.1 ")) return answer;
  if (!absl::SimpleAtoi(text.substr(9, 3), &answer.code)) answer.code = 0;
  answer.headers = absl::AsciiStrToLower(text.substr(first, end - first));
  answer.body = std::string(text.substr(end + 4));
  return answer;
}

}  // namespace

std::string HttpAnswer::Header(absl::string_view name) const {
  for (absl::string_view line : absl::StrSplit(headers, "\r\n")) {
    if (absl::StartsWith(line, absl::StrCat(name, ":"))) {
      return std::string(
          absl::StripAsciiWhitespace(line.substr(name.size() + 1)));
    }
  }
  return "";
}

HttpAnswer HttpSend(const std::string& address, const std::string& request) {
  int port = 0;
  if (!absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port)) {
    return {};
  }
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience = {30, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  std::string text;
  if (connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) ==
          0 &&
      send(socket, request.data(), request.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(request.size())) {
    std::array<char, 4096> piece;
    ssize_t size = 0;
    while ((size = recv(socket, piece.data(), piece.size(), 0)) > 0) {
      text.append(piece.data(), static_cast<size_t>(size));
    }
  }
  close(socket);
  return Read(text);
}

HttpAnswer HttpAsk(const std::string& address, absl::string_view method,
                   absl::string_view path, absl::string_view headers) {
  return HttpSend(
      address, absl::StrCat(method, " ", path, " HTTP/1.1\r\nHost: ", address,
                            "\r\n", headers, "\r\n"));
}

}  // namespace rapport
