#include "clients/cli/brand_ranking.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"

namespace rapport::cli {
namespace {

using client::Role;

// A weight as the API, the flags and people know it.
struct Weight {
  const char* flag;
  const char* what;
  int32_t (v1::RankingWeights::*get)() const;
  void (v1::RankingWeights::*set)(int32_t);
};

constexpr Weight kWeights[] = {
    {"--language-level-m", "for each level below native, and language",
     &v1::RankingWeights::language_level_m,
     &v1::RankingWeights::set_language_level_m},
    {"--style-m", "for each any-of style that they lack",
     &v1::RankingWeights::style_m, &v1::RankingWeights::set_style_m},
    {"--channel-m", "for each channel that is liked better",
     &v1::RankingWeights::channel_m, &v1::RankingWeights::set_channel_m},
    {"--wait-day-m", "for each day until their first slot",
     &v1::RankingWeights::wait_day_m, &v1::RankingWeights::set_wait_day_m},
    {"--unfamiliar-m", "for whom the shopper does not know yet",
     &v1::RankingWeights::unfamiliar_m, &v1::RankingWeights::set_unfamiliar_m},
    {"--remote-distance-percent",
     "of the distance that count on remote channels",
     &v1::RankingWeights::remote_distance_percent,
     &v1::RankingWeights::set_remote_distance_percent}};
constexpr size_t kWeightCount = std::size(kWeights);

struct NoOptions {};

struct SetOptions {
  std::optional<int32_t> weights[kWeightCount];
  bool reset = false;
};

struct AttributeOptions {
  std::vector<std::string> words;
};

absl::StatusOr<v1::Brand> Read(const client::Client& client,
                               const Session& session) {
  v1::GetBrandRequest request;
  request.set_name(session.parent());
  return client.GetBrand(request);
}

absl::StatusOr<v1::Brand> ReadBrand(const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  return Read(*client, session);
}

// Reads the brand and writes it changed, unless somebody else has changed it in
// between.
absl::StatusOr<v1::Brand> ChangeBrand(
    const Session& session,
    const std::function<absl::Status(v1::Brand&)>& change) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto brand = Read(*client, session);
  if (!brand.ok()) return brand.status();
  absl::Status changed = change(*brand);
  if (!changed.ok()) return changed;
  v1::UpdateBrandRequest request;
  *request.mutable_brand() = *std::move(brand);
  return client->UpdateBrand(request);
}

absl::Status WriteRanking(const absl::StatusOr<v1::Brand>& brand,
                          const Session& session) {
  if (!brand.ok()) return brand.status();
  const v1::RankingWeights& weights = brand->ranking_weights();
  if (session.json()) {
    session.PrintJson(weights);
    return absl::OkStatus();
  }
  Table table({{"WEIGHT"}, {"METRES", Align::kRight}, {"WHAT FOR"}});
  for (const Weight& weight : kWeights) {
    const bool is_percent = &weight == &kWeights[kWeightCount - 1];
    table.AddRow({weight.flag + 2,
                  absl::StrCat(FormatCount((weights.*weight.get)()),
                               is_percent ? " %" : ""),
                  weight.what});
  }
  table.Write(session.out());
  return absl::OkStatus();
}

absl::Status WriteAttributes(const absl::StatusOr<v1::Brand>& brand,
                             const Session& session) {
  if (!brand.ok()) return brand.status();
  for (const std::string& word : brand->searchable_attributes()) {
    if (session.json()) {
      session.PrintJson(nlohmann::ordered_json(word));
    } else {
      session.out() << word << '\n';
    }
  }
  if (brand->searchable_attributes().empty() && !session.json()) {
    session.out() << "no attribute may be searched for\n";
  }
  return absl::OkStatus();
}

absl::Status RunRankingShow(const NoOptions&, const Session& session) {
  return WriteRanking(ReadBrand(session), session);
}

absl::Status RunRankingSet(const SetOptions& options, const Session& session) {
  bool is_said = options.reset;
  for (const auto& weight : options.weights) is_said |= weight.has_value();
  if (!is_said) {
    return absl::InvalidArgumentError(
        "nothing to set; say a weight, for example --style-m 5000, or --reset");
  }
  const auto change = [&](v1::Brand& brand) {
    if (options.reset) brand.clear_ranking_weights();
    for (size_t i = 0; i < kWeightCount; ++i) {
      if (!options.weights[i].has_value()) continue;
      (brand.mutable_ranking_weights()->*kWeights[i].set)(*options.weights[i]);
    }
    return absl::OkStatus();
  };
  return WriteRanking(ChangeBrand(session, change), session);
}

absl::Status RunAttributesList(const NoOptions&, const Session& session) {
  return WriteAttributes(ReadBrand(session), session);
}

absl::Status RunAttributesAdd(const AttributeOptions& options,
                              const Session& session) {
  const auto change = [&](v1::Brand& brand) {
    for (const std::string& word : options.words) {
      if (absl::c_linear_search(brand.searchable_attributes(), word)) continue;
      brand.add_searchable_attributes(word);
    }
    return absl::OkStatus();
  };
  return WriteAttributes(ChangeBrand(session, change), session);
}

absl::Status RunAttributesRemove(const AttributeOptions& options,
                                 const Session& session) {
  const auto change = [&](v1::Brand& brand) -> absl::Status {
    auto& words = *brand.mutable_searchable_attributes();
    for (const std::string& word : options.words) {
      const auto found = absl::c_find(words, word);
      if (found == words.end()) {
        return absl::NotFoundError(absl::StrCat(
            word, " is none of the attributes that may be searched for"));
      }
      words.erase(found);
    }
    return absl::OkStatus();
  };
  return WriteAttributes(ChangeBrand(session, change), session);
}

void AddWordsCommand(CLI::App& attributes, Command& chosen,
                     const std::string& name, const std::string& what,
                     absl::Status (*run)(const AttributeOptions&,
                                         const Session&)) {
  auto options = std::make_shared<AttributeOptions>();
  CLI::App& command = *attributes.add_subcommand(name, what);
  command.add_option("word", options->words, "For example female")->required();
  RefuseEmptyValues(command);
  ChooseToRun(command, chosen, options, run);
}

struct TimeOffOptions {
  std::string rule;  // empty: only show it
};

constexpr char kFree[] = "free";
constexpr char kNeedsApproval[] = "needs-approval";

absl::Status RunTimeOff(const TimeOffOptions& options, const Session& session) {
  const auto brand = options.rule.empty()
                         ? ReadBrand(session)
                         : ChangeBrand(session, [&](v1::Brand& changed) {
                             changed.set_time_off_needs_approval(
                                 options.rule == kNeedsApproval);
                             return absl::OkStatus();
                           });
  if (!brand.ok()) return brand.status();
  const bool needs_approval = brand->time_off_needs_approval();
  if (session.json()) {
    session.PrintJson({{"time_off_needs_approval", needs_approval}});
  } else {
    session.out() << (needs_approval ? kNeedsApproval : kFree) << '\n';
  }
  return absl::OkStatus();
}

}  // namespace

