#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/commands.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/start_time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"
#include "rapport/v1/session_service.pb.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

struct CreateOptions {
  std::string associate;
  std::string store;
  std::string service;
  std::string channel;
  std::string start;
  std::string duration;
  std::vector<std::string> with;
  int seats = 0;
  std::string request_id;
};

struct ListOptions {
  std::vector<std::string> stores;
  std::string service;
  std::string associate;
  WindowOptions window;
  int seats_left_min = 0;
  int limit = 100;
};

struct ShowOptions {
  std::string name;
};

struct HoldOptions {
  std::string name;
  int party_size = 0;
  std::string replaces;
  std::string request_id;
};

std::string StartOf(const v1::Session& shown) {
  return FormatLocal(shown.local_start_time(), shown.time_zone());
}

// `3 of 10`.
std::string LeftOf(const v1::Session& shown) {
  return absl::StrCat(shown.seats_left(), " of ", shown.seats());
}

std::string WhoElse(const v1::Session& shown) {
  std::string ids;
  for (const std::string& name : shown.more_associates()) {
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", ShortId(name));
  }
  return ids;
}

absl::Status WriteIfOk(const absl::StatusOr<v1::Session>& shown,
                       const Session& session) {
  if (!shown.ok()) return shown.status();
  if (session.json()) {
    session.PrintJson(*shown);
    return absl::OkStatus();
  }
  const absl::Duration length =
      FromTimestamp(shown->end_time()) - FromTimestamp(shown->start_time());
  WriteFacts({{"session", ShortId(shown->name())},
              {"booking", ShortId(shown->booking())},
              {"start", StartOf(*shown)},
              {"minutes", absl::StrCat(absl::ToInt64Minutes(length))},
              {"service", ShortId(shown->service())},
              {"channel", WordOf(shown->channel())},
              {"associate", ShortId(shown->associate())},
              {"and", WhoElse(*shown)},
              {"store", ShortId(shown->store())},
              {"seats left", LeftOf(*shown)}},
             session.out());
  return absl::OkStatus();
}

absl::Status RunCreate(const CreateOptions& options, const Session& session) {
  v1::CreateSessionRequest request;
  request.set_parent(session.parent());
  request.set_request_id(options.request_id);
  request.set_associate(
      FullName(session.brand(), "associates", options.associate));
  if (!options.store.empty()) {
    request.set_store(FullName(session.brand(), "stores", options.store));
  }
  request.set_service(FullName(session.brand(), "services", options.service));
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return channel.status();
  request.set_channel(*channel);
  for (const std::string& other : options.with) {
    request.add_more_associates(FullName(session.brand(), "associates", other));
  }
  request.set_seats(options.seats);
  const absl::Status length = SetDuration(options.duration, request);
  if (!length.ok()) return length;
  const auto start = ReadSessionStart(options.start, session.clock().Now());
  if (!start.ok()) return start.status();
  *request.mutable_start_time() = *start;
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  return WriteIfOk(client->CreateSession(request), session);
}

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetSessionRequest request;
  request.set_name(FullName(session.brand(), "sessions", options.name));
  return WriteIfOk(client->GetSession(request), session);
}

