#include <string>

#include "clients/cli/schedule_commands.h"
#include "clients/cli/text/names.h"

namespace rapport::cli {
namespace {

using client::Role;

struct AddressOptions {
  std::string associate;
  bool remove = false;
};

template <typename Request>
Request About(const AddressOptions& options, const Session& session) {
  Request request;
  request.set_parent(
      FullName(session.brand(), "associates", options.associate));
  return request;
}

absl::Status RunAddress(const AddressOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  if (options.remove) {
    const absl::Status removed =
        client
            ->RemoveFeedAddress(
                About<v1::RemoveFeedAddressRequest>(options, session))
            .status();
    if (removed.ok() && !session.json()) {
      session.out() << "nobody can subscribe any more\n";
    }
    return removed;
  }
  const auto address = client->CreateFeedAddress(
      About<v1::CreateFeedAddressRequest>(options, session));
  if (!address.ok()) return address.status();
  if (address->uri().empty()) {
    return absl::UnavailableError(
        "an address was made, and lost on the way here; make another");
  }
  if (session.json()) {
    session.PrintJson(*address);
  } else {
    session.out() << address->uri() << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddScheduleAddress(CLI::App& schedule, Command& chosen) {
  auto options = std::make_shared<AddressOptions>();
  CLI::App& address = *schedule.add_subcommand(
      "address",
      "Make an address at which a calendar program subscribes to an "
      "associate's bookings, in place of the one there was");
  address.add_option("associate", options->associate, "Their id or name")
      ->required();
  address.add_flag("--remove", options->remove, "Only end the one there was");
  address.footer(
      "It is told once, and whoever has it can read the calendar. Only the\n"
      "associate can have one made:\n"
      "  rapport schedule address ASSOCIATE --as associate:ASSOCIATE");
  ChooseToRun(address, chosen, options, RunAddress);
}

}  // namespace rapport::cli