void AddBrandTimeOff(CLI::App& brand, Command& chosen) {
  auto options = std::make_shared<TimeOffOptions>();
  CLI::App& command = *brand.add_subcommand(
      "time-off",
      "Show, or set, whether time off that associates give themselves counts "
      "at once or once it is approved");
  command.add_option("rule", options->rule, "free or needs-approval")
      ->check(CLI::IsMember({kFree, kNeedsApproval}));
  ChooseToRun(command, chosen, options, RunTimeOff);
}

void AddBrandRanking(CLI::App& brand, Command& chosen) {
  CLI::App& ranking = *brand.add_subcommand(
      "ranking",
      "By what associates are ranked: how much further a shopper "
      "would go for it, in metres");
  ranking.require_subcommand(1);
  ChooseToRun(*ranking.add_subcommand("show", "Show the weights"), chosen,
              std::make_shared<NoOptions>(), RunRankingShow);
  auto options = std::make_shared<SetOptions>();
  CLI::App& set = *ranking.add_subcommand(
      "set", "Set weights; those that are not said stay as they are");
  for (size_t i = 0; i < kWeightCount; ++i) {
    set.add_option(kWeights[i].flag, options->weights[i], kWeights[i].what);
  }
  set.add_flag("--reset", options->reset,
               "First make all weights what they are for a new brand");
  ChooseToRun(set, chosen, options, RunRankingSet);
}

void AddBrandAttributes(CLI::App& brand, Command& chosen) {
  CLI::App& attributes = *brand.add_subcommand(
      "attributes",
      "The attributes of associates that shoppers may search "
      "for");
  attributes.require_subcommand(1);
  ChooseToRun(*attributes.add_subcommand("list", "List them"), chosen,
              std::make_shared<NoOptions>(), RunAttributesList);
  AddWordsCommand(attributes, chosen, "add", "Let more be searched for",
                  RunAttributesAdd);
  AddWordsCommand(attributes, chosen, "remove",
                  "Let these be searched for no more; associates keep them",
                  RunAttributesRemove);
}

}  // namespace rapport::cli
