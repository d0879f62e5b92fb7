#include <string>
#include <vector>

#include "clients/cli/associate_search.h"
#include "clients/cli/associate_search_request.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/near_place.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/start_time.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

// Flags that only say which of many.
constexpr const char* kFlagsOfAny[] = {"--near",      "--radius",   "--market",
                                       "--familiar",  "--language", "--style",
                                       "--any-style", "--attribute"};

struct HoldOptions {
  bool any = false;
  // With --any whom; else one associate, and at most one store.
  AssociateSearch whom;
  std::string service;
  std::string duration;
  std::string channel;
  std::string start;
  std::string replaces;
  std::string request_id;
  std::vector<std::string> with;
  int party_size = 0;
  std::vector<std::string> answers;  // of `book create`
};

absl::Status CheckWhom(const HoldOptions& options) {
  if (options.any) return absl::OkStatus();
  if (options.whom.associates.size() > 1) {
    return absl::InvalidArgumentError(
        "--associate is more than one; with --any it may be");
  }
  if (options.whom.stores.size() > 1) {
    return absl::InvalidArgumentError(
        "--store is more than one; with --any it may be");
  }
  return absl::OkStatus();
}

// What a hold says whomever it is with.
absl::StatusOr<v1::HoldSlotRequest> RequestOf(const HoldOptions& options,
                                              const Session& session) {
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return channel.status();
  v1::HoldSlotRequest request;
  request.set_parent(session.parent());
  request.set_request_id(options.request_id);
  request.set_service(FullName(session.brand(), "services", options.service));
  request.set_channel(*channel);
  request.set_party_size(options.party_size);
  if (!options.replaces.empty()) {
    request.set_replaces(
        FullName(session.brand(), "bookings", options.replaces));
  }
  for (const std::string& other : options.with) {
    request.add_more_associates(FullName(session.brand(), "associates", other));
  }
  if (options.whom.stores.size() == 1) {
    request.set_store(
        FullName(session.brand(), "stores", options.whom.stores[0]));
  }
  const absl::Status length = SetDuration(options.duration, request);
  if (!length.ok()) return length;
  return request;
}

absl::Status AddOne(const HoldOptions& options, const Client& client,
                    const Session& session, v1::HoldSlotRequest& request) {
  request.set_associate(
      FullName(session.brand(), "associates", options.whom.associates[0]));
  v1::ListSlotsRequest like;
  like.set_parent(request.associate());
  like.set_service(request.service());
  like.set_channel(request.channel());
  like.set_store(request.store());
  if (request.has_duration()) *like.mutable_duration() = request.duration();
  const auto start =
      ReadStart(client, options.start, session.clock().Now(), like);
  if (!start.ok()) return start.status();
  *request.mutable_start_time() = *start;
  return absl::OkStatus();
}

absl::Status AddAny(const HoldOptions& options, const Client& client,
                    const Session& session, v1::HoldSlotRequest& request) {
  auto search = AssociateRequestOf(options.whom, session);
  if (!search.ok()) return search.status();
  search->clear_page_size();
  if (!options.whom.near.empty()) {
    const auto place = ReadNear(client, options.whom.near, session);
    if (!place.ok()) return place.status();
    *search->mutable_near() = place->location;
  }
  *request.mutable_any_associate() = *search;
  search->set_service(request.service());
  search->add_channels(request.channel());
  if (request.has_duration()) *search->mutable_duration() = request.duration();
  const auto start =
      ReadAnyStart(client, options.start, session.clock().Now(), *search);
  if (!start.ok()) return start.status();
  *request.mutable_start_time() = *start;
  return absl::OkStatus();
}

// The name that whoever was found goes by, as far as it can be had.
std::string NameOf(const std::string& associate, const Client& client) {
  v1::GetAssociateRequest request;
  request.set_name(associate);
  const auto found = client.GetAssociate(request);
  return found.ok() ? found->display_name() : "";
}

