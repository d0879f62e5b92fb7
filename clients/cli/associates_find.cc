#include "clients/cli/associate_search.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/near_place.h"
#include "clients/cli/not_empty.h"

namespace rapport::cli {

void AddWhereFlags(CLI::App& command, AssociateSearch& search) {
  CLI::Option* near = command.add_option("--near", search.near, kNearSyntax);
  command
      .add_option("--radius", search.radius,
                  "Only at stores within this distance of --near: 5km, 3mi, "
                  "800m")
      ->needs(near);
  command.add_option("--store", search.stores, "Only at one of these stores")
      ->delimiter(',');
  command.add_option("--market", search.market,
                     "Only of this market or region: REGION/MARKET, REGION");
}

void AddWhoFlags(CLI::App& command, AssociateSearch& search) {
  command
      .add_option("--associate", search.associates, "Only these: my associate")
      ->delimiter(',');
  command
      .add_option("--familiar", search.familiar,
                  "Associates whom the shopper knows, who come earlier")
      ->delimiter(',');
  command
      .add_option("--language", search.languages,
                  "They speak all of these, TAG or TAG:LEVEL: es, es:fluent")
      ->delimiter(',');
  command.add_option("--style", search.styles, "They have all of these")
      ->delimiter(',');
  command
      .add_option("--any-style", search.any_styles,
                  "They have one of these, the more the better")
      ->delimiter(',');
  command
      .add_option("--attribute", search.attributes,
                  "They have all of these; `brand attributes list` says which "
                  "there are")
      ->delimiter(',');
}

void AddChannelsFlag(CLI::App& command, AssociateSearch& search) {
  command
      .add_option("--channel", search.channels,
                  "They take one of these, the most liked first: in-store, "
                  "video, phone, chat, whatsapp, wechat, sms, email")
      ->delimiter(',');
}

namespace {

void AddHowAndWhen(CLI::App& command, AssociateSearch& search) {
  command.add_option("--service", search.service,
                     "They perform it; then their free slots are shown");
  command.add_option("--duration", search.duration, kDurationHelp);
  AddChannelsFlag(command, search);
  AddWindowOptions(command, search.window, "that of the nearest store");
  AddLocalWindowOptions(command, search.local_windows);
  command.add_flag("--all", search.include_unavailable,
                   "Also those without a free slot then");
}

}  // namespace

void AddAssociatesFind(CLI::App& associates, Command& chosen) {
  auto search = std::make_shared<AssociateSearch>();
  CLI::App& command = *associates.add_subcommand(
      "find", "Find who fits, the best first, with their first free slots");
  AddWhereFlags(command, *search);
  AddWhoFlags(command, *search);
  AddHowAndWhen(command, *search);
  command.add_option("--order", search->order,
                     "score, distance or earliest. Without it: score");
  command.add_flag("--no-explanation", search->no_explanation,
                   "Sooner answered, without why there are no more");
  command.add_option("--limit", search->limit, "At most this many")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, search, RunAssociateSearch);
}

}  // namespace rapport::cli
