#include "db/service_rules_json.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "db/json_text.h"

namespace rapport::db {
namespace {

using catalog::Question;
using catalog::ShopperLimit;
using nlohmann::json;

void AddLength(const char* key, absl::Duration length, json& object) {
  if (length == absl::ZeroDuration()) return;
  object[key] = absl::FormatDuration(length);
}

absl::Duration LengthFrom(const json& object, const char* key) {
  absl::Duration length;
  if (!absl::ParseDuration(object.value(key, "0"), &length)) throw NotOurs();
  return length;
}

json QuestionJson(const Question& question) {
  json object = {{"id", question.id},
                 {"text", question.text},
                 {"type", static_cast<int>(question.type)},
                 {"required", question.required}};
  if (!question.choices.empty()) object["choices"] = question.choices;
  return object;
}

catalog::QuestionType TypeFrom(int number) {
  const auto type = static_cast<catalog::QuestionType>(number);
  switch (type) {
    case catalog::QuestionType::kText:
    case catalog::QuestionType::kChoice:
    case catalog::QuestionType::kYesNo:
      return type;
  }
  throw NotOurs();
}

Question QuestionFrom(const json& object) {
  return {.id = object.at("id"),
          .text = object.at("text"),
          .type = TypeFrom(object.at("type")),
          .choices = object.value("choices", std::vector<std::string>()),
          .required = object.value("required", false)};
}

}  // namespace

void AddServiceRules(const catalog::Service& service, json& object) {
  AddLength("cancel_notice", service.cancel_notice, object);
  AddLength("move_notice", service.move_notice, object);
  for (const Question& question : service.questions) {
    object["questions"].push_back(QuestionJson(question));
  }
  if (service.party_max != 1) object["party_max"] = service.party_max;
  if (service.is_class()) object["seats"] = service.seats;
  const ShopperLimit& limit = service.shopper_limit;
  if (limit.live_max != 0) object["live_max"] = limit.live_max;
  if (limit.count_max != 0) object["count_max"] = limit.count_max;
  AddLength("count_period", limit.period, object);
}

void ReadServiceRules(const json& object, catalog::Service& service) {
  service.cancel_notice = LengthFrom(object, "cancel_notice");
  service.move_notice = LengthFrom(object, "move_notice");
  service.questions.clear();
  const json questions = object.value("questions", json::array());
  for (const json& question : questions) {
    service.questions.push_back(QuestionFrom(question));
  }
  service.party_max = object.value("party_max", 1);
  service.seats = object.value("seats", 0);
  service.shopper_limit = {.live_max = object.value("live_max", 0),
                           .count_max = object.value("count_max", 0),
                           .period = LengthFrom(object, "count_period")};
}

}  // namespace rapport::db
