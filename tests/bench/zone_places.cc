#include "tests/bench/zone_places.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace rapport::bench {
namespace {

constexpr const char* kTables[] = {"/usr/share/zoneinfo/zone.tab",
                                   "/usr/share/zoneinfo/zone1970.tab"};

[[noreturn]] void Fail(absl::string_view what, absl::string_view seen) {
  std::cerr << what << ": " << seen << "\n";
  std::exit(1);
}

// "+4230" or "-0003058": a sign, degrees, two digits of minutes, and two of
// seconds where there are any.
double ToDegrees(absl::string_view text, size_t degree_digits) {
  int degrees = 0, minutes = 0, seconds = 0;
  const absl::string_view digits = text.substr(1);
  if (!absl::SimpleAtoi(digits.substr(0, degree_digits), &degrees) ||
      !absl::SimpleAtoi(digits.substr(degree_digits, 2), &minutes)) {
    Fail("no coordinate", text);
  }
  if (digits.size() > degree_digits + 2 &&
      !absl::SimpleAtoi(digits.substr(degree_digits + 2), &seconds)) {
    Fail("no coordinate", text);
  }
  const double away = degrees + minutes / 60.0 + seconds / 3600.0;
  return text[0] == '-' ? -away : away;
}

geo::Point ToPoint(absl::string_view text) {
  const size_t split = text.find_first_of("+-", 1);
  if (split == absl::string_view::npos) Fail("no place", text);
  return {ToDegrees(text.substr(0, split), 2),
          ToDegrees(text.substr(split), 3)};
}

}  // namespace

std::vector<geo::Point> ReadZonePlaces() {
  std::set<std::string> texts;
  for (const char* path : kTables) {
    std::ifstream table(path);
    for (std::string line; std::getline(table, line);) {
      if (line.empty() || line[0] == '#') continue;
      const std::vector<std::string> columns = absl::StrSplit(line, '\t');
      if (columns.size() < 3) Fail("no line of a zone table", line);
      texts.insert(columns[1]);
    }
  }
  if (texts.empty()) Fail("tzdata's tables are not there", kTables[0]);
  std::vector<geo::Point> places;
  for (const std::string& text : texts) places.push_back(ToPoint(text));
  return places;
}

}  // namespace rapport::bench
