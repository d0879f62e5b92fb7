#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/commands.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"
#include "rapport/v1/waitlist_service.pb.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

struct JoinOptions {
  std::string service;
  std::vector<std::string> channels;
  std::string associate;
  std::string store;
  std::string shopper;
  std::string duration;
  int party_size = 0;
  WindowOptions window;
  std::string request_id;
};

struct ListOptions {
  std::string service;
  std::string state;
  int limit = 100;
};

std::string ChannelsOf(const v1::WaitlistEntry& entry) {
  return absl::StrJoin(entry.channels(), " ",
                       [](std::string* out, int channel) {
                         out->append(WordOf(static_cast<v1::Channel>(channel)));
                       });
}

// For people: what was offered before they waited again is gone.
std::string OfferedTo(const v1::WaitlistEntry& entry) {
  if (entry.state() == v1::WAITLIST_STATE_WAITING) return "";
  return ShortId(entry.booking());
}

void WriteEntry(const v1::WaitlistEntry& entry, const Session& session) {
  if (session.json()) {
    session.PrintJson(entry);
    return;
  }
  const absl::Duration length = absl::Seconds(entry.duration().seconds());
  WriteFacts(
      {{"entry", ShortId(entry.name())},
       {"state", WordOf(entry.state())},
       {"service", ShortId(entry.service())},
       {"channels", ChannelsOf(entry)},
       {"associate", ShortId(entry.associate())},
       {"store", ShortId(entry.store())},
       {"from", FormatUtc(entry.window().start_time())},
       {"to", FormatUtc(entry.window().end_time())},
       {"minutes",
        entry.has_duration() ? absl::StrCat(absl::ToInt64Minutes(length)) : ""},
       {"party",
        entry.party_size() > 1 ? absl::StrCat(entry.party_size()) : ""},
       {"booking", OfferedTo(entry)},
       {"shopper", entry.shopper()},
       {"since", FormatUtc(entry.create_time())}},
      session.out());
  if (entry.state() == v1::WAITLIST_STATE_OFFERED) {
    session.out() << "\nto take it: rapport book confirm "
                  << ShortId(entry.booking())
                  << "; --answer if the service asks\n";
  }
}

absl::Status WriteIfOk(const absl::StatusOr<v1::WaitlistEntry>& entry,
                       const Session& session) {
  if (!entry.ok()) return entry.status();
  WriteEntry(*entry, session);
  return absl::OkStatus();
}

absl::Status SetWindow(const JoinOptions& options, const Client& client,
                       const Session& session, v1::WaitlistEntry& entry) {
  const auto window = ReadWindow(options.window, session.clock().Now(), [&] {
    return ZoneOfAssociate(client, entry.associate(), entry.store());
  });
  if (!window.ok()) return window.status();
  if (!window->has_value()) {
    return absl::InvalidArgumentError(
        "--from and --to are missing; they say when the meeting may be");
  }
  *entry.mutable_window() = **window;
  return absl::OkStatus();
}

absl::Status RunJoin(const JoinOptions& options, const Session& session) {
  if (options.associate.empty() && options.store.empty()) {
    return absl::InvalidArgumentError(
        "--associate and --store are missing; say one of them, or both");
  }
  v1::JoinWaitlistRequest request;
  request.set_parent(session.parent());
  request.set_request_id(options.request_id);
  v1::WaitlistEntry& entry = *request.mutable_waitlist_entry();
  entry.set_service(FullName(session.brand(), "services", options.service));
  entry.set_shopper(options.shopper);
  entry.set_party_size(options.party_size);
  if (!options.associate.empty()) {
    entry.set_associate(
        FullName(session.brand(), "associates", options.associate));
  }
  if (!options.store.empty()) {
    entry.set_store(FullName(session.brand(), "stores", options.store));
  }
  for (const std::string& word : options.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return channel.status();
    entry.add_channels(*channel);
  }
  absl::Status status = SetDuration(options.duration, entry);
  if (!status.ok()) return status;
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  status = SetWindow(options, *client, session, entry);
  if (!status.ok()) return status;
  return WriteIfOk(client->JoinWaitlist(request), session);
}

absl::Status RunLeave(const BookingOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::LeaveWaitlistRequest request;
  request.set_name(FullName(session.brand(), "waitlistEntries", options.name));
  request.set_request_id(options.request_id);
  request.set_etag(options.etag);
  return WriteIfOk(client->LeaveWaitlist(request), session);
}

absl::Status RunShow(const BookingOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetWaitlistEntryRequest request;
  request.set_name(FullName(session.brand(), "waitlistEntries", options.name));
  return WriteIfOk(client->GetWaitlistEntry(request), session);
}

