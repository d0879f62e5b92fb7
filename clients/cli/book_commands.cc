#include "clients/cli/book_commands.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cli/window.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

struct ListOptions {
  std::string associate;
  std::string session;
  std::string state;
  WindowOptions window;
  int limit = 100;
};

struct ConfirmOptions {
  BookingOptions booking;
  std::vector<std::string> answers;
};

std::string StartOf(const v1::Booking& booking) {
  return FormatLocal(booking.local_start_time(), booking.time_zone());
}

// Nothing of what is no session.
std::string SeatsOf(const v1::Booking& booking) {
  return booking.seats() > 0 ? absl::StrCat(booking.seats()) : "";
}

// Nothing of one who comes alone.
std::string PartyOf(const v1::Booking& booking) {
  return booking.party_size() > 1 ? absl::StrCat(booking.party_size()) : "";
}

absl::Status RunConfirm(const ConfirmOptions& options, const Session& session) {
  auto request = ChangeOf<v1::ConfirmBookingRequest>(options.booking, session);
  const absl::Status answers = AddAnswers(options.answers, request);
  if (!answers.ok()) return answers;
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  return WriteIfOk(client->ConfirmBooking(request), session);
}

absl::Status RunCancel(const BookingOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  return WriteIfOk(client->CancelBooking(
                       ChangeOf<v1::CancelBookingRequest>(options, session)),
                   session);
}

absl::Status RunShow(const BookingOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetBookingRequest request;
  request.set_name(FullName(session.brand(), "bookings", options.name));
  return WriteIfOk(client->GetBooking(request), session);
}

absl::StatusOr<v1::ListBookingsRequest> RequestOf(const ListOptions& options,
                                                  const Client& client,
                                                  const Session& session) {
  v1::ListBookingsRequest request;
  request.set_parent(session.parent());
  if (!options.associate.empty()) {
    request.set_associate(
        FullName(session.brand(), "associates", options.associate));
  }
  if (!options.session.empty()) {
    request.set_session(FullName(session.brand(), "sessions", options.session));
  }
  if (!options.state.empty()) {
    const auto state = ParseBookingState(options.state);
    if (!state.ok()) return state.status();
    request.set_state(*state);
  }
  const auto window = ReadWindow(
      options.window, session.clock().Now(),
      [&]() -> absl::StatusOr<std::string> {
        if (request.associate().empty()) return "UTC";
        return ZoneOfAssociate(client, request.associate(), /*store=*/"");
      });
  if (!window.ok()) return window.status();
  if (window->has_value()) *request.mutable_window() = **window;
  request.set_page_size(std::min(options.limit, client::kPageSizeMax));
  return request;
}

std::string ShortIds(
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::string ids;
  for (const std::string& name : names) {
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", ShortId(name));
  }
  return ids;
}

void WriteBookings(const std::vector<v1::Booking>& bookings,
                   const Session& session) {
  if (bookings.empty()) {
    session.out() << "no bookings in the window\n";
    return;
  }
  Table table({{"START"},
               {"STATE"},
               {"SERVICE"},
               {"CHANNEL"},
               {"ASSOCIATE"},
               {"SHOPPER"},
               {"PARTY", Align::kRight},
               {"BOOKING"}});
  for (const v1::Booking& booking : bookings) {
    table.AddRow({StartOf(booking), WordOf(booking.state()),
                  ShortId(booking.service()), WordOf(booking.channel()),
                  ShortId(booking.associate()), booking.shopper(),
                  PartyOf(booking), ShortId(booking.name())});
  }
  table.Write(session.out());
}

absl::Status RunList(const ListOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto request = RequestOf(options, *client, session);
  if (!request.ok()) return request.status();
  std::vector<v1::Booking> bookings;
  const size_t limit = options.limit;
  absl::Status status = client::ForEachPage(
      *request, [&](const auto& page) { return client->ListBookings(page); },
      [&](const v1::ListBookingsResponse& page) {
        for (const v1::Booking& booking : page.bookings()) {
          if (bookings.size() < limit) bookings.push_back(booking);
        }
        return bookings.size() < limit;
      });
  if (!status.ok()) return status;
  if (!session.json()) {
    WriteBookings(bookings, session);
    return absl::OkStatus();
  }
  for (const v1::Booking& booking : bookings) session.PrintJson(booking);
  return absl::OkStatus();
}

