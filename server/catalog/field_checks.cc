#include "server/catalog/field_checks.h"

#include <optional>
#include <set>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/language.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {

std::string ElementPath(absl::string_view list, size_t index,
                        absl::string_view field) {
  return absl::StrCat(list, "[", index, "]", field.empty() ? "" : ".", field);
}

void FieldChecks::Add(absl::string_view field, absl::string_view reason,
                      absl::string_view message) {
  problems_.push_back(
      {std::string(field), std::string(reason), std::string(message)});
}

void FieldChecks::Text(absl::string_view field, const std::string& text,
                       LengthBounds bounds) {
  const std::optional<size_t> length = CountCodePoints(text);
  if (!length.has_value()) {
    Add(field, reason::kMalformed, "bytes that are not UTF-8; texts are UTF-8");
  } else if (*length < bounds.min) {
    Add(field, reason::kRequired,
        absl::StrCat("empty; ", bounds.min, " to ", bounds.max,
                     " characters are required"));
  } else if (*length > bounds.max) {
    Add(field, reason::kTooLong,
        absl::StrCat(*length, " characters; at most ", bounds.max,
                     " are allowed"));
  } else if (HasControl(text)) {
    Add(field, reason::kMalformed,
        "a control character or line break; texts have none");
  }
}

void FieldChecks::Count(absl::string_view field, size_t count,
                        LengthBounds bounds) {
  if (count < bounds.min) {
    Add(field, reason::kRequired,
        absl::StrCat(count, " elements; at least ", bounds.min,
                     " are required"));
  } else if (count > bounds.max) {
    Add(field, reason::kTooMany,
        absl::StrCat(count, " elements; at most ", bounds.max, " are allowed"));
  }
}

void FieldChecks::LanguageTag(absl::string_view field, const std::string& tag) {
  const absl::StatusOr<std::string> canonical = CanonicalLanguageTag(tag);
  if (!canonical.ok()) {
    const bool unknown =
        absl::StrContains(canonical.status().message(), "is unknown");
    Add(field, unknown ? reason::kUnknown : reason::kMalformed,
        canonical.status().message());
  } else if (*canonical != tag) {
    Add(field, reason::kMalformed,
        absl::StrCat("not in canonical form, which is ", *canonical));
  }
}

void FieldChecks::LocalizedTexts(absl::string_view field,
                                 const std::vector<LocalizedName>& texts,
                                 LengthBounds bounds) {
  Count(field, texts.size(), {0, kLocalizedNamesMax});
  std::set<std::string> seen;
  for (size_t i = 0; i < texts.size() && i < kLocalizedNamesMax; ++i) {
    const std::string tag_path = ElementPath(field, i, "language_code");
    LanguageTag(tag_path, texts[i].language_tag);
    Text(ElementPath(field, i, "text"), texts[i].text, bounds);
    if (!seen.insert(texts[i].language_tag).second) {
      Add(tag_path, reason::kDuplicate,
          "a language that is there already; each comes once");
    }
  }
}

void FieldChecks::Words(absl::string_view field,
                        const std::vector<std::string>& words, size_t max) {
  Count(field, words.size(), {0, max});
  std::set<std::string> seen;
  for (size_t i = 0; i < words.size() && i < max; ++i) {
    const absl::Status is_word = CheckSlug(words[i], kWordLengthMax);
    if (!is_word.ok()) {
      Add(ElementPath(field, i), reason::kMalformed, is_word.message());
    } else if (!seen.insert(words[i]).second) {
      Add(ElementPath(field, i), reason::kDuplicate,
          "a word that is there already; each comes once");
    }
  }
}

void FieldChecks::Number(absl::string_view field, int64_t number,
                         NumberBounds bounds) {
  if (number >= bounds.min && number <= bounds.max) return;
  Add(field, reason::kOutOfRange,
      absl::StrCat(number, "; must be ", bounds.min, " to ", bounds.max));
}

void FieldChecks::Length(absl::string_view field, absl::Duration length,
                         DurationBounds bounds) {
  if (length >= bounds.min && length <= bounds.max) return;
  Add(field, reason::kOutOfRange,
      absl::StrCat(absl::FormatDuration(length), "; must be ",
                   absl::FormatDuration(bounds.min), " to ",
                   absl::FormatDuration(bounds.max)));
}

void FieldChecks::TickedLength(absl::string_view field, absl::Duration length,
                               DurationBounds bounds) {
  const size_t before = problems_.size();
  Length(field, length, bounds);
  if (problems_.size() != before) return;
  if (length % kTick == absl::ZeroDuration()) return;
  Add(field, reason::kOffTick,
      absl::StrCat(absl::FormatDuration(length),
                   "; must be a multiple of 5 minutes"));
}

}  // namespace rapport::catalog
