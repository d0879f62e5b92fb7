#include "server/catalog/json_value.h"

#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/import_bytes.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

// `text` with null for NaN and Infinity outside of strings, which are no JSON
// but written by Python's and others' writers.
std::string WithoutNan(absl::string_view text) {
  std::string plain;
  JsonNesting nesting;
  while (!text.empty()) {
    size_t size = 1;
    if (!nesting.in_string()) {
      for (absl::string_view word : {"NaN", "-Infinity", "Infinity"}) {
        if (text.substr(0, word.size()) == word) size = word.size();
      }
    }
    if (size == 1) {
      nesting.Step(text[0]);
      plain.push_back(text[0]);
    } else {
      plain.append("null");
    }
    text.remove_prefix(size);
  }
  return plain;
}

}  // namespace

json ParseRow(absl::string_view text) {
  json row = json::parse(text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (!row.is_discarded()) return row;
  return json::parse(WithoutNan(text), /*cb=*/nullptr,
                     /*allow_exceptions=*/false);
}

bool ParseScanned(const ScannedFeature& scanned, json& row,
                  FieldProblem& problem) {
  const auto is = [&](absl::string_view reason, std::string message) {
    problem = {"", std::string(reason), std::move(message)};
    return false;
  };
  if (scanned.too_long) {
    return is(reason::kTooLong,
              absl::StrCat("over ", kImportRowBytesMax,
                           " bytes, which is the most of a row"));
  }
  if (scanned.too_deep) {
    return is(reason::kMalformed,
              absl::StrCat("nested more than ", kFeatureDepthMax,
                           " deep, which is the most"));
  }
  if (!CountCodePoints(scanned.text).has_value()) {
    return is(reason::kNotUtf8, "bytes that are not UTF-8; files are UTF-8");
  }
  row = ParseRow(scanned.text);
  if (row.is_object()) return true;
  return is(reason::kMalformed, "not a JSON object; a row is one");
}

const json& Member(const json& object, const char* key) {
  static const json& null = *new json();
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

bool ReadScalar(const json& value, std::string& text) {
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (value.is_null()) {
    text.clear();
  } else if (value.is_primitive()) {
    text = value.dump();
  } else {
    return false;
  }
  return true;
}

const json* FindPath(const json& value, absl::string_view path) {
  if (value.is_object()) {
    const auto whole = value.find(std::string(path));
    if (whole != value.end()) return &*whole;
  }
  const size_t point = path.find('.');
  const absl::string_view head = path.substr(0, point);
  const json* next = nullptr;
  if (value.is_object()) {
    const auto found = value.find(std::string(head));
    if (found != value.end()) next = &*found;
  } else if (size_t index = 0; value.is_array() &&
                               absl::SimpleAtoi(head, &index) &&
                               index < value.size()) {
    next = &value[index];
  }
  if (next == nullptr || point == absl::string_view::npos) return next;
  return FindPath(*next, path.substr(point + 1));
}

}  // namespace rapport::catalog
