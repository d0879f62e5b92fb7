// What imports of stores ask of other rooms: the gazetteer for places, the room
// of hours for texts of hours.
#ifndef RAPPORT_SERVER_IMPORT_AIDS_H_
#define RAPPORT_SERVER_IMPORT_AIDS_H_

#include "absl/strings/string_view.h"
#include "server/catalog/hours_check.h"
#include "server/catalog/place_finder.h"
#include "server/places/gazetteer.h"

namespace rapport {

// Places by the gazetteer, which outlives this. Thread-safe.
class GazetteerFinder final : public catalog::PlaceFinder {
 public:
  explicit GazetteerFinder(const places::Gazetteer& gazetteer)
      : gazetteer_(gazetteer) {}

  catalog::PlaceAnswer Locate(const catalog::PlaceQuery& query) const override;

 private:
  const places::Gazetteer& gazetteer_;
};

// The gravest thing to be known of a text of hours: that it could not be read,
// or was read by a rule. That it is only written in an unusual way is nothing.
std::optional<catalog::Remark> CheckHours(absl::string_view text);

}  // namespace rapport

#endif  // RAPPORT_SERVER_IMPORT_AIDS_H_
