// Finds stores by the words a shopper types: an immutable index of the words of
// their names, cities, streets, postal codes and ids.
//
//   StoreText index = StoreText::Build(texts);
//   StoreText::Query(index, StoreText::WordsOf("glam muenchen")).All()
//
// A store matches if each typed word is the beginning of one of its words. How
// well is the sum over the typed words of the best field that has it, a whole
// word counting twice of what its beginning counts:
//
//   name 8, city 4, postal code and id 4, street 1
//
// A city is found under its other spellings too (folding.h).
//
// Memory: 8 bytes a word of a store, and each different word once.
// Thread-safety: immutable once built.
#ifndef RAPPORT_SERVER_SEARCH_STORE_TEXT_H_
#define RAPPORT_SERVER_SEARCH_STORE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "server/catalog/store.h"

namespace rapport::search {

inline constexpr size_t kTypedWordsMax = 8;
inline constexpr size_t kTypedLengthMax = 100;  // code points

// A store, by its number, and how well it matches.
struct TextMatch {
  uint32_t store = 0;
  uint32_t score = 0;

  friend bool operator==(const TextMatch&, const TextMatch&) = default;
};

class StoreText {
 public:
  // The words of a text, folded: case, width and accents are gone, and what is
  // neither a letter nor a digit separates. `text` is UTF-8.
  static std::vector<std::string> WordsOf(absl::string_view text);

  StoreText() = default;

  // `store_of` gives the store of each number below `count`.
  static StoreText Build(
      size_t count,
      absl::FunctionRef<const catalog::Store&(uint32_t number)> store_of);

  // What somebody typed, to be asked of the index, which outlives it. `words`
  // are such as WordsOf gives, at least one. Not thread-safe.
  class Query {
   public:
    Query(const StoreText& index, const std::vector<std::string>& words);

    // At most so many stores match.
    size_t count_max() const;

    // How well the store matches; nothing if it does not. For who has come upon
    // it otherwise: a few lookups, after a first one that may take longer.
    std::optional<uint32_t> Score(uint32_t store);

    // All that match, in order of number. As dear as the rarest word is common.
    std::vector<TextMatch> All();

   private:
    // The words of the index that begin with a typed one.
    struct Range {
      size_t first = 0;
      size_t last = 0;
      size_t whole = 0;  // the word itself, or `last`
      size_t postings = 0;
      // Once there are too many words to look into each.
      std::vector<TextMatch> matches;
    };

    std::optional<uint32_t> ScoreOf(Range& range, uint32_t store);

    const StoreText& index_;
    std::vector<Range> ranges_;  // the rarest first
  };

  // What the index holds on the heap.
  size_t memory_bytes() const;

 private:
  // A word of a store.
  struct Posting {
    uint32_t store;
    uint32_t weight;
  };
  class Builder;

  absl::string_view WordAt(size_t index) const {
    return absl::string_view(letters_).substr(
        word_begin_[index], word_begin_[index + 1] - word_begin_[index]);
  }
  size_t word_count() const { return word_begin_.size() - 1; }
  // All stores that have one of those words, each once with its best score.
  std::vector<TextMatch> MatchesOf(size_t first, size_t last,
                                   size_t whole) const;

  // Different words in order of their bytes, one after another; where each
  // begins, and where its postings do. Both have an end more than words.
  std::string letters_;
  std::vector<uint32_t> word_begin_ = {0};
  std::vector<uint32_t> postings_begin_ = {0};
  std::vector<Posting> postings_;  // of a word, in order of store
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_TEXT_H_
