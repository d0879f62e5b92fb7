#include "clients/cli/near_place.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/store_search.h"
#include "clients/cli/stores_commands.h"

namespace rapport::cli {
namespace {

// What `near` and `find` share.
CLI::Option* AddCommon(CLI::App& command, StoreSearch& search) {
  CLI::Option* near = command.add_option("--near", search.near, kNearSyntax);
  command
      .add_option("--radius", search.radius,
                  "Only within this distance of --near: 5km, 3mi, 800m")
      ->needs(near);
  command
      .add_option("--service", search.services,
                  "Only stores that offer all of these services")
      ->delimiter(',');
  command.add_option("--limit", search.limit, "At most this many")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  return near;
}

void AddAreas(CLI::App& command, StoreSearch& search) {
  CLI::Option* box = command.add_option(
      "--box", search.box,
      "Only inside SOUTH,WEST,NORTH,EAST in degrees; east below west is over "
      "the antimeridian");
  CLI::Option* polygon =
      command
          .add_option("--polygon", search.polygon,
                      "Only inside these corners: 'LAT,LNG LAT,LNG ...'")
          ->excludes(box);
  CLI::Option* route = command
                           .add_option("--route", search.route,
                                       "Only along this way: 'LAT,LNG LAT,LNG "
                                       "...'; needs --corridor")
                           ->excludes(box)
                           ->excludes(polygon);
  command
      .add_option("--corridor", search.corridor,
                  "How far off --route a store may lie: 5km, 3mi, 800m")
      ->needs(route);
  command.add_option("--market", search.market,
                     "Only of this market or region: REGION/MARKET, REGION");
}

void AddTimes(CLI::App& command, StoreSearch& search) {
  CLI::Option* now = command.add_flag("--open-now", search.open_now,
                                      "Only stores that are open");
  CLI::Option* then =
      command
          .add_option("--open-at", search.open_at,
                      "Only stores that are open then: "
                      "2026-11-23T15:00:00+01:00, or local: 2026-11-23 15:00, "
                      "tomorrow 15:00, 15:00; or from now: +90m, +3h")
          ->excludes(now);
  command
      .add_option("--zone", search.zone,
                  "IANA zone of a local --open-at. Without it: that of --near")
      ->needs(then);
}

void AddWhatTheyHave(CLI::App& command, StoreSearch& search) {
  command.add_option("--text", search.text,
                     "Only stores whose name, city, street, postal code or id "
                     "has words that begin like these");
  command
      .add_option("--channel", search.channels,
                  "Only stores to be had on one of these: in-store, video, "
                  "phone, chat, whatsapp, wechat, sms, email")
      ->delimiter(',');
  command
      .add_option("--language", search.languages,
                  "Only stores where one of these is spoken: es, zh-Hant")
      ->delimiter(',');
  command
      .add_option("--attribute", search.attributes,
                  "Only stores with all of these: parking")
      ->delimiter(',');
}

void AddForm(CLI::App& command, StoreSearch& search) {
  command.add_option("--order", search.order,
                     "distance, relevance, along-route or name (of the "
                     "resource: its id). Without it: what fits the search");
  command
      .add_option(
          "--read-language", search.reading_languages,
          "What names and descriptions are wanted in, best first: ja,en")
      ->delimiter(',');
}

}  // namespace

void AddStoresFind(CLI::App& stores, Command& chosen) {
  auto search = std::make_shared<StoreSearch>();
  CLI::App& find = *stores.add_subcommand(
      "find", "Find stores by place, hours, text and what they have");
  AddCommon(find, *search);
  AddAreas(find, *search);
  AddTimes(find, *search);
  AddWhatTheyHave(find, *search);
  AddForm(find, *search);
  RefuseEmptyValues(find);
  ChooseToRun(find, chosen, search, RunStoreSearch);

  auto nearest = std::make_shared<StoreSearch>();
  CLI::App& near = *stores.add_subcommand(
      "near", "Find stores near a place; `find` takes more");
  AddCommon(near, *nearest)->required();
  RefuseEmptyValues(near);
  ChooseToRun(near, chosen, nearest, RunStoreSearch);
}

}  // namespace rapport::cli
