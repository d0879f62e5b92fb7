#include "server/hours/hours_cursor.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace rapport::hours {
namespace {

// U+00A0, U+2009, U+202F and what breaks lines.
constexpr absl::string_view kOtherSpaces[] = {
    "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\t", "\n", "\r"};

// Hyphens and dashes U+2010 to U+2015, and the minus sign.
constexpr absl::string_view kOtherDashes[] = {
    "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93",
    "\xE2\x80\x94", "\xE2\x80\x95", "\xE2\x88\x92"};

}  // namespace

void HoursCursor::SkipSpace() {
  for (bool moved = true; moved;) {
    moved = TryChar(' ');
    for (absl::string_view space : kOtherSpaces) {
      if (!TryText(space)) continue;
      NoteUnusual();
      moved = true;
    }
  }
}

bool HoursCursor::TryChar(char sign) {
  if (AtEnd() || text_[position_] != sign) return false;
  ++position_;
  return true;
}

bool HoursCursor::TryText(absl::string_view text) {
  if (!absl::StartsWith(rest(), text)) return false;
  position_ += text.size();
  return true;
}

bool HoursCursor::TryDash() {
  const size_t from = position_;
  SkipSpace();
  bool dash = TryChar('-');
  for (absl::string_view other : kOtherDashes) {
    if (dash) break;
    dash = TryText(other);
    if (dash) NoteUnusual();
  }
  if (!dash) {
    position_ = from;
    return false;
  }
  SkipSpace();
  return true;
}

absl::string_view HoursCursor::PeekWord() const {
  size_t length = 0;
  while (position_ + length < text_.size() &&
         absl::ascii_isalpha(
             static_cast<unsigned char>(text_[position_ + length]))) {
    ++length;
  }
  return text_.substr(position_, length);
}

bool HoursCursor::TryWord(absl::string_view word) {
  const absl::string_view here = PeekWord();
  if (!absl::EqualsIgnoreCase(here, word)) return false;
  if (here != word) NoteUnusual();
  position_ += word.size();
  return true;
}

size_t HoursCursor::DigitsAhead() const {
  size_t length = 0;
  while (position_ + length < text_.size() &&
         absl::ascii_isdigit(
             static_cast<unsigned char>(text_[position_ + length]))) {
    ++length;
  }
  return length;
}

std::optional<int> HoursCursor::TryNumber(size_t digits_max) {
  const size_t digits = DigitsAhead();
  int number = 0;
  if (digits == 0 || digits > digits_max ||
      !absl::SimpleAtoi(text_.substr(position_, digits), &number)) {
    return std::nullopt;
  }
  position_ += digits;
  return number;
}

std::optional<std::string> HoursCursor::TryQuoted() {
  if (Peek() != '"') return std::nullopt;
  const size_t end = text_.find('"', position_ + 1);
  if (end == absl::string_view::npos) return std::nullopt;
  std::string quoted(text_.substr(position_ + 1, end - position_ - 1));
  position_ = end + 1;
  return quoted;
}

void HoursCursor::NoteUnusual() {
  if (unusual_) return;
  unusual_ = true;
  Remark(kHoursUnusualText, position_,
         "not as the specification writes it, but not in doubt");
}

void HoursCursor::Remark(absl::string_view code, size_t position,
                         std::string text) {
  remarks_.push_back({code, position, std::move(text)});
}

bool HoursCursor::FailAt(size_t position, absl::string_view expected) {
  if (failed_ && position < failed_at_) return false;
  failed_ = true;
  failed_at_ = position;
  expected_ = std::string(expected);
  return false;
}

}  // namespace rapport::hours
