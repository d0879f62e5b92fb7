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

std::vector<TextMatch> StoreText::MatchOne(absl::string_view word) const {
  const size_t count = word_begin_.size() - 1;
  size_t first = 0;
  for (size_t length = count; length > 0;) {
    const size_t half = length / 2;
    if (WordAt(first + half) < word) {
      first += half + 1;
      length -= half + 1;
    } else {
      length = half;
    }
  }
  std::vector<TextMatch> matches;
  for (size_t i = first; i < count && absl::StartsWith(WordAt(i), word); ++i) {
    const uint32_t times = WordAt(i).size() == word.size() ? kWholeWord : 1;
    for (size_t p = postings_begin_[i]; p < postings_begin_[i + 1]; ++p) {
      matches.push_back({postings_[p].store, postings_[p].weight * times});
    }
  }
  // Of a store that has several such words, the best.
  std::sort(matches.begin(), matches.end(),
            [](const TextMatch& a, const TextMatch& b) {
              return a.store != b.store ? a.store < b.store : a.score > b.score;
            });
  matches.erase(std::unique(matches.begin(), matches.end(),
                            [](const TextMatch& a, const TextMatch& b) {
                              return a.store == b.store;
                            }),
                matches.end());
  return matches;
}

std::vector<TextMatch> StoreText::Match(
    const std::vector<std::string>& words) const {
  std::vector<TextMatch> all;
  for (size_t i = 0; i < words.size(); ++i) {
    std::vector<TextMatch> found = MatchOne(words[i]);
    if (i == 0) {
      all = std::move(found);
      continue;
    }
    // What both have, their scores added.
    auto end = all.begin();
    auto other = found.begin();
    for (const TextMatch& match : all) {
      while (other != found.end() && other->store < match.store) ++other;
      if (other == found.end()) break;
      if (other->store == match.store) {
        *end++ = {match.store, match.score + other->score};
      }
    }
    all.erase(end, all.end());
  }
  return all;
}

size_t StoreText::memory_bytes() const {
  return letters_.capacity() + word_begin_.capacity() * sizeof(uint32_t) +
         postings_begin_.capacity() * sizeof(uint32_t) +
         postings_.capacity() * sizeof(Posting);
}

}  // namespace rapport::search
