// Stores that were found, as rapport.v1 tells of them.
#ifndef RAPPORT_SERVER_SEARCH_STORE_HIT_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_STORE_HIT_CONVERT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/store_hours.h"
#include "server/search/store_query.h"
#include "server/search/store_relaxation.h"

namespace rapport::search {

v1::OpenStatus FromState(hours::State state);
void FromOpening(const StoreOpening& opening, v1::OpeningState* out);

// What a shopper reads, best first. INVALID_ARGUMENT naming
// reading_language_codes.
absl::StatusOr<std::vector<std::string>> ToReadingLanguages(
    const google::protobuf::RepeatedPtrField<std::string>& in);

// Puts the names and the description that the reader gets best in place of all
// of them; leaves everything to one who reads nothing in particular.
void TellInLanguage(const std::vector<std::string>& reading, v1::Store* store);

// How hits are told. What it is made from outlives it.
class StoreTeller {
 public:
  // INVALID_ARGUMENT naming read_mask or reading_language_codes.
  static absl::StatusOr<StoreTeller> Make(const BrandId& brand,
                                          const BrandIndex& index,
                                          const v1::SearchStoresRequest& in);

  // As it is at `time`.
  void Tell(const StoreFound& found, absl::Time time, v1::StoreHit* out) const;
  void Tell(const EmptyStoreSearch& empty, absl::Time time,
            v1::EmptySearch* out) const;

 private:
  StoreTeller(const BrandId& brand, const BrandIndex& index)
      : brand_(brand), index_(index) {}

  const BrandId& brand_;
  const BrandIndex& index_;
  google::protobuf::FieldMask mask_;  // empty: all
  std::vector<std::string> reading_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_HIT_CONVERT_H_
