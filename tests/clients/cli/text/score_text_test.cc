#include "clients/cli/text/score_text.h"

#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

v1::AssociateHit Hit(v1::Channel channel) {
  v1::AssociateHit hit;
  hit.set_channel(channel);
  v1::AssociateScore& score = *hit.mutable_score();
  score.set_distance_m(2'100);
  score.set_language_m(1'000);
  score.set_style_m(2'000);
  score.set_channel_m(3'000);
  score.set_wait_m(300);
  score.set_unfamiliar_m(10'000);
  score.set_total_m(18'400);
  return hit;
}

TEST(FormatScore, NamesEachPart) {
  EXPECT_EQ(FormatScore(Hit(v1::CHANNEL_IN_STORE), Units::kMetric),
            "score 18.4 km: 2.1 km away, 1.0 km language level, 2.0 km styles, "
            "3.0 km other channel, 300 m wait, 10.0 km not known yet");
}

TEST(FormatScore, SaysThatOnlyAPartOfTheDistanceCountsOnRemoteChannels) {
  v1::AssociateHit hit;
  hit.set_channel(v1::CHANNEL_VIDEO);
  hit.mutable_score()->set_distance_m(210);
  hit.mutable_score()->set_total_m(210);
  EXPECT_EQ(FormatScore(hit, Units::kMetric),
            "score 210 m: 210 m of the distance");
}

TEST(FormatScore, HasNoPartsWhereNothingCouldBeBetter) {
  v1::AssociateHit hit;
  hit.mutable_score();
  EXPECT_EQ(FormatScore(hit, Units::kMetric), "score 0 m");
}

TEST(FormatScore, IsInMilesWhereTheyAreAskedFor) {
  v1::AssociateHit hit;
  hit.set_channel(v1::CHANNEL_IN_STORE);
  hit.mutable_score()->set_distance_m(1'609);
  hit.mutable_score()->set_total_m(1'609);
  EXPECT_EQ(FormatScore(hit, Units::kMiles), "score 1.0 mi: 1.0 mi away");
}

TEST(FormatScore, IsNothingWithoutAScore) {
  EXPECT_EQ(FormatScore(v1::AssociateHit(), Units::kMetric), "");
}

}  // namespace
}  // namespace rapport::cli