absl::Status RunHold(const HoldOptions& options, const Session& session) {
  const absl::Status whom = CheckWhom(options);
  if (!whom.ok()) return whom;
  auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const absl::Status added = options.any
                                 ? AddAny(options, *client, session, *request)
                                 : AddOne(options, *client, session, *request);
  if (!added.ok()) return added;
  const auto booking = client->HoldSlot(*request);
  if (!booking.ok()) return booking.status();
  if (session.json()) {
    WriteBooking(*booking, session);
    return absl::OkStatus();
  }
  WriteBooking(*booking, session,
               options.any ? NameOf(booking->associate(), *client) : "");
  session.out() << "\nto confirm it: rapport book confirm "
                << ShortId(booking->name()) << '\n';
  return absl::OkStatus();
}

absl::Status RunCreate(const HoldOptions& options, const Session& session) {
  auto like = RequestOf(options, session);
  if (!like.ok()) return like.status();
  v1::CreateBookingRequest request;
  const absl::Status answers = AddAnswers(options.answers, request);
  if (!answers.ok()) return answers;
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const absl::Status added = AddOne(options, *client, session, *like);
  if (!added.ok()) return added;
  request.set_parent(like->parent());
  request.set_request_id(like->request_id());
  request.set_associate(like->associate());
  request.set_store(like->store());
  request.set_service(like->service());
  request.set_channel(like->channel());
  *request.mutable_start_time() = like->start_time();
  if (like->has_duration()) *request.mutable_duration() = like->duration();
  request.set_replaces(like->replaces());
  *request.mutable_more_associates() = like->more_associates();
  request.set_party_size(like->party_size());
  const auto booking = client->CreateBooking(request);
  if (!booking.ok()) return booking.status();
  WriteBooking(*booking, session);
  return absl::OkStatus();
}

void AddWhomFlags(CLI::App& command, HoldOptions& options) {
  AddWhereFlags(command, options.whom);
  AddWhoFlags(command, options.whom);
  command.get_option("--store")->description(
      "At which store. Without it: the one where they work then; with --any: "
      "only at one of these");
  CLI::Option* associate = command.get_option("--associate");
  associate->required()->description(
      "With whom; with --any: only with one of these");
  CLI::Option* any = command.add_flag_callback(
      "--any",
      [associate, &options] {
        options.any = true;
        associate->required(false);
      },
      "With anybody who fits: who it is, is settled by this");
  for (const char* flag : kFlagsOfAny) command.get_option(flag)->needs(any);
}

// What, how and when.
void AddSlotFlags(CLI::App& command, HoldOptions& options) {
  command.add_option("--service", options.service, "For what")->required();
  command.add_option("--duration", options.duration, kDurationHelp);
  command
      .add_option("--channel", options.channel,
                  "How: in-store, video, phone, chat, whatsapp, wechat, sms, "
                  "email")
      ->required();
  command
      .add_option("--start", options.start,
                  "When: 2026-11-23T15:30:00+01:00, or on the store's clock: "
                  "2026-11-23 15:30, tomorrow 15:30")
      ->required();
  command.add_option("--replaces", options.replaces,
                     "A hold of yours that ends if this one is had");
  command
      .add_option("--with", options.with,
                  "Who else is to take part: up to 3 associates")
      ->delimiter(',');
  command.add_option("--party", options.party_size,
                     "How many shoppers come together. Without it: 1");
  command.add_option("--request-id", options.request_id, kRequestIdHelp);
}

}  // namespace

void AddBookHold(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<HoldOptions>();
  CLI::App& command =
      *book.add_subcommand("hold", "Keep a slot for some minutes");
  AddWhomFlags(command, *options);
  RefuseEmptyValues(command);
  AddSlotFlags(command, *options);
  ChooseToRun(command, chosen, options, RunHold);
}

void AddBookCreate(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<HoldOptions>();
  options->whom.associates.resize(1);
  CLI::App& command =
      *book.add_subcommand("create", "Book a slot at once, without a hold");
  command.add_option("--associate", options->whom.associates[0], "With whom")
      ->required();
  command
      .add_option("--store", options->whom.stores,
                  "At which store. Without it: the one where they work then")
      ->expected(1);
  AddSlotFlags(command, *options);
  AddAnswerFlag(command, options->answers);
  ChooseToRun(command, chosen, options, RunCreate);
}

}  // namespace rapport::cli