absl::Status RunHold(const HoldOptions& options, const Session& session) {
  v1::HoldSeatsRequest request;
  request.set_session(FullName(session.brand(), "sessions", options.name));
  request.set_request_id(options.request_id);
  request.set_party_size(options.party_size);
  if (!options.replaces.empty()) {
    request.set_replaces(
        FullName(session.brand(), "bookings", options.replaces));
  }
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto held = client->HoldSeats(request);
  if (!held.ok()) return held.status();
  WriteBooking(*held, session);
  if (!session.json()) {
    session.out() << "\nto confirm it: rapport book confirm "
                  << ShortId(held->name()) << '\n';
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListSessionsRequest> RequestOf(const ListOptions& options,
                                                  const Client& client,
                                                  const Session& session) {
  v1::ListSessionsRequest request;
  request.set_parent(session.parent());
  for (const std::string& store : options.stores) {
    request.add_stores(FullName(session.brand(), "stores", store));
  }
  if (!options.service.empty()) {
    request.set_service(FullName(session.brand(), "services", options.service));
  }
  if (!options.associate.empty()) {
    request.set_associate(
        FullName(session.brand(), "associates", options.associate));
  }
  const auto window =
      ReadWindow(options.window, session.clock().Now(),
                 [&]() -> absl::StatusOr<std::string> {
                   const bool is_one = request.stores_size() == 1;
                   if (!is_one && request.associate().empty()) return "UTC";
                   return ZoneOfAssociate(client, request.associate(),
                                          is_one ? request.stores(0) : "");
                 });
  if (!window.ok()) return window.status();
  if (window->has_value()) *request.mutable_window() = **window;
  request.set_seats_left_min(options.seats_left_min);
  request.set_page_size(std::min(options.limit, client::kPageSizeMax));
  return request;
}

void WriteSessions(const std::vector<v1::Session>& sessions,
                   const Session& session) {
  if (sessions.empty()) {
    session.out() << "no sessions in the window\n";
    return;
  }
  Table table({{"START"},
               {"SERVICE"},
               {"CHANNEL"},
               {"ASSOCIATE"},
               {"STORE"},
               {"LEFT", Align::kRight},
               {"SESSION"}});
  for (const v1::Session& shown : sessions) {
    table.AddRow({StartOf(shown), ShortId(shown.service()),
                  WordOf(shown.channel()), ShortId(shown.associate()),
                  ShortId(shown.store()), LeftOf(shown),
                  ShortId(shown.name())});
  }
  table.Write(session.out());
}

absl::Status RunList(const ListOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto request = RequestOf(options, *client, session);
  if (!request.ok()) return request.status();
  std::vector<v1::Session> sessions;
  const size_t limit = options.limit;
  absl::Status status = client::ForEachPage(
      *request, [&](const auto& page) { return client->ListSessions(page); },
      [&](const v1::ListSessionsResponse& page) {
        for (const v1::Session& shown : page.sessions()) {
          if (sessions.size() < limit) sessions.push_back(shown);
        }
        return sessions.size() < limit;
      });
  if (!status.ok()) return status;
  if (!session.json()) {
    WriteSessions(sessions, session);
    return absl::OkStatus();
  }
  for (const v1::Session& shown : sessions) session.PrintJson(shown);
  return absl::OkStatus();
}

void AddCreate(CLI::App& sessions, Command& chosen) {
  auto options = std::make_shared<CreateOptions>();
  CLI::App& command = *sessions.add_subcommand(
      "create", "Make a session of a class; for staff");
  command.add_option("--associate", options->associate, "Who gives it")
      ->required();
  command.add_option("--store", options->store,
                     "At which of their stores. Without it: the one where "
                     "they work then");
  command
      .add_option("--service", options->service,
                  "Of what: a service that has seats")
      ->required();
  command
      .add_option("--channel", options->channel,
                  "How: in-store, video, phone, chat, whatsapp, wechat, sms, "
                  "email")
      ->required();
  command
      .add_option("--start", options->start, "When: 2026-11-23T15:30:00+01:00")
      ->required();
  command.add_option("--duration", options->duration, kDurationHelp);
  command
      .add_option("--with", options->with,
                  "Who else is to take part: up to 3 associates")
      ->delimiter(',');
  command.add_option("--seats", options->seats,
                     "How many shoppers there is room for. Without it: as the "
                     "service says");
  command.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(command, chosen, options, RunCreate);
}

void AddList(CLI::App& sessions, Command& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& command = *sessions.add_subcommand(
      "list", "List the sessions that are not over, the earliest first");
  command
      .add_option("--store", options->stores,
                  "Only at this; may be repeated, up to 100")
      ->allow_extra_args(false);
  command.add_option("--service", options->service, "Only of this");
  command.add_option("--associate", options->associate, "Only with them");
  AddWindowOptions(command, options->window,
                   "that of the --store, or of the --associate's, else UTC");
  command.add_option("--seats-left", options->seats_left_min,
                     "Only with so many seats left");
  command.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunList);
}

void AddShow(CLI::App& sessions, Command& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& command =
      *sessions.add_subcommand("show", "Show one session that is not over");
  command.add_option("name", options->name, "The session's id or name")
      ->required();
  ChooseToRun(command, chosen, options, RunShow);
}

void AddHold(CLI::App& sessions, Command& chosen) {
  auto options = std::make_shared<HoldOptions>();
  CLI::App& command = *sessions.add_subcommand(
      "hold", "Keep seats of a session for some minutes");
  command.add_option("name", options->name, "The session's id or name")
      ->required();
  command.add_option("--party", options->party_size,
                     "How many shoppers come together, a seat each. Without "
                     "it: 1");
  command.add_option("--replaces", options->replaces,
                     "A hold of yours that ends if these are had");
  command.add_option("--request-id", options->request_id, kRequestIdHelp);
  ChooseToRun(command, chosen, options, RunHold);
}

}  // namespace

void AddSessionsCommands(CLI::App& app, Command& chosen) {
  CLI::App& sessions = *app.add_subcommand(
      "sessions", "Make, list and show sessions of classes, and hold seats");
  sessions.require_subcommand(1);
  AddCreate(sessions, chosen);
  AddList(sessions, chosen);
  AddShow(sessions, chosen);
  AddHold(sessions, chosen);
}

}  // namespace rapport::cli
