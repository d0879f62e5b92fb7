// What the product's own search of associates costs in memory, with real time
// and the whole score.
//
//   ranked_search_bench [ASSOCIATES [SEARCHES]]
//
// Prints of each class of the joint search the mean and p50 by distance alone
// and by score, their ratio over the mix, and what the index takes.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/search/associate_search.h"
#include "tests/bench/figures.h"
#include "tests/bench/joint_brand.h"

namespace rapport::bench {
namespace {

constexpr int kRounds = 5;

// Times of single searches in microseconds.
std::vector<double> TimesOf(const search::BrandIndex& index,
                            const std::vector<search::AssociateQuery>& queries,
                            size_t& found) {
  std::vector<double> times;
  times.reserve(queries.size());
  search::AssociateCursor last;
  for (const search::AssociateQuery& query : queries) {
    const absl::Time begin = absl::Now();
    search::SearchAssociates(
        index, query, [&](const search::AssociateFound&) { ++found; }, last);
    times.push_back(absl::ToDoubleMicroseconds(absl::Now() - begin));
  }
  return times;
}

double Mean(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

void Run(size_t associates, size_t searches) {
  const JointWorld world(associates, /*correlated=*/false, /*threads=*/4);
  const absl::Time begin = absl::Now();
  JointBrand brand(world);
  Print("search.brand_built", absl::ToDoubleSeconds(absl::Now() - begin), "s");
  const auto index = brand.index();
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    double by_score_sum = 0;
    double by_distance_sum = 0;
    for (size_t c = 0; c < kMixClasses; ++c) {
      std::vector<search::AssociateQuery> queries;
      for (const Question& question : MakeQuestions(kClasses[c], searches)) {
        queries.push_back(brand.QueryOf(question));
      }
      size_t found = 0;
      std::vector<double> by_score = TimesOf(*index, queries, found);
      for (auto& query : queries) {
        query.order = search::AssociateOrder::kDistance;
      }
      std::vector<double> by_distance = TimesOf(*index, queries, found);
      by_score_sum += Mean(by_score);
      by_distance_sum += Mean(by_distance);
      if (round > 0) continue;
      const std::string name = NameOf(kClasses[c]);
      Print(absl::StrCat("search.score_mean_", name), Mean(by_score), "us");
      Print(absl::StrCat("search.score_p50_", name), Median(by_score), "us");
      Print(absl::StrCat("search.distance_mean_", name), Mean(by_distance),
            "us");
      Print(absl::StrCat("search.distance_p50_", name), Median(by_distance),
            "us");
    }
    ratios.push_back(by_distance_sum / by_score_sum);
  }
  Print("search.ranked_vs_nearest", Median(ratios), "");
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const size_t associates = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const size_t searches = argc > 2 ? std::atoll(argv[2]) : 2'000;
  rapport::bench::Run(associates, searches);
}
