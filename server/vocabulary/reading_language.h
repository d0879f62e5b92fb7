// Texts in several languages: which of them a reader gets.
//
// For texts only. Who speaks what is language.h's: a reader of Ukrainian may be
// helped by a text in Russian, a speaker of it is not.
#ifndef RAPPORT_SERVER_VOCABULARY_READING_LANGUAGE_H_
#define RAPPORT_SERVER_VOCABULARY_READING_LANGUAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rapport {

// Which of the `offered` languages fits one who reads `wanted`, best first, by
// CLDR's distances between written languages: `zh-TW` is offered `zh-Hant`
// before `zh`, `en-AU` `en-GB` before `en-US`, `pt` not `es`. Nothing if none
// fits. All are BCP 47 tags. Thread-safe.
std::optional<size_t> BestForReader(
    const std::vector<std::string>& wanted,
    const std::vector<absl::string_view>& offered);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_READING_LANGUAGE_H_
