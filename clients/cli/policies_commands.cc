#include "clients/cli/policies_commands.h"

#include <string>
#include <vector>

#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/policy_text.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ListOptions {};

struct ShowOptions {
  std::string scope;
};

struct ExplainOptions {
  std::string associate;
  std::string store;
  std::string service;
  std::string channel;
};

absl::Status RunList(const ListOptions&, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::ListOfferPoliciesRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  std::vector<v1::OfferPolicy> policies;
  absl::Status status = client::ForEachPage(
      request,
      [&](const auto& page) { return client->ListOfferPolicies(page); },
      [&](const v1::ListOfferPoliciesResponse& page) {
        for (const v1::OfferPolicy& policy : page.offer_policies()) {
          if (session.json()) {
            session.PrintJson(policy);
          } else {
            policies.push_back(policy);
          }
        }
        return true;
      });
  if (!status.ok() || session.json()) return status;
  WritePolicies(policies, session.out());
  return absl::OkStatus();
}

absl::Status RunShow(const ShowOptions& options, const Session& session) {
  const auto name = PolicyName(session.brand(), options.scope);
  if (!name.ok()) return name.status();
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetOfferPolicyRequest request;
  request.set_name(*name);
  const auto policy = client->GetOfferPolicy(request);
  if (!policy.ok()) return policy.status();
  if (session.json()) {
    session.PrintJson(*policy);
  } else {
    WritePolicies({*policy}, session.out());
  }
  return absl::OkStatus();
}

absl::Status RunExplain(const ExplainOptions& options, const Session& session) {
  v1::ExplainOfferRequest request;
  request.set_associate(
      FullName(session.brand(), "associates", options.associate));
  request.set_store(FullName(session.brand(), "stores", options.store));
  request.set_service(FullName(session.brand(), "services", options.service));
  if (!options.channel.empty()) {
    const auto channel = ParseChannel(options.channel);
    if (!channel.ok()) return ForFlag("--channel", channel.status());
    request.set_channel(*channel);
  }
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto response = client->ExplainOffer(request);
  if (!response.ok()) return response.status();
  if (!session.json()) {
    WriteDecisions(*response, session.out());
    return absl::OkStatus();
  }
  for (const v1::OfferDecision& decision : response->decisions()) {
    session.PrintJson(decision);
  }
  return absl::OkStatus();
}

void AddExplain(CLI::App& policies, Command& chosen) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command = *policies.add_subcommand(
      "explain", "Tell whether somebody offers a service, and who says so");
  command.add_option("--associate", options->associate, "Their id or name")
      ->required();
  command.add_option("--store", options->store, "Its id or name")->required();
  command.add_option("--service", options->service, "Its id or name")
      ->required();
  command.add_option("--channel", options->channel,
                     "Only this one. Without it: all");
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, RunExplain);
}

}  // namespace

void AddPoliciesCommands(CLI::App& app, Command& chosen) {
  CLI::App& policies = *app.add_subcommand(
      "policies", "Where services are offered: by region, market, store...");
  policies.require_subcommand(1);
  CLI::App& list = *policies.add_subcommand("list", "List all rules");
  ChooseToRun(list, chosen, std::make_shared<ListOptions>(), RunList);
  auto options = std::make_shared<ShowOptions>();
  CLI::App& show = *policies.add_subcommand("show", "Show what one scope says");
  show.add_option("scope", options->scope, kScopeSyntax)->required();
  ChooseToRun(show, chosen, options, RunShow);
  AddPoliciesSet(policies, chosen);
  AddExplain(policies, chosen);
}

}  // namespace rapport::cli
