#include "server/search/associate_hit_convert.h"

#include <string>

#include "server/transport/convert.h"

namespace rapport::search {
namespace {

void FromScore(const AssociateScore& score, v1::AssociateScore* out) {
  out->set_total_m(score.total_m());
  out->set_distance_m(score.distance_m);
  out->set_language_m(score.language_m);
  out->set_style_m(score.style_m);
  out->set_channel_m(score.channel_m);
  out->set_wait_m(score.wait_m);
  out->set_unfamiliar_m(score.unfamiliar_m);
}

void FromLoosening(const AssociateLoosening& loosening,
                   v1::AssociateRelaxation* out) {
  out->set_field(std::string(loosening.field));
  out->set_matches(static_cast<int64_t>(loosening.matches));
  if (loosening.window.has_value()) {
    v1::TimeWindow* window = out->mutable_window();
    transport::FromTime(loosening.window->start, window->mutable_start_time());
    transport::FromTime(loosening.window->end, window->mutable_end_time());
  }
  if (loosening.radius.has_value()) out->set_radius_m(loosening.radius->value);
  if (loosening.channel.has_value()) {
    out->set_channel(transport::FromChannel(*loosening.channel));
  }
  if (loosening.language.has_value()) {
    v1::SpokenLanguage* language = out->mutable_language();
    language->set_language_code(loosening.language->tag);
    language->set_level(
        static_cast<v1::LanguageLevel>(loosening.language->level));
  }
}

}  // namespace

void FromFound(const AssociateQuery& query, std::optional<geo::Meters> distance,
               Channel channel, const AssociateScore& score,
               v1::AssociateHit* hit) {
  if (distance.has_value()) hit->set_distance_m(distance->value);
  hit->set_channel(transport::FromChannel(channel));
  if (query.order == AssociateOrder::kScore) {
    FromScore(score, hit->mutable_score());
  }
}

void FromSparse(const SparseExplanation& sparse, v1::SparseAssociates* out) {
  for (const AssociateConditionCount& count : sparse.conditions) {
    v1::AssociateCondition* condition = out->add_conditions();
    condition->set_field(std::string(count.field));
    condition->set_matches_without(static_cast<int64_t>(count.matches_without));
    condition->set_matches_alone(static_cast<int64_t>(count.matches_alone));
  }
  for (const AssociateLoosening& loosening : sparse.loosenings) {
    FromLoosening(loosening, out->add_relaxations());
  }
}

}  // namespace rapport::search
