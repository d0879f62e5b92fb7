#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/associate_search.h"
#include "clients/cli/associate_search_request.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/near_place.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/slots_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/text_width.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

struct Answer {
  std::vector<v1::AnySlot> slots;
  bool partial = false;
};

absl::StatusOr<v1::ListAnySlotsRequest> RequestOf(const AssociateSearch& search,
                                                  const client::Client& client,
                                                  const Session& session) {
  auto who = AssociateRequestOf(search, session);
  if (!who.ok()) return who.status();
  who->clear_page_size();
  if (!search.near.empty()) {
    const auto place = ReadNear(client, search.near, session);
    if (!place.ok()) return place.status();
    *who->mutable_near() = place->location;
  }
  absl::Status windows =
      AddWindows(client, search, session.clock().Now(), *who);
  if (!windows.ok()) return windows;
  v1::ListAnySlotsRequest request;
  *request.mutable_search() = *std::move(who);
  request.set_page_size(std::min(search.limit, client::kPageSizeMax));
  return request;
}

absl::StatusOr<Answer> List(const client::Client& client,
                            const v1::ListAnySlotsRequest& request,
                            size_t limit) {
  Answer answer;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListAnySlots(page); },
      [&](const v1::ListAnySlotsResponse& page) {
        for (const v1::AnySlot& slot : page.slots()) {
          if (answer.slots.size() < limit) answer.slots.push_back(slot);
        }
        answer.partial = answer.partial || page.partial();
        return answer.slots.size() < limit;
      });
  if (!status.ok()) return status;
  return answer;
}

void WriteTable(const std::vector<v1::AnySlot>& slots, std::ostream& out) {
  Table table({{"START"},
               {"MINUTES", Align::kRight},
               {"CHANNEL"},
               {"FREE", Align::kRight},
               {"STORE"},
               {"--start"}});
  for (const v1::AnySlot& any : slots) {
    const v1::Slot& slot = any.slot();
    const absl::Duration length =
        FromTimestamp(slot.end_time()) - FromTimestamp(slot.start_time());
    table.AddRow({FormatStart(slot), absl::StrCat(absl::ToInt64Minutes(length)),
                  WordOf(slot.channel()), FormatCount(any.associates()),
                  ShortId(slot.store()),
                  FormatRfc3339(slot.start_time(), slot.local_start_time())});
  }
  table.Write(out);
}

void WriteAnswer(const AssociateSearch& search, const Answer& answer,
                 const Session& session) {
  if (answer.slots.empty()) {
    session.out() << "nobody who fits has a free slot in the window\n";
    return;
  }
  WriteTable(answer.slots, session.out());
  if (answer.partial) {
    session.out() << "\nmore fit than were looked at; these are of the best\n";
  }
  session.out() << "\nto hold the first: "
                << Printable(HoldAnyCommand(search, answer.slots[0].slot()))
                << '\n';
}

absl::Status RunSlotsAny(const AssociateSearch& search,
                         const Session& session) {
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto request = RequestOf(search, *client, session);
  if (!request.ok()) return request.status();
  const auto answer = List(*client, *request, search.limit);
  if (!answer.ok()) return answer.status();
  if (!session.json()) {
    WriteAnswer(search, *answer, session);
    return absl::OkStatus();
  }
  for (const v1::AnySlot& slot : answer->slots) session.PrintJson(slot);
  if (answer->partial) session.PrintNote({{"partial", true}});
  return absl::OkStatus();
}

}  // namespace

CLI::App& AddSlotsAny(CLI::App& slots, Command& chosen) {
  auto search = std::make_shared<AssociateSearch>();
  search->limit = 20;
  CLI::App& command =
      *slots.add_subcommand("any", "Show when anybody at all who fits is free");
  AddWhereFlags(command, *search);
  AddWhoFlags(command, *search);
  command.add_option("--service", search->service, "For what")->required();
  command.add_option("--duration", search->duration, kDurationHelp);
  AddChannelsFlag(command, *search);
  AddWindowOptions(command, search->window, "that of the nearest store");
  AddLocalWindowOptions(command, search->local_windows);
  command.add_option("--limit", search->limit, "At most this many")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, search, RunSlotsAny);
  return command;
}

}  // namespace rapport::cli