void AddConfirm(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<ConfirmOptions>();
  CLI::App& command = *book.add_subcommand("confirm", "Make a hold a booking");
  AddBookingFlags(command, options->booking);
  AddAnswerFlag(command, options->answers);
  ChooseToRun(command, chosen, options, RunConfirm);
}

void AddCancel(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<BookingOptions>();
  CLI::App& command = *book.add_subcommand("cancel", "End a hold or booking");
  AddBookingFlags(command, *options);
  ChooseToRun(command, chosen, options, RunCancel);
}

void AddList(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& command =
      *book.add_subcommand("list", "List the bookings you may see");
  command.add_option("--associate", options->associate, "Only with them");
  command.add_option("--session", options->session,
                     "Only who has seats of this session");
  command.add_option("--state", options->state,
                     "Only in this state: held, confirmed, cancelled, ...");
  AddWindowOptions(command, options->window,
                   "that of the --associate's store, else UTC");
  command.add_option("--limit", options->limit, "At most this many")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunList);
}

}  // namespace

void AddBookingFlags(CLI::App& command, BookingOptions& options) {
  command.add_option("name", options.name, "The booking's id or name")
      ->required();
  command.add_option("--request-id", options.request_id, kRequestIdHelp);
  command.add_option("--etag", options.etag,
                     "Only if the booking has not changed since this one");
}

absl::Status WriteIfOk(const absl::StatusOr<v1::Booking>& booking,
                       const Session& session) {
  if (!booking.ok()) return booking.status();
  WriteBooking(*booking, session);
  return absl::OkStatus();
}

void WriteBooking(const v1::Booking& booking, const Session& session,
                  const std::string& with) {
  if (session.json()) {
    session.PrintJson(booking);
    return;
  }
  const absl::Duration length =
      FromTimestamp(booking.end_time()) - FromTimestamp(booking.start_time());
  const auto until = [&](bool is_set, const google::protobuf::Timestamp& time) {
    return is_set ? FormatInZone(time, booking.time_zone()) : std::string();
  };
  WriteFacts(
      {{"booking", ShortId(booking.name())},
       {"state", WordOf(booking.state())},
       {"start", StartOf(booking)},
       {"minutes", absl::StrCat(absl::ToInt64Minutes(length))},
       {"service", ShortId(booking.service())},
       {"channel", WordOf(booking.channel())},
       {"with", with},
       {"associate", ShortId(booking.associate())},
       {"and", ShortIds(booking.more_associates())},
       {"store", ShortId(booking.store())},
       {"takes", ShortIds(booking.resources())},
       {"held until",
        until(booking.has_hold_expire_time(), booking.hold_expire_time())},
       {"shopper", booking.shopper()},
       {"party", PartyOf(booking)},
       {"session", ShortId(booking.session())},
       {"seats", SeatsOf(booking)},
       {"offered to", ShortId(booking.waitlist_entry())},
       {"cancel until",
        until(booking.has_cancel_before_time(), booking.cancel_before_time())},
       {"move until",
        until(booking.has_move_before_time(), booking.move_before_time())}},
      session.out());
  for (const v1::Answer& answer : booking.answers()) {
    // What is said in lines must not look like the facts above.
    session.out() << answer.question() << ": "
                  << absl::StrReplaceAll(answer.text(), {{"\n", "\n  "}})
                  << '\n';
  }
}

void AddAnswerFlag(CLI::App& command, std::vector<std::string>& answers) {
  command
      .add_option("--answer", answers,
                  "What the shopper says to a question of the service's: "
                  "size=38. May be repeated")
      ->allow_extra_args(false);
}

void AddBookCommands(CLI::App& app, Command& chosen) {
  CLI::App& book = *app.add_subcommand(
      "book", "Hold, confirm, change, cancel, show and list bookings");
  book.require_subcommand(1);
  AddBookHold(book, chosen);
  AddBookCreate(book, chosen);
  AddConfirm(book, chosen);
  AddCancel(book, chosen);
  auto options = std::make_shared<BookingOptions>();
  CLI::App& show = *book.add_subcommand("show", "Show one booking");
  show.add_option("name", options->name, "The booking's id or name")
      ->required();
  ChooseToRun(show, chosen, options, RunShow);
  AddList(book, chosen);
  AddBookChanges(book, chosen);
  AddBookReanchor(book, chosen);
}

}  // namespace rapport::cli
