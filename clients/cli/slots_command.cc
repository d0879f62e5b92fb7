#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/slots_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/slot_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

struct SlotsOptions {
  std::string associate;
  std::string service;
  std::string channel;
  std::string store;
  std::string duration;
  WindowOptions window;
  int limit = 20;
};

absl::StatusOr<v1::ListSlotsRequest> RequestOf(const SlotsOptions& options,
                                               const Session& session) {
  v1::ListSlotsRequest request;
  request.set_parent(
      FullName(session.brand(), "associates", options.associate));
  request.set_service(FullName(session.brand(), "services", options.service));
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return channel.status();
  request.set_channel(*channel);
  if (!options.store.empty()) {
    request.set_store(FullName(session.brand(), "stores", options.store));
  }
  request.set_page_size(std::min(options.limit, client::kPageSizeMax));
  const absl::Status length = SetDuration(options.duration, request);
  if (!length.ok()) return length;
  return request;
}

void WriteSlots(const std::vector<v1::Slot>& slots, const std::string& duration,
                const Session& session) {
  if (slots.empty()) {
    session.out() << "no free slot in the window\n";
    return;
  }
  Table table({{"START"},
               {"MINUTES", Align::kRight},
               {"STORE"},
               {"YOUR HOLD"},
               {"--start"}});
  for (const v1::Slot& slot : slots) {
    const absl::Duration length =
        FromTimestamp(slot.end_time()) - FromTimestamp(slot.start_time());
    table.AddRow({FormatStart(slot), absl::StrCat(absl::ToInt64Minutes(length)),
                  ShortId(slot.store()), ShortId(slot.own_hold()),
                  FormatRfc3339(slot.start_time(), slot.local_start_time())});
  }
  table.Write(session.out());
  session.out() << "\nto hold the first: "
                << HoldCommand(slots.front(), duration) << '\n';
}

absl::Status RunSlots(const SlotsOptions& options, const Session& session) {
  auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto window = ReadWindow(options.window, session.clock().Now(), [&] {
    return ZoneOfAssociate(*client, request->parent(), request->store());
  });
  if (!window.ok()) return window.status();
  if (window->has_value()) *request->mutable_window() = **window;
  std::vector<v1::Slot> slots;
  const size_t limit = options.limit;
  absl::Status status = client::ForEachPage(
      *request, [&](const auto& page) { return client->ListSlots(page); },
      [&](const v1::ListSlotsResponse& page) {
        for (const v1::Slot& slot : page.slots()) {
          if (slots.size() < limit) slots.push_back(slot);
        }
        return slots.size() < limit;
      });
  if (!status.ok()) return status;
  if (!session.json()) {
    WriteSlots(slots, options.duration, session);
    return absl::OkStatus();
  }
  for (const v1::Slot& slot : slots) session.PrintJson(slot);
  return absl::OkStatus();
}

// With a command after it `slots` asks nothing by itself: what it needs is not
// needed then.
void StandAside(CLI::App& slots, CLI::App& command) {
  command.preparse_callback([&slots](size_t) {
    for (CLI::Option* option : slots.get_options()) option->required(false);
  });
}

// A flag of `slots` with a command that has no such flag.
void RefuseOwnFlags(const CLI::App& slots, const CLI::App& command) {
  for (const CLI::Option* option : slots.get_options()) {
    if (option->count() == 0) continue;
    throw CLI::ExtrasError(command.get_name(), {option->get_name()});
  }
}

// As ChooseToRun, unless a command after it was chosen.
void ChooseToRunAlone(CLI::App& slots, Command& chosen,
                      std::shared_ptr<SlotsOptions> options) {
  slots.callback([&slots, &chosen, options = std::move(options)] {
    for (const CLI::App* command : slots.get_subcommands()) {
      RefuseOwnFlags(slots, *command);
      return;
    }
    chosen = [options](const Session& session) {
      return RunSlots(*options, session);
    };
  });
}

}  // namespace

void AddSlotsCommand(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<SlotsOptions>();
  CLI::App& command = *app.add_subcommand(
      "slots", "Show an associate's free slots, or anybody's, or watch them");
  command.require_subcommand(0, 1);
  command.add_option("--associate", options->associate, "With whom")
      ->required();
  command.add_option("--service", options->service, "For what")->required();
  command.add_option("--duration", options->duration, kDurationHelp);
  command
      .add_option("--channel", options->channel,
                  "How: in-store, video, phone, chat, whatsapp, wechat, sms, "
                  "email")
      ->required();
  command.add_option("--store", options->store,
                     "Only at this store. Without it: at any of theirs");
  AddWindowOptions(command, options->window, "that of their (home) store");
  command.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  ChooseToRunAlone(command, chosen, options);
  StandAside(command, AddSlotsAny(command, chosen));
  StandAside(command, AddSlotsWatch(command, chosen));
}

}  // namespace rapport::cli
