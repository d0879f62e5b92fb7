#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/policies_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/policy_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using client::Role;

// Which rules: one for each channel, or one for all.
struct RuleOptions {
  std::string scope;
  std::string service;
  std::vector<std::string> channels;
};

struct SetOptions {
  RuleOptions rules;
  bool on = false;
  bool off = false;
  bool is_final = false;
};

struct UnsetOptions {
  RuleOptions rules;
  bool all = false;
};

// The rules that are spoken of, offered by nobody yet.
absl::StatusOr<std::vector<v1::OfferRule>> RulesOf(const RuleOptions& options,
                                                   const Session& session) {
  v1::OfferRule rule;
  if (!options.service.empty()) {
    rule.set_service(FullName(session.brand(), "services", options.service));
  }
  if (options.channels.empty()) return std::vector<v1::OfferRule>{rule};
  std::vector<v1::OfferRule> rules;
  for (const std::string& word : options.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return ForFlag("--channel", channel.status());
    rule.set_channel(*channel);
    rules.push_back(rule);
  }
  return rules;
}

// The rule of the same service and channel; the end if there is none.
auto FindRule(v1::OfferPolicy& policy, const v1::OfferRule& wanted) {
  return absl::c_find_if(*policy.mutable_rules(),
                         [&](const v1::OfferRule& rule) {
                           return rule.service() == wanted.service() &&
                                  rule.channel() == wanted.channel();
                         });
}

absl::StatusOr<v1::OfferPolicy> Read(const client::Client& client,
                                     const RuleOptions& options,
                                     const Session& session) {
  const auto name = PolicyName(session.brand(), options.scope);
  if (!name.ok()) return name.status();
  v1::GetOfferPolicyRequest request;
  request.set_name(*name);
  return client.GetOfferPolicy(request);
}

// Writes the policy, unless it has changed since it was read, and shows it.
absl::Status Write(const client::Client& client, const v1::OfferPolicy& policy,
                   const Session& session) {
  v1::UpdateOfferPolicyRequest request;
  *request.mutable_offer_policy() = policy;
  const auto written = client.UpdateOfferPolicy(request);
  if (!written.ok()) return written.status();
  if (session.json()) {
    session.PrintJson(*written);
  } else {
    WritePolicies({*written}, session.out());
  }
  return absl::OkStatus();
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  if (!options.on && !options.off) {
    return absl::InvalidArgumentError(
        "neither --on nor --off is there; one says whether it is offered");
  }
  const auto rules = RulesOf(options.rules, session);
  if (!rules.ok()) return rules.status();
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto policy = Read(*client, options.rules, session);
  if (!policy.ok()) return policy.status();
  for (v1::OfferRule rule : *rules) {
    rule.set_offered(options.on);
    rule.set_final(options.is_final);
    const auto known = FindRule(*policy, rule);
    if (known != policy->mutable_rules()->end()) {
      *known = rule;
    } else {
      *policy->add_rules() = rule;
    }
  }
  return Write(*client, *policy, session);
}

absl::Status RunUnset(const UnsetOptions& options, const Session& session) {
  const RuleOptions& which = options.rules;
  const bool is_said = !which.service.empty() || !which.channels.empty();
  if (options.all && is_said) {
    return absl::InvalidArgumentError(
        "--all is every rule; it goes without --service and --channel");
  }
  const auto rules = RulesOf(which, session);
  if (!rules.ok()) return rules.status();
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto policy = Read(*client, which, session);
  if (!policy.ok()) return policy.status();
  if (options.all) {
    policy->clear_rules();
    return Write(*client, *policy, session);
  }
  for (const v1::OfferRule& rule : *rules) {
    const auto known = FindRule(*policy, rule);
    if (known == policy->mutable_rules()->end()) {
      return absl::NotFoundError(
          absl::StrCat("the policy of ", ScopeOf(policy->name()),
                       " has no rule of just that service and channel; "
                       "`rapport policies show` shows those it has"));
    }
    policy->mutable_rules()->erase(known);
  }
  return Write(*client, *policy, session);
}

void AddRuleOptions(CLI::App& command, RuleOptions& options) {
  command.add_option("scope", options.scope, kScopeSyntax)->required();
  command.add_option("--service", options.service,
                     "Of this service. Without it: the rule of all");
  command
      .add_option("--channel", options.channels,
                  "On these: in-store, video, phone, chat, whatsapp, wechat, "
                  "sms, email. Without it: the rule of all")
      ->delimiter(',');
}

}  // namespace

void AddPoliciesSet(CLI::App& policies, Command& chosen) {
  auto set_options = std::make_shared<SetOptions>();
  CLI::App& set = *policies.add_subcommand(
      "set", "Say whether a service is offered; other rules stay");
  AddRuleOptions(set, set_options->rules);
  CLI::Option* on = set.add_flag("--on", set_options->on, "It is offered");
  set.add_flag("--off", set_options->off, "It is not offered")->excludes(on);
  set.add_flag("--final", set_options->is_final,
               "No more specific scope may say otherwise");
  RefuseEmptyValues(set);
  ChooseToRun(set, chosen, set_options, RunSet);

  auto unset_options = std::make_shared<UnsetOptions>();
  CLI::App& unset = *policies.add_subcommand("unset", "Take a rule back");
  AddRuleOptions(unset, unset_options->rules);
  unset.add_flag("--all", unset_options->all, "All rules of the scope");
  RefuseEmptyValues(unset);
  ChooseToRun(unset, chosen, unset_options, RunUnset);
}

}  // namespace rapport::cli
