// Why an associate stands where they stand, as people read it.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SCORE_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SCORE_TEXT_H_

#include <string>

#include "clients/cli/text/place.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// `score 3.4 km: 2.1 km away, 1.0 km language level, 300 m wait`; parts of
// nothing are left out. Empty if the hit has no score.
std::string FormatScore(const v1::AssociateHit& hit, Units units);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SCORE_TEXT_H_
