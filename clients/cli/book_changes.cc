#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/start_time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

struct MoveOptions {
  BookingOptions booking;
  std::string start;
  std::string store;
};

struct SwitchOptions {
  BookingOptions booking;
  std::string channel;
};

struct ReassignOptions {
  BookingOptions booking;
  std::string associate;
  std::string store;
};

// A change that says no more than which booking.
template <typename Request>
absl::Status RunChange(const BookingOptions& options, const Session& session,
                       Role role,
                       absl::StatusOr<v1::Booking> (Client::*change)(Request)
                           const) {
  const auto client = session.Connect(role);
  if (!client.ok()) return client.status();
  return WriteIfOk(((*client).*change)(ChangeOf<Request>(options, session)),
                   session);
}

absl::Status RunExtend(const BookingOptions& options, const Session& session) {
  return RunChange(options, session, Role::kShopper, &Client::ExtendHold);
}

absl::Status RunCheckIn(const BookingOptions& options, const Session& session) {
  return RunChange(options, session, Role::kBrandAdmin,
                   &Client::CheckInBooking);
}

absl::Status RunComplete(const BookingOptions& options,
                         const Session& session) {
  return RunChange(options, session, Role::kBrandAdmin,
                   &Client::CompleteBooking);
}

absl::Status RunNoShow(const BookingOptions& options, const Session& session) {
  return RunChange(options, session, Role::kBrandAdmin, &Client::MarkNoShow);
}

// A local time is one of the slots of whom it is with; of a session there are
// none.
absl::Status RunMove(const MoveOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  auto request = ChangeOf<v1::MoveBookingRequest>(options.booking, session);
  if (!options.store.empty()) {
    request.set_store(FullName(session.brand(), "stores", options.store));
  }
  v1::GetBookingRequest get;
  get.set_name(request.name());
  const auto booking = client->GetBooking(get);
  if (!booking.ok()) return booking.status();
  v1::ListSlotsRequest like;
  like.set_parent(booking->associate());
  like.set_service(booking->service());
  like.set_channel(booking->channel());
  like.set_store(options.store.empty() ? booking->store() : request.store());
  like.mutable_duration()->set_seconds(booking->end_time().seconds() -
                                       booking->start_time().seconds());
  const absl::Time now = session.clock().Now();
  const bool is_session = booking->seats() > 0;
  auto start = is_session ? ReadSessionStart(options.start, now)
                          : ReadStart(*client, options.start, now, like);
  if (!is_session && absl::IsInvalidArgument(start.status())) {
    // The service may have other lengths by now; the booking keeps its own.
    like.clear_duration();
    start = ReadStart(*client, options.start, now, like);
  }
  if (!start.ok()) return start.status();
  *request.mutable_start_time() = *start;
  return WriteIfOk(client->MoveBooking(request), session);
}

absl::Status RunSwitch(const SwitchOptions& options, const Session& session) {
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return channel.status();
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  auto request = ChangeOf<v1::SwitchChannelRequest>(options.booking, session);
  request.set_channel(*channel);
  return WriteIfOk(client->SwitchChannel(request), session);
}

absl::Status RunReassign(const ReassignOptions& options,
                         const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto request = ChangeOf<v1::ReassignBookingRequest>(options.booking, session);
  request.set_associate(
      FullName(session.brand(), "associates", options.associate));
  if (!options.store.empty()) {
    request.set_store(FullName(session.brand(), "stores", options.store));
  }
  return WriteIfOk(client->ReassignBooking(request), session);
}

void WriteChanges(const v1::ListBookingChangesResponse& changes,
                  const Session& session) {
  Table table({{"WHEN"},
               {"WHAT"},
               {"BY"},
               {"STATE"},
               {"START"},
               {"CHANNEL"},
               {"ASSOCIATE"}});
  for (const v1::BookingChange& change : changes.changes()) {
    const v1::Booking& booking = change.booking();
    table.AddRow({FormatUtc(change.change_time()), change.action(),
                  change.principal().empty()
                      ? change.role()
                      : absl::StrCat(change.role(), ":", change.principal()),
                  WordOf(booking.state()),
                  FormatLocal(booking.local_start_time(), booking.time_zone()),
                  WordOf(booking.channel()), ShortId(booking.associate())});
  }
  table.Write(session.out());
}

absl::Status RunHistory(const BookingOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::ListBookingChangesRequest request;
  request.set_name(FullName(session.brand(), "bookings", options.name));
  const auto changes = client->ListBookingChanges(request);
  if (!changes.ok()) return changes.status();
  if (!session.json()) {
    WriteChanges(*changes, session);
    return absl::OkStatus();
  }
  for (const auto& change : changes->changes()) session.PrintJson(change);
  return absl::OkStatus();
}

void AddPlain(CLI::App& book, Command& chosen, const char* name,
              const char* what,
              absl::Status (*run)(const BookingOptions&, const Session&)) {
  auto options = std::make_shared<BookingOptions>();
  CLI::App& command = *book.add_subcommand(name, what);
  AddBookingFlags(command, *options);
  ChooseToRun(command, chosen, options, run);
}

void AddMove(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<MoveOptions>();
  CLI::App& command = *book.add_subcommand(
      "move",
      "Give a hold or booking another time; it keeps the old one if "
      "the new is not to be had");
  AddBookingFlags(command, options->booking);
  command
      .add_option("--start", options->start,
                  "When: 2026-11-23T15:30:00+01:00, or on the store's clock a "
                  "free slot: 2026-11-23 15:30, tomorrow 15:30")
      ->required();
  command.add_option("--store", options->store,
                     "At which store. Without it: where it was");
  ChooseToRun(command, chosen, options, RunMove);
}

void AddSwitch(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<SwitchOptions>();
  CLI::App& command = *book.add_subcommand(
      "switch", "Meet on another channel, during the meeting too");
  AddBookingFlags(command, options->booking);
  command
      .add_option("--channel", options->channel,
                  "How: in-store, video, phone, chat, whatsapp, wechat, sms, "
                  "email")
      ->required();
  ChooseToRun(command, chosen, options, RunSwitch);
}

void AddReassign(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<ReassignOptions>();
  CLI::App& command = *book.add_subcommand(
      "reassign", "Give a hold or booking to another associate");
  AddBookingFlags(command, options->booking);
  command.add_option("--associate", options->associate, "To whom")->required();
  command.add_option("--store", options->store,
                     "At which store. Without it: where it was");
  ChooseToRun(command, chosen, options, RunReassign);
}

}  // namespace

void AddBookChanges(CLI::App& book, Command& chosen) {
  AddPlain(book, chosen, "extend", "Keep a hold for longer", RunExtend);
  AddMove(book, chosen);
  AddSwitch(book, chosen);
  AddReassign(book, chosen);
  AddPlain(book, chosen, "check-in", "The shopper is there", RunCheckIn);
  AddPlain(book, chosen, "complete", "They have met", RunComplete);
  AddPlain(book, chosen, "no-show", "The shopper never came", RunNoShow);
  auto options = std::make_shared<BookingOptions>();
  CLI::App& history =
      *book.add_subcommand("history", "What became of a booking, and by whom");
  history.add_option("name", options->name, "The booking's id or name")
      ->required();
  ChooseToRun(history, chosen, options, RunHistory);
}

}  // namespace rapport::cli
