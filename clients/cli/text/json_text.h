// What --json writes: one JSON value a line. Resources are the API's own
// messages in protobuf's JSON (https://protobuf.dev/programming-guides/json),
// the same that `buf curl` shows.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_JSON_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_JSON_TEXT_H_

#include <string>

#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace rapport::cli {

// One line, without its end. Bytes that are not UTF-8 become U+FFFD.
std::string JsonLine(const nlohmann::ordered_json& value);
std::string JsonLine(const google::protobuf::Message& message);

// The same value as JsonLine writes, to be put into another.
nlohmann::ordered_json ToJson(const google::protobuf::Message& message);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_JSON_TEXT_H_