void WriteEntries(const std::vector<v1::WaitlistEntry>& entries,
                  const Session& session) {
  if (entries.empty()) {
    session.out() << "no entry that you may see\n";
    return;
  }
  Table table({{"SINCE"},
               {"STATE"},
               {"SERVICE"},
               {"CHANNELS"},
               {"ASSOCIATE"},
               {"STORE"},
               {"SHOPPER"},
               {"BOOKING"},
               {"ENTRY"}});
  for (const v1::WaitlistEntry& entry : entries) {
    table.AddRow({FormatUtc(entry.create_time()), WordOf(entry.state()),
                  ShortId(entry.service()), ChannelsOf(entry),
                  ShortId(entry.associate()), ShortId(entry.store()),
                  entry.shopper(), OfferedTo(entry), ShortId(entry.name())});
  }
  table.Write(session.out());
}

absl::Status RunList(const ListOptions& options, const Session& session) {
  v1::ListWaitlistEntriesRequest request;
  request.set_parent(session.parent());
  if (!options.service.empty()) {
    request.set_service(FullName(session.brand(), "services", options.service));
  }
  if (!options.state.empty()) {
    const auto state = ParseWaitlistState(options.state);
    if (!state.ok()) return state.status();
    request.set_state(*state);
  }
  request.set_page_size(std::min(options.limit, client::kPageSizeMax));
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  std::vector<v1::WaitlistEntry> entries;
  const size_t limit = options.limit;
  absl::Status status = client::ForEachPage(
      request,
      [&](const auto& page) { return client->ListWaitlistEntries(page); },
      [&](const v1::ListWaitlistEntriesResponse& page) {
        for (const v1::WaitlistEntry& entry : page.waitlist_entries()) {
          if (entries.size() < limit) entries.push_back(entry);
        }
        return entries.size() < limit;
      });
  if (!status.ok()) return status;
  if (!session.json()) {
    WriteEntries(entries, session);
    return absl::OkStatus();
  }
  for (const v1::WaitlistEntry& entry : entries) session.PrintJson(entry);
  return absl::OkStatus();
}

void AddJoin(CLI::App& waitlist, Command& chosen) {
  auto options = std::make_shared<JoinOptions>();
  CLI::App& command = *waitlist.add_subcommand(
      "join",
      "Wait for a slot, or seats of a class: the first that fits is held for "
      "you");
  command.add_option("--service", options->service, "For what")->required();
  command
      .add_option("--channel", options->channels,
                  "How you would meet; may be repeated")
      ->required();
  command.add_option("--associate", options->associate,
                     "With whom. Without it: anybody at the --store");
  command.add_option("--store", options->store,
                     "Where. Without it: any of the --associate's stores");
  command.add_option("--for", options->shopper,
                     "The shopper who waits, if staff say it");
  command.add_option("--duration", options->duration, kDurationHelp);
  command.add_option("--party", options->party_size,
                     "How many shoppers come together. Without it: 1");
  AddWindowOptions(command, options->window, "that of the store");
  command.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(command, chosen, options, RunJoin);
}

void AddLeave(CLI::App& waitlist, Command& chosen) {
  auto options = std::make_shared<BookingOptions>();
  CLI::App& command = *waitlist.add_subcommand(
      "leave", "Wait no longer, and give back what is offered");
  command.add_option("name", options->name, "The entry's id or name")
      ->required();
  command.add_option("--request-id", options->request_id, kRequestIdHelp);
  command.add_option("--etag", options->etag,
                     "Only if the entry has not changed since this one");
  ChooseToRun(command, chosen, options, RunLeave);
}

void AddShow(CLI::App& waitlist, Command& chosen) {
  auto options = std::make_shared<BookingOptions>();
  CLI::App& command = *waitlist.add_subcommand("show", "Show one entry");
  command.add_option("name", options->name, "The entry's id or name")
      ->required();
  ChooseToRun(command, chosen, options, RunShow);
}

void AddList(CLI::App& waitlist, Command& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& command = *waitlist.add_subcommand(
      "list", "List the entries you may see, who joined first first");
  command.add_option("--service", options->service, "Only for this");
  command.add_option(
      "--state", options->state,
      "Only in this state: waiting, offered, booked, left, over");
  command.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunList);
}

}  // namespace

void AddWaitlistCommands(CLI::App& app, Command& chosen) {
  CLI::App& waitlist = *app.add_subcommand(
      "waitlist", "Wait for a slot that is not free, leave, show and list");
  waitlist.require_subcommand(1);
  AddJoin(waitlist, chosen);
  AddLeave(waitlist, chosen);
  AddShow(waitlist, chosen);
  AddList(waitlist, chosen);
}

}  // namespace rapport::cli
