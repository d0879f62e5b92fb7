#include "server/search/store_hit_convert.h"

#include <google/protobuf/util/field_mask_util.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/store_convert.h"
#include "server/transport/convert.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/reading_language.h"

namespace rapport::search {
namespace {

using google::protobuf::util::FieldMaskUtil;

constexpr int kReadingLanguagesMax = 10;

using Texts = google::protobuf::RepeatedPtrField<v1::LocalizedText>;

std::optional<size_t> BestOf(const std::vector<std::string>& reading,
                             const Texts& texts) {
  std::vector<absl::string_view> offered;
  for (const v1::LocalizedText& text : texts) {
    offered.push_back(text.language_code());
  }
  return BestForReader(reading, offered);
}

}  // namespace

v1::OpenStatus FromState(hours::State state) {
  switch (state) {
    case hours::State::kOpen:
      return v1::OPEN_STATUS_OPEN;
    case hours::State::kClosed:
      return v1::OPEN_STATUS_CLOSED;
    case hours::State::kUnknown:
      break;
  }
  return v1::OPEN_STATUS_UNKNOWN;
}

void FromOpening(const StoreOpening& opening, v1::OpeningState* out) {
  out->set_status(FromState(opening.state));
  out->set_comment(opening.comment);
  if (opening.next_open.has_value()) {
    transport::FromTime(*opening.next_open, out->mutable_next_open_time());
  }
  if (opening.next_close.has_value()) {
    transport::FromTime(*opening.next_close, out->mutable_next_close_time());
  }
}

absl::StatusOr<std::vector<std::string>> ToReadingLanguages(
    const google::protobuf::RepeatedPtrField<std::string>& in) {
  if (in.size() > kReadingLanguagesMax) {
    return InvalidField("reading_language_codes", "TOO_MANY",
                        absl::StrCat("has ", in.size(), "; it may have ",
                                     kReadingLanguagesMax));
  }
  std::vector<std::string> tags;
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        absl::StrCat("reading_language_codes[", i, "]"), in[i]);
    if (!tag.ok()) return tag.status();
    tags.push_back(*std::move(tag));
  }
  return tags;
}

void TellInLanguage(const std::vector<std::string>& reading, v1::Store* store) {
  if (reading.empty()) return;
  if (auto best = BestOf(reading, store->localized_names())) {
    store->set_display_name(
        store->localized_names(static_cast<int>(*best)).text());
  }
  store->clear_localized_names();
  if (auto best = BestOf(reading, store->descriptions())) {
    v1::LocalizedText only = store->descriptions(static_cast<int>(*best));
    store->clear_descriptions();
    *store->add_descriptions() = std::move(only);
  } else if (store->descriptions_size() > 1) {
    store->mutable_descriptions()->DeleteSubrange(
        1, store->descriptions_size() - 1);
  }
}

absl::StatusOr<StoreTeller> StoreTeller::Make(
    const BrandId& brand, const BrandIndex& index,
    const v1::SearchStoresRequest& in) {
  StoreTeller teller(brand, index);
  for (int i = 0; i < in.read_mask().paths_size(); ++i) {
    const std::string& path = in.read_mask().paths(i);
    if (FieldMaskUtil::IsValidPath<v1::Store>(path)) continue;
    return InvalidField(absl::StrCat("read_mask.paths[", i, "]"), "UNKNOWN",
                        "is no field of Store");
  }
  teller.mask_ = in.read_mask();
  absl::StatusOr<std::vector<std::string>> reading =
      ToReadingLanguages(in.reading_language_codes());
  if (!reading.ok()) return reading.status();
  teller.reading_ = *std::move(reading);
  return teller;
}

void StoreTeller::Tell(const StoreFound& found, absl::Time time,
                       v1::StoreHit* out) const {
  v1::Store* store = out->mutable_store();
  catalog::FromStore(brand_, *found.store->store, store);
  TellInLanguage(reading_, store);
  if (mask_.paths_size() > 0) FieldMaskUtil::TrimMessage(mask_, store);
  if (found.distance.has_value()) out->set_distance_m(found.distance->value);
  if (found.along_route.has_value()) {
    out->set_along_route_m(found.along_route->value);
  }
  FromOpening(OpeningAt(*found.store->store,
                        index_.hours().at(found.store->hours), time),
              out->mutable_opening());
}

void StoreTeller::Tell(const EmptyStoreSearch& empty, absl::Time time,
                       v1::EmptySearch* out) const {
  for (const StoreCondition& condition : empty.conditions) {
    v1::EmptySearch::Condition* added = out->add_conditions();
    added->set_field(std::string(condition.field));
    added->set_matches_without(static_cast<int64_t>(condition.without));
    added->set_matches_alone(static_cast<int64_t>(condition.alone));
  }
  for (const StoreRelaxation& relaxation : empty.relaxations) {
    v1::EmptySearch::Relaxation* added = out->add_relaxations();
    added->set_field(std::string(relaxation.field));
    Tell(relaxation.found, time, added->mutable_store());
  }
}

}  // namespace rapport::search
