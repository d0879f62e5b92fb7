#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/stores_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/store_page_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

struct ShowOptions {
  std::string name;
  std::string service;
  std::string channel;
  std::vector<std::string> reading_languages;
  int days = 7;
};

absl::StatusOr<v1::GetStorePageRequest> RequestOf(const ShowOptions& options,
                                                  const Session& session) {
  v1::GetStorePageRequest request;
  request.set_name(FullName(session.brand(), "stores", options.name));
  request.set_days(options.days);
  if (!options.service.empty()) {
    request.set_service(FullName(session.brand(), "services", options.service));
  }
  if (!options.channel.empty()) {
    const auto channel = ParseChannel(options.channel);
    if (!channel.ok()) return ForFlag("--channel", channel.status());
    request.set_channel(*channel);
  }
  for (const std::string& language : options.reading_languages) {
    request.add_reading_language_codes(language);
  }
  return request;
}

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto request = RequestOf(options, session);
  if (!request.ok()) return request.status();
  const auto client = session.Connect(client::Role::kShopper);
  if (!client.ok()) return client.status();
  const auto page = client->GetStorePage(*request);
  if (!page.ok()) return page.status();
  if (session.json()) {
    session.PrintJson(*page);
  } else {
    WriteStorePage(*page, session.clock().Now(), session.out());
  }
  return absl::OkStatus();
}

}  // namespace

void AddStoresShow(CLI::App& stores, Command& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& show = *stores.add_subcommand(
      "show", "Show a store's page: hours, services, who is there and free");
  show.add_option("name", options->name, "Its id or name")->required();
  CLI::Option* service =
      show.add_option("--service", options->service,
                      "For what free slots are wanted. Without it: none");
  show.add_option("--channel", options->channel,
                  "How: in-store (without it), video, phone, chat, whatsapp, "
                  "wechat, sms, email")
      ->needs(service);
  show.add_option(
          "--read-language", options->reading_languages,
          "What names and descriptions are wanted in, best first: ja,en")
      ->delimiter(',');
  show.add_option("--days", options->days, "For how many days hours are told")
      ->check(CLI::Range(0, 31))
      ->capture_default_str();
  RefuseEmptyValues(show);
  ChooseToRun(show, chosen, options, RunShow);
}

}  // namespace rapport::cli
