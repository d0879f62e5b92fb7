// How this server purges what is past: what its flags say, and where it is
// counted.
#ifndef RAPPORT_SERVER_KEEP_HOUSE_H_
#define RAPPORT_SERVER_KEEP_HOUSE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/background.h"
#include "server/housekeeping/housekeeper.h"
#include "server/housekeeping/past.h"
#include "server/transport/metrics.h"

namespace rapport {

housekeeping::HousekeeperSetting HousekeepingOf(
    const housekeeping::Retentions& keep,
    std::function<absl::StatusOr<bool>()> is_our_turn,
    std::function<void(absl::string_view)> say);

// Has it work in the background, whose end it must outlive.
void KeepHouse(housekeeping::Housekeeper& housekeeper,
               transport::Metrics& metrics, Background& background);

}  // namespace rapport

#endif  // RAPPORT_SERVER_KEEP_HOUSE_H_
