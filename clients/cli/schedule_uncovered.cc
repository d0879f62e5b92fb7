#include <string>

#include "clients/cli/schedule_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using client::Role;

struct UncoveredOptions {
  std::string associate;
};

absl::Status RunUncovered(const UncoveredOptions& options,
                          const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::ListUncoveredBookingsRequest request;
  request.set_parent(
      FullName(session.brand(), "associates", options.associate));
  const auto response = client->ListUncoveredBookings(request);
  if (!response.ok()) return response.status();
  if (session.json()) {
    for (const auto& each : response->uncovered()) session.PrintJson(each);
    WriteMore(response->uncovered_more(), session);
    return absl::OkStatus();
  }
  if (response->uncovered().empty()) {
    session.out() << "every booking to come is within working time\n";
    return absl::OkStatus();
  }
  Table table({{"BOOKING"}, {"WHY"}});
  for (const v1::UncoveredBooking& each : response->uncovered()) {
    table.AddRow({ShortId(each.booking()), WordOf(each.reason())});
  }
  table.Write(session.out());
  WriteMore(response->uncovered_more(), session);
  return absl::OkStatus();
}

}  // namespace

void WriteMore(int more, const Session& session) {
  if (more == 0) return;
  session.err() << "and " << more << " more, which start later\n";
}

void AddScheduleUncovered(CLI::App& schedule, Command& chosen) {
  auto options = std::make_shared<UncoveredOptions>();
  CLI::App& uncovered = *schedule.add_subcommand(
      "uncovered",
      "List an associate's bookings to come that no working time covers");
  uncovered.add_option("associate", options->associate, "Their id or name")
      ->required();
  ChooseToRun(uncovered, chosen, options, RunUncovered);
}

}  // namespace rapport::cli
