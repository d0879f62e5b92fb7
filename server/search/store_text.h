// Finds stores by the words a shopper types: an immutable index of the words of
// their names, cities, streets, postal codes and ids.
//
//   StoreText index = StoreText::Build(texts);
//   index.Match(StoreText::WordsOf("glam muenchen"))
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

  // The stores that match all of `words`, which WordsOf gave, in order of
  // number. None for no words.
  std::vector<TextMatch> Match(const std::vector<std::string>& words) const;

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
  std::vector<TextMatch> MatchOne(absl::string_view word) const;

  // Different words in order of their bytes, one after another; where each
  // begins, and where its postings do. Both have an end more than words.
  std::string letters_;
  std::vector<uint32_t> word_begin_ = {0};
  std::vector<uint32_t> postings_begin_ = {0};
  std::vector<Posting> postings_;  // of a word, in order of store
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_TEXT_H_
