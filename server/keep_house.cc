#include "server/keep_house.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace rapport {

housekeeping::HousekeeperSetting HousekeepingOf(
    const housekeeping::Retentions& keep,
    std::function<absl::StatusOr<bool>()> is_our_turn,
    std::function<void(absl::string_view)> say) {
  const auto steady = [] {
    return absl::FromChrono(
        std::chrono::steady_clock::now().time_since_epoch());
  };
  return {keep, absl::Now, steady, std::move(is_our_turn), std::move(say)};
}

void KeepHouse(housekeeping::Housekeeper& housekeeper,
               transport::Metrics& metrics, Background& background) {
  std::vector<std::pair<housekeeping::Past, prometheus::Gauge*>> gauges;
  for (const housekeeping::Past past : housekeeping::kPasts) {
    const absl::string_view word = housekeeping::PastWord(past);
    gauges.emplace_back(
        past, &metrics.AddGauge(absl::StrCat("rapport_purged_", word, "_rows"),
                                absl::StrCat("Rows of past ", word,
                                             " that this server has purged, "
                                             "since start")));
  }
  background.Every(
      [&housekeeper] { return housekeeper.rest(); }, "purging what is past",
      [&housekeeper, gauges] {
        const absl::Status status = housekeeper.Step();
        for (const auto& [past, gauge] : gauges) {
          gauge->Set(static_cast<double>(housekeeper.purged(past)));
        }
        return status;
      });
}

}  // namespace rapport
