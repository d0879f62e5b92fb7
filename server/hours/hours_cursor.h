// A place in a text of hours that a parser moves on: spaces, words, numbers and
// signs. Notes where the text was read that the specification does not write
// so, and where reading failed.
#ifndef RAPPORT_SERVER_HOURS_HOURS_CURSOR_H_
#define RAPPORT_SERVER_HOURS_HOURS_CURSOR_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/hours/remark.h"

namespace rapport::hours {

// The Try functions move on and answer true, or stay and answer false. Not
// thread-safe.
class HoursCursor {
 public:
  explicit HoursCursor(absl::string_view text) : text_(text) {}

  size_t position() const { return position_; }
  void MoveTo(size_t position) { position_ = position; }
  bool AtEnd() const { return position_ >= text_.size(); }
  absl::string_view rest() const { return text_.substr(position_); }
  char Peek() const { return AtEnd() ? '\0' : text_[position_]; }

  // Spaces; no-break spaces and line breaks are unusual ones.
  void SkipSpace();
  bool TryChar(char sign);
  bool TryText(absl::string_view text);
  // `-`, with the spaces around it; other dashes are unusual ones.
  bool TryDash();

  // ASCII letters from here on; does not move.
  absl::string_view PeekWord() const;
  void Skip(size_t length) { position_ += length; }
  bool TryWord(absl::string_view word);

  // How many digits stand here; does not move.
  size_t DigitsAhead() const;
  // The number here; nothing if there are no digits or more than digits_max.
  std::optional<int> TryNumber(size_t digits_max);

  // What is between two `"`; nothing if no `"` is here or none closes it.
  std::optional<std::string> TryQuoted();

  // The first unusual thing is remarked, once.
  void NoteUnusual();
  void Remark(absl::string_view code, size_t position, std::string text);
  const HoursRemarks& remarks() const { return remarks_; }

  // Remembers the failure that is furthest on; always false.
  bool Fail(absl::string_view expected) { return FailAt(position_, expected); }
  bool FailAt(size_t position, absl::string_view expected);
  absl::Status failure() const { return NotRead(failed_at_, expected_); }

 private:
  absl::string_view text_;
  size_t position_ = 0;
  bool unusual_ = false;
  HoursRemarks remarks_;
  bool failed_ = false;
  size_t failed_at_ = 0;
  std::string expected_ = "hours";
};

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_HOURS_CURSOR_H_
