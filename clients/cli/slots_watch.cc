#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/interrupt.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/slots_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/window.h"

namespace rapport::cli {
namespace {

struct WatchOptions {
  std::vector<std::string> associates;
  std::string service;
  std::string channel;
  std::string duration;
  std::string store;
  WindowOptions window;
  std::string resume;
};

absl::StatusOr<v1::WatchSlotsRequest> RequestOf(const WatchOptions& options,
                                                const client::Client& client,
                                                const Session& session) {
  v1::WatchSlotsRequest request;
  request.set_parent(session.parent());
  for (const std::string& id : options.associates) {
    request.add_associates(FullName(session.brand(), "associates", id));
  }
  request.set_service(FullName(session.brand(), "services", options.service));
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return channel.status();
  request.set_channel(*channel);
  if (!options.store.empty()) {
    request.set_store(FullName(session.brand(), "stores", options.store));
  }
  const auto window = ReadWindow(options.window, session.clock().Now(), [&] {
    return ZoneOfAssociate(client, request.associates(0), request.store());
  });
  if (!window.ok()) return window.status();
  if (window->has_value()) *request.mutable_window() = **window;
  request.set_resume_position(options.resume);
  const absl::Status length = SetDuration(options.duration, request);
  if (!length.ok()) return length;
  return request;
}

// What is free of each associate, and the lines that tell what became of it.
class Picture {
 public:
  explicit Picture(std::ostream& out) : out_(out) {}

  // Tells what is other than before: of an associate not yet told of, all.
  void Tell(const v1::WatchSlotsResponse& message) {
    for (const auto& each : message.changed()) Tell(each);
    if (is_begun_) return;
    is_begun_ = true;
    out_ << "watching, " << FormatCount(free_count()) << " free; Ctrl-C ends\n"
         << std::flush;
  }

 private:
  // By their start, then their store.
  using Slots = std::map<std::pair<absl::Time, std::string>, v1::Slot>;

  void Tell(const v1::WatchSlotsResponse::AssociateSlots& changed) {
    Slots now;
    for (const v1::Slot& slot : changed.slots()) {
      now[{FromTimestamp(slot.start_time()), slot.store()}] = slot;
    }
    Slots& before = free_[changed.associate()];
    for (const auto& [key, slot] : before) {
      if (now.count(key) == 0) TellOf("gone", changed.associate(), slot);
    }
    for (const auto& [key, slot] : now) {
      if (before.count(key) == 0) TellOf("free", changed.associate(), slot);
    }
    before = std::move(now);
  }

  // Somebody may be waiting for this very line.
  void TellOf(absl::string_view what, const std::string& associate,
              const v1::Slot& slot) {
    out_ << Printable(absl::StrCat(what, "  ", FormatStart(slot), "  ",
                                   ShortId(associate), " at ",
                                   ShortId(slot.store())))
         << '\n'
         << std::flush;
  }

  int64_t free_count() const {
    int64_t count = 0;
    for (const auto& [associate, slots] : free_) {
      count += static_cast<int64_t>(slots.size());
    }
    return count;
  }

  std::ostream& out_;
  bool is_begun_ = false;
  std::map<std::string, Slots> free_;  // by the associate's name
};

// Tells all that comes; why it ended.
absl::Status TellAll(client::SlotWatch& watch, const Session& session) {
  Picture picture(session.out());
  // Who has gone with the other end of a pipe reads no more.
  while (session.out().good()) {
    const auto message = watch.Next();
    if (!message.ok()) return message.status();
    if (session.json()) {
      session.PrintJson(*message);
      session.out() << std::flush;
    } else {
      picture.Tell(*message);
    }
  }
  return absl::OkStatus();
}

absl::Status RunSlotsWatch(const WatchOptions& options,
                           const Session& session) {
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  auto request = RequestOf(options, *client, session);
  if (!request.ok()) return request.status();
  const std::unique_ptr<client::SlotWatch> watch =
      client->WatchSlots(*std::move(request));
  absl::Status status;
  {
    const OnInterrupt interrupt([&] { watch->Cancel(); });
    status = TellAll(*watch, session);
  }
  // Only Ctrl-C cancels.
  if (absl::IsCancelled(status)) return absl::OkStatus();
  // With --json each line has told it.
  if (!status.ok() && !session.json() && !watch->position().empty()) {
    session.err() << "to go on from here: --resume " << watch->position()
                  << '\n';
  }
  return status;
}

}  // namespace

CLI::App& AddSlotsWatch(CLI::App& slots, Command& chosen) {
  auto options = std::make_shared<WatchOptions>();
  CLI::App& command = *slots.add_subcommand(
      "watch", "Show what is free of some associates, and what changes of it");
  command.add_option("associate", options->associates, "Whose slots")
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
  AddWindowOptions(command, options->window,
                   "that of the first one's (home) store");
  command.add_option(
      "--resume", options->resume,
      "Go on from this position: of the last line of --json, or as "
      "told when it ended. All other flags as they were, and "
      "none that counts from now");
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunSlotsWatch);
  return command;
}

}  // namespace rapport::cli
