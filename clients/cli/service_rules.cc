#include "clients/cli/service_rules.h"

#include "clients/cli/duration_flag.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/text/question_text.h"

namespace rapport::cli {
namespace {

constexpr char kNoQuestions[] = "none";

absl::Status ChangeQuestions(const std::vector<std::string>& texts,
                             v1::Service& service) {
  if (!texts.empty()) service.clear_questions();
  for (const std::string& text : texts) {
    if (text == kNoQuestions) continue;
    const auto question = ParseQuestion(text);
    if (!question.ok()) return ForFlag("--question", question.status());
    *service.add_questions() = *question;
  }
  return absl::OkStatus();
}

// 0 takes a limit away, and its period with it.
absl::Status ChangeLimit(const RuleOptions& options, v1::Service& service) {
  v1::ShopperLimit limit = service.shopper_limit();
  if (options.live_max.has_value()) limit.set_live_max(*options.live_max);
  if (options.count_max.has_value()) limit.set_count_max(*options.count_max);
  absl::Status status = SetDuration("--period", options.period,
                                    [&] { return limit.mutable_period(); });
  if (!status.ok()) return status;
  if (options.count_max == 0) limit.clear_period();
  if (limit.ByteSizeLong() == 0) {
    service.clear_shopper_limit();
  } else {
    *service.mutable_shopper_limit() = limit;
  }
  return absl::OkStatus();
}

}  // namespace

void AddRuleFlags(CLI::App& command, RuleOptions& options) {
  command.add_option("--cancel-notice", options.cancel_notice,
                     "Shoppers may cancel it until this long before it: 24h");
  command.add_option("--move-notice", options.move_notice,
                     "Shoppers may move it until this long before it: 2h");
  command.add_option("--question", options.questions, kQuestionHelp)
      ->allow_extra_args(false);
  command.add_option("--party-max", options.party_max,
                     "How many shoppers may come together");
  command.add_option("--seats", options.seats,
                     "Makes it a class, whose sessions have so many seats; 0: "
                     "no class");
  command.add_option("--live-max", options.live_max,
                     "How many a shopper may have ahead; 0: any number");
  command.add_option("--count-max", options.count_max,
                     "How many a shopper may have within --period; 0: any "
                     "number");
  command.add_option("--period", options.period, "In whole days: 168h");
}

absl::Status ChangeRules(const RuleOptions& options, v1::Service& service) {
  absl::Status status =
      SetDuration("--cancel-notice", options.cancel_notice,
                  [&] { return service.mutable_cancel_notice(); });
  if (status.ok()) {
    status = SetDuration("--move-notice", options.move_notice,
                         [&] { return service.mutable_move_notice(); });
  }
  if (status.ok()) status = ChangeQuestions(options.questions, service);
  if (options.party_max.has_value()) service.set_party_max(*options.party_max);
  if (options.seats.has_value()) service.set_seats(*options.seats);
  if (status.ok()) status = ChangeLimit(options, service);
  return status;
}

}  // namespace rapport::cli
