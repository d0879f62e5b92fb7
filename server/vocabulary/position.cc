#include "server/vocabulary/position.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace rapport {
namespace {

// The first character of the text: of this form, base64url without padding of
// numbers of seven bits a byte, the least first. closed_to comes first, then
// for each origin its distance from the one before and its number.
constexpr char kVersion = '1';
// 63 bits.
constexpr int kNumberBytesMax = 9;

void AddNumber(int64_t number, std::string& bytes) {
  for (; number > 0x7f; number >>= 7) {
    bytes.push_back(static_cast<char>((number & 0x7f) | 0x80));
  }
  bytes.push_back(static_cast<char>(number));
}

std::optional<int64_t> TakeNumber(absl::string_view& bytes) {
  int64_t number = 0;
  for (int i = 0; i < kNumberBytesMax && !bytes.empty(); ++i) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<int64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return number;
  }
  return std::nullopt;
}

absl::Status NotAPosition() {
  return absl::InvalidArgumentError(
      "is not a position that this service has given out");
}

// `closed_to` and all pairs of `bytes`; nothing if they are malformed.
std::optional<Position> ReadNumbers(absl::string_view bytes) {
  const std::optional<int64_t> closed_to = TakeNumber(bytes);
  if (!closed_to.has_value()) return std::nullopt;
  Position::Seqs seqs;
  int64_t origin = 0;
  while (!bytes.empty()) {
    const std::optional<int64_t> apart = TakeNumber(bytes);
    const std::optional<int64_t> seq = TakeNumber(bytes);
    if (!apart.has_value() || !seq.has_value() || *apart == 0 ||
        *apart > Position::kAll - origin || *seq == Position::kAll) {
      return std::nullopt;
    }
    origin += *apart;
    seqs.emplace_hint(seqs.end(), origin, *seq);
  }
  return Position(*closed_to, std::move(seqs));
}

}  // namespace

Position::Position(int64_t closed_to, Seqs seqs)
    : closed_to_(closed_to), seqs_(std::move(seqs)) {
  absl::erase_if(seqs_, [&](const auto& entry) {
    return entry.first > closed_to_ && entry.second <= 0;
  });
}

Position Position::UpTo(int64_t origin, int64_t seq) {
  return Position(0, {{origin, seq}});
}

int64_t Position::SeqOf(int64_t origin) const {
  const auto it = seqs_.find(origin);
  if (it != seqs_.end()) return it->second;
  return origin <= closed_to_ ? kAll : 0;
}

bool Position::ClosesAllOf(const Position& other) const {
  for (const auto& [origin, seq] : seqs_) {
    if (origin > other.closed_to_) break;
    if (!other.seqs_.contains(origin)) return false;
  }
  if (closed_to_ >= other.closed_to_) return true;
  // All that are closed there and too new for here must be listed there.
  const auto first = other.seqs_.upper_bound(closed_to_);
  const auto end = other.seqs_.upper_bound(other.closed_to_);
  return std::distance(first, end) == other.closed_to_ - closed_to_;
}

bool Position::Covers(const Position& other) const {
  for (const auto& [origin, seq] : other.seqs_) {
    if (SeqOf(origin) < seq) return false;
  }
  return ClosesAllOf(other);
}

void Position::Join(const Position& other) {
  const int64_t closed_to = std::max(closed_to_, other.closed_to_);
  Seqs joined;
  const auto add = [&](int64_t origin) {
    const int64_t seq = std::max(SeqOf(origin), other.SeqOf(origin));
    if (seq != kAll) joined[origin] = seq;
  };
  for (const auto& [origin, seq] : seqs_) add(origin);
  for (const auto& [origin, seq] : other.seqs_) add(origin);
  *this = Position(closed_to, std::move(joined));
}

std::string Position::ToText() const {
  auto end = seqs_.begin();
  std::advance(end, std::min(seqs_.size(), kPositionOriginsMax));
  // Of one that is not listed, nothing must be said.
  const int64_t closed_to =
      end == seqs_.end() ? closed_to_ : std::min(closed_to_, end->first - 1);
  std::string bytes;
  AddNumber(closed_to, bytes);
  int64_t before = 0;
  for (auto it = seqs_.begin(); it != end; ++it) {
    AddNumber(it->first - before, bytes);
    AddNumber(it->second, bytes);
    before = it->first;
  }
  return absl::StrCat(absl::string_view(&kVersion, 1),
                      absl::WebSafeBase64Escape(bytes));
}

absl::StatusOr<Position> Position::Parse(absl::string_view text) {
  if (text.size() > kPositionTextMax || text.empty() ||
      text.front() != kVersion) {
    return NotAPosition();
  }
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text.substr(1), &bytes)) {
    return NotAPosition();
  }
  const std::optional<Position> position = ReadNumbers(bytes);
  // One position has one text: no spaces, no leading zeros, not too many.
  if (!position.has_value() || position->ToText() != text) {
    return NotAPosition();
  }
  return *position;
}

}  // namespace rapport
