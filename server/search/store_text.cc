#include "server/search/store_text.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/vocabulary/folding.h"

namespace rapport::search {
namespace {

constexpr uint32_t kNameWeight = 8;
constexpr uint32_t kCityWeight = 4;
constexpr uint32_t kCodeWeight = 4;
constexpr uint32_t kStreetWeight = 1;
constexpr uint32_t kWholeWord = 2;  // times what its beginning counts
// So many words are looked into one by one for a store.
constexpr size_t kFewWords = 256;

// The first of [first, last) of which `is_before` does not hold.
template <typename IsBefore>
size_t PartitionPoint(size_t first, size_t last, const IsBefore& is_before) {
  while (first < last) {
    const size_t middle = first + (last - first) / 2;
    if (is_before(middle)) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

}  // namespace

std::vector<std::string> StoreText::WordsOf(absl::string_view text) {
  return absl::StrSplit(FoldForSearch(text), ' ', absl::SkipEmpty());
}

// Collects (word, store, weight); a word that a store has in several fields
// keeps its best weight.
class StoreText::Builder {
 public:
  void Add(uint32_t store, uint32_t weight, absl::string_view text) {
    for (const std::string& word : WordsOf(text)) {
      std::vector<Posting>& postings = words_[word];
      if (!postings.empty() && postings.back().store == store) {
        postings.back().weight = std::max(postings.back().weight, weight);
      } else {
        postings.push_back({store, weight});
      }
    }
  }

  void Add(uint32_t number, const catalog::Store& store) {
    const catalog::StoreContent& content = store.content;
    Add(number, kNameWeight, content.display_name);
    for (const catalog::LocalizedName& name : content.details.localized_names) {
      Add(number, kNameWeight, name.text);
    }
    Add(number, kCityWeight, content.address.locality);
    for (const std::string& city : OtherSpellings(content.address.locality)) {
      Add(number, kCityWeight, city);
    }
    Add(number, kCodeWeight, content.address.postal_code);
    Add(number, kCodeWeight, store.source_id);
    for (const std::string& line : content.address.lines) {
      Add(number, kStreetWeight, line);
    }
  }

  StoreText Build() && {
    std::vector<absl::string_view> words;
    words.reserve(words_.size());
    for (const auto& [word, postings] : words_) words.push_back(word);
    std::sort(words.begin(), words.end());
    StoreText index;
    for (absl::string_view word : words) {
      const std::vector<Posting>& postings = words_.find(word)->second;
      index.letters_.append(word.data(), word.size());
      index.word_begin_.push_back(static_cast<uint32_t>(index.letters_.size()));
      index.postings_.insert(index.postings_.end(), postings.begin(),
                             postings.end());
      index.postings_begin_.push_back(
          static_cast<uint32_t>(index.postings_.size()));
    }
    return index;
  }

 private:
  absl::flat_hash_map<std::string, std::vector<Posting>> words_;
};

StoreText StoreText::Build(
    size_t count,
    absl::FunctionRef<const catalog::Store&(uint32_t number)> store_of) {
  Builder builder;
  for (uint32_t number = 0; number < count; ++number) {
    builder.Add(number, store_of(number));
  }
  return std::move(builder).Build();
}

std::vector<TextMatch> StoreText::MatchesOf(size_t first, size_t last,
                                            size_t whole) const {
  std::vector<TextMatch> matches;
  matches.reserve(postings_begin_[last] - postings_begin_[first]);
  for (size_t i = first; i < last; ++i) {
    const uint32_t times = i == whole ? kWholeWord : 1;
    for (size_t p = postings_begin_[i]; p < postings_begin_[i + 1]; ++p) {
      matches.push_back({postings_[p].store, postings_[p].weight * times});
    }
  }
  // The postings of one word are in order already.
  if (last - first > 1) {
    std::sort(matches.begin(), matches.end(),
              [](const TextMatch& a, const TextMatch& b) {
                return a.store != b.store ? a.store < b.store
                                          : a.score > b.score;
              });
  }
  matches.erase(std::unique(matches.begin(), matches.end(),
                            [](const TextMatch& a, const TextMatch& b) {
                              return a.store == b.store;
                            }),
                matches.end());
  return matches;
}

StoreText::Query::Query(const StoreText& index,
                        const std::vector<std::string>& words)
    : index_(index) {
  for (absl::string_view word : words) {
    Range range;
    const auto before = [&](size_t i) { return index.WordAt(i) < word; };
    range.first = PartitionPoint(0, index.word_count(), before);
    range.last = PartitionPoint(range.first, index.word_count(), [&](size_t i) {
      return absl::StartsWith(index.WordAt(i), word);
    });
    const bool has_whole =
        range.first < range.last && index.WordAt(range.first) == word;
    range.whole = has_whole ? range.first : range.last;
    range.postings =
        index.postings_begin_[range.last] - index.postings_begin_[range.first];
    ranges_.push_back(std::move(range));
  }
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) {
    return a.postings < b.postings;
  });
}

size_t StoreText::Query::count_max() const { return ranges_[0].postings; }

std::optional<uint32_t> StoreText::Query::ScoreOf(Range& range,
                                                  uint32_t store) {
  const auto is_before = [](const auto& one, uint32_t x) {
    return one.store < x;
  };
  if (range.last - range.first > kFewWords) {
    if (range.matches.empty()) {
      range.matches = index_.MatchesOf(range.first, range.last, range.whole);
    }
    const auto found = std::lower_bound(range.matches.begin(),
                                        range.matches.end(), store, is_before);
    if (found == range.matches.end() || found->store != store) {
      return std::nullopt;
    }
    return found->score;
  }
  uint32_t best = 0;
  for (size_t i = range.first; i < range.last; ++i) {
    const auto begin = index_.postings_.begin() + index_.postings_begin_[i];
    const auto end = index_.postings_.begin() + index_.postings_begin_[i + 1];
    const auto found = std::lower_bound(begin, end, store, is_before);
    if (found == end || found->store != store) continue;
    best = std::max(best, found->weight * (i == range.whole ? kWholeWord : 1));
  }
  if (best == 0) return std::nullopt;
  return best;
}

std::optional<uint32_t> StoreText::Query::Score(uint32_t store) {
  uint32_t sum = 0;
  for (Range& range : ranges_) {
    const std::optional<uint32_t> score = ScoreOf(range, store);
    if (!score.has_value()) return std::nullopt;
    sum += *score;
  }
  return sum;
}

std::vector<TextMatch> StoreText::Query::All() {
  std::vector<TextMatch> all =
      index_.MatchesOf(ranges_[0].first, ranges_[0].last, ranges_[0].whole);
  auto end = all.begin();
  for (TextMatch match : all) {
    bool has_all = true;
    for (size_t i = 1; i < ranges_.size() && has_all; ++i) {
      const std::optional<uint32_t> score = ScoreOf(ranges_[i], match.store);
      has_all = score.has_value();
      match.score += score.value_or(0);
    }
    if (has_all) *end++ = match;
  }
  all.erase(end, all.end());
  return all;
}

size_t StoreText::memory_bytes() const {
  return letters_.capacity() + word_begin_.capacity() * sizeof(uint32_t) +
         postings_begin_.capacity() * sizeof(uint32_t) +
         postings_.capacity() * sizeof(Posting);
}

}  // namespace rapport::search
