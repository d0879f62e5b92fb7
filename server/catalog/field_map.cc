#include "server/catalog/field_map.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/catalog/field_checks.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

std::string HeaderPath(absl::string_view path) {
  return absl::StrCat("header.field_map[", path, "]");
}

}  // namespace

absl::StatusOr<FieldMap> FieldMap::Make(
    const std::map<std::string, std::string>& told) {
  if (told.size() > kFieldMapMax) {
    return InvalidField("header.field_map", reason::kTooMany,
                        absl::StrCat(told.size(), " names; at most ",
                                     kFieldMapMax, " are allowed"));
  }
  FieldMap map;
  for (const auto& [path, name] : told) {
    std::optional<StoreFieldKey> field = FieldOfPath(path);
    if (!field.has_value()) {
      return InvalidField(HeaderPath(path), reason::kUnknown,
                          "no field of a store that a file can hold");
    }
    std::string collapsed =
        CountCodePoints(name).has_value() ? CollapseSpaces(name) : "";
    if (collapsed.empty()) {
      return InvalidField(HeaderPath(path), reason::kRequired,
                          "no name; it must be one that the file has");
    }
    map.told_.push_back({*std::move(field), std::move(collapsed)});
  }
  return map;
}

std::vector<StoreFieldName> FieldMap::MeaningsOf(absl::string_view name) const {
  std::vector<StoreFieldName> meanings;
  for (const Told& told : told_) {
    if (told.name == name) meanings.push_back({told.field, 0});
  }
  return meanings.empty() ? KnownMeaningsOf(name) : meanings;
}

std::vector<StoreFieldName> FieldMap::KnownMeaningsOf(
    absl::string_view name) const {
  std::optional<StoreFieldName> known = FindStoreField(name);
  if (!known.has_value()) return {};
  const StoreFieldKey& field = *known;
  const bool is_told = absl::c_any_of(
      told_, [&](const Told& told) { return told.field == field; });
  if (is_told) return {};
  return {*std::move(known)};
}

ImportMapping::Entry MappingEntry(absl::string_view name,
                                  const std::vector<StoreFieldName>& meanings) {
  return {std::string(name),
          absl::StrJoin(meanings, ",",
                        [](std::string* out, const StoreFieldName& meaning) {
                          absl::StrAppend(out, FieldPath(meaning));
                        })};
}

absl::Status NoSuchName(const FieldMap::Told& told) {
  return InvalidField(HeaderPath(FieldPath(told.field)), "NO_SUCH_NAME",
                      absl::StrCat("the file has no ", told.name,
                                   "; it must have what is said "
                                   "of it"));
}

}  // namespace rapport::catalog
