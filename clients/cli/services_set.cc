#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clients/cli/duration_flag.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/service_rules.h"
#include "clients/cli/services_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using client::Role;

struct SetOptions {
  std::string id;
  std::string display_name;
  std::string duration;
  std::string buffer_before;
  std::string buffer_after;
  std::string notice;
  std::string horizon;
  std::string interval;
  std::string hold;
  std::vector<std::string> channels;
  std::vector<std::string> durations;
  std::vector<std::string> needs;
  RuleOptions rules;
};

constexpr char kNoDurations[] = "none";
constexpr char kNoNeeds[] = "none";

// `fitting-room` or `fitting-room:2`.
absl::Status AddNeed(const std::string& text, v1::Service& service) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  int count = 1;
  if (parts.size() > 2 ||
      (parts.size() == 2 && !absl::SimpleAtoi(parts[1], &count))) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--needs is `", text, "`; it must be a kind, or a kind:count"));
  }
  v1::ResourceNeed* need = service.add_needs();
  need->set_kind(parts[0]);
  need->set_count(count);
  return absl::OkStatus();
}

// Puts what the flags say into `service`.
absl::Status Change(const SetOptions& options, v1::Service& service) {
  if (!options.display_name.empty()) {
    service.set_display_name(options.display_name);
  }
  if (!options.channels.empty()) service.clear_channels();
  for (const std::string& word : options.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return ForFlag("--channels", channel.status());
    service.add_channels(*channel);
  }
  absl::Status status;
  const auto set = [&](const char* flag, const std::string& text, auto field) {
    if (status.ok()) {
      status = SetDuration(flag, text, [&] { return (service.*field)(); });
    }
  };
  set("--duration", options.duration, &v1::Service::mutable_duration);
  set("--buffer-before", options.buffer_before,
      &v1::Service::mutable_buffer_before);
  set("--buffer-after", options.buffer_after,
      &v1::Service::mutable_buffer_after);
  set("--notice", options.notice, &v1::Service::mutable_minimum_notice);
  set("--horizon", options.horizon, &v1::Service::mutable_booking_horizon);
  set("--interval", options.interval, &v1::Service::mutable_slot_interval);
  set("--hold", options.hold, &v1::Service::mutable_hold_duration);
  if (!options.durations.empty()) service.clear_duration_choices();
  for (const std::string& choice : options.durations) {
    if (choice == kNoDurations) continue;
    set("--durations", choice, &v1::Service::add_duration_choices);
  }
  if (!options.needs.empty()) service.clear_needs();
  for (const std::string& need : options.needs) {
    if (need != kNoNeeds) status.Update(AddNeed(need, service));
  }
  if (status.ok()) status = ChangeRules(options.rules, service);
  return status;
}

// What a service that is not there yet cannot do without.
absl::Status CheckNew(const SetOptions& options) {
  std::vector<std::string> missing;
  if (options.display_name.empty()) missing.push_back("--display-name");
  if (options.duration.empty()) missing.push_back("--duration");
  if (options.channels.empty()) missing.push_back("--channels");
  if (missing.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("there is no service ", options.id, " yet; a new one needs ",
                   absl::StrJoin(missing, ", ")));
}

// The service as it is, or a new one.
absl::StatusOr<v1::Service> Read(const client::Client& client,
                                 const SetOptions& options,
                                 const Session& session) {
  v1::GetServiceRequest request;
  request.set_name(FullName(session.brand(), "services", options.id));
  const auto service = client.GetService(request);
  if (!absl::IsNotFound(service.status())) return service;
  absl::Status complete = CheckNew(options);
  if (!complete.ok()) return complete;
  v1::Service fresh;
  fresh.set_name(request.name());
  return fresh;
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  // Before anybody is asked: whether the flags can be read.
  v1::Service readable;
  absl::Status status = Change(options, readable);
  if (!status.ok()) return status;
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto service = Read(*client, options, session);
  if (!service.ok()) return service.status();
  status = Change(options, *service);
  if (!status.ok()) return status;
  v1::UpdateServiceRequest request;
  request.set_allow_missing(service->etag().empty());
  *request.mutable_service() = *std::move(service);
  const auto written = client->UpdateService(request);
  if (!written.ok()) return written.status();
  if (session.json()) {
    session.PrintJson(*written);
  } else {
    WriteServices({*written}, session.out());
  }
  return absl::OkStatus();
}

}  // namespace

void AddServicesSet(CLI::App& services, Command& chosen) {
  auto options = std::make_shared<SetOptions>();
  CLI::App& command = *services.add_subcommand(
      "set", "Add a service, or change what the flags say of one");
  command.add_option("id", options->id, "Its id, for example bridal-styling")
      ->required();
  command.add_option("--display-name", options->display_name, "Its name");
  command.add_option("--duration", options->duration, "How long it is: 1h");
  command
      .add_option("--durations", options->durations,
                  "Lengths to choose from instead: 30m,90m. Or: none")
      ->delimiter(',');
  command
      .add_option("--needs", options->needs,
                  "Rooms and equipment that it takes: fitting-room,table:2. "
                  "Or: none")
      ->delimiter(',');
  command
      .add_option("--channels", options->channels,
                  "How it can be had: in-store,video")
      ->delimiter(',');
  command.add_option("--buffer-before", options->buffer_before,
                     "Kept free before it");
  command.add_option("--buffer-after", options->buffer_after,
                     "Kept free after it");
  command.add_option("--notice", options->notice,
                     "It starts at least this long after now");
  command.add_option("--horizon", options->horizon,
                     "It starts at most this long after now");
  command.add_option("--interval", options->interval,
                     "It starts at multiples of this after midnight");
  command.add_option("--hold", options->hold, "How long a hold lasts");
  AddRuleFlags(command, options->rules);
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunSet);
}

}  // namespace rapport::cli
