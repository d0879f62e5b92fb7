// Places of the gazetteer, between rapport.v1 and values.
#ifndef RAPPORT_SERVER_SEARCH_PLACE_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_PLACE_CONVERT_H_

#include "absl/status/statusor.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/places/place.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// INVALID_ARGUMENT or NOT_FOUND, naming the field.
absl::StatusOr<places::SuggestQuery> ToSuggestQuery(
    const Caller& caller, const v1::SuggestPlacesRequest& in);

void FromPlace(const places::Place& place, v1::Place* out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_PLACE_CONVERT_H_
