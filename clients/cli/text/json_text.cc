#include "clients/cli/text/json_text.h"

#include "google/protobuf/util/json_util.h"

namespace rapport::cli {

std::string JsonLine(const nlohmann::ordered_json& value) {
  return value.dump(/*indent=*/-1, /*indent_char=*/' ', /*ensure_ascii=*/false,
                    nlohmann::ordered_json::error_handler_t::replace);
}

std::string JsonLine(const google::protobuf::Message& message) {
  std::string line;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &line);
  // Only messages with an Any that can't be resolved fail; ours have none.
  return status.ok() ? line : "{}";
}

nlohmann::ordered_json ToJson(const google::protobuf::Message& message) {
  return nlohmann::ordered_json::parse(JsonLine(message), nullptr,
                                       /*allow_exceptions=*/false);
}

}  // namespace rapport::cli
