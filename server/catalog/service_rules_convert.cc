#include "server/catalog/service_rules_convert.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/transport/convert.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

// Unset where it is nothing.
void FromLength(absl::Duration length,
                google::protobuf::Duration* (v1::Service::*field)(),
                v1::Service* out) {
  if (length == absl::ZeroDuration()) return;
  transport::FromDuration(length, (out->*field)());
}

absl::Status SetLength(absl::string_view field, bool is_set,
                       const google::protobuf::Duration& in,
                       absl::Duration& out) {
  if (!is_set) return absl::OkStatus();
  absl::StatusOr<absl::Duration> length = transport::ToDuration(field, in);
  if (length.ok()) out = *length;
  return length.status();
}

void FromQuestion(const Question& question, v1::Question* out) {
  out->set_id(question.id);
  out->set_text(question.text);
  out->set_type(static_cast<v1::QuestionType>(question.type));
  for (const std::string& choice : question.choices) out->add_choices(choice);
  out->set_required(question.required);
}

absl::Status AddQuestion(absl::string_view path, const v1::Question& in,
                         Service& service) {
  if (!v1::QuestionType_IsValid(in.type())) {
    return InvalidField(absl::StrCat(path, ".type"), "UNKNOWN",
                        absl::StrCat("is ", in.type(),
                                     "; no type of questions has that number"));
  }
  Question& question = service.questions.emplace_back();
  question.id = in.id();
  question.text = in.text();
  if (in.type() != v1::QUESTION_TYPE_UNSPECIFIED) {
    question.type = static_cast<QuestionType>(in.type());
  }
  question.choices = {in.choices().begin(), in.choices().end()};
  question.required = in.required();
  return absl::OkStatus();
}

}  // namespace

void FromServiceRules(const Service& service, v1::Service* out) {
  FromLength(service.cancel_notice, &v1::Service::mutable_cancel_notice, out);
  FromLength(service.move_notice, &v1::Service::mutable_move_notice, out);
  for (const Question& question : service.questions) {
    FromQuestion(question, out->add_questions());
  }
  out->set_party_max(service.party_max);
  out->set_seats(service.seats);
  const ShopperLimit& limit = service.shopper_limit;
  if (!limit.limits()) return;
  v1::ShopperLimit* told = out->mutable_shopper_limit();
  told->set_live_max(limit.live_max);
  told->set_count_max(limit.count_max);
  if (limit.count_max != 0) {
    transport::FromDuration(limit.period, told->mutable_period());
  }
}

absl::Status SetServiceRules(const v1::Service& in, Service& service) {
  const v1::ShopperLimit& limit = in.shopper_limit();
  absl::Status status =
      SetLength("service.cancel_notice", in.has_cancel_notice(),
                in.cancel_notice(), service.cancel_notice);
  status.Update(SetLength("service.move_notice", in.has_move_notice(),
                          in.move_notice(), service.move_notice));
  for (int i = 0; i < in.questions_size(); ++i) {
    status.Update(AddQuestion(absl::StrCat("service.questions[", i, "]"),
                              in.questions(i), service));
  }
  service.shopper_limit.live_max = limit.live_max();
  service.shopper_limit.count_max = limit.count_max();
  status.Update(SetLength("service.shopper_limit.period", limit.has_period(),
                          limit.period(), service.shopper_limit.period));
  if (in.party_max() != 0) service.party_max = in.party_max();
  service.seats = in.seats();
  return status;
}

}  // namespace rapport::catalog
