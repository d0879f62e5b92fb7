#include "tests/architecture/arrows.h"

#include <fnmatch.h>

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rapport::architecture {
namespace {

using Words = std::vector<std::string>;

bool MatchesAny(const Words& patterns, absl::string_view text) {
  const std::string name(text);
  return absl::c_any_of(patterns, [&](const std::string& pattern) {
    return fnmatch(pattern.c_str(), name.c_str(), FNM_EXTMATCH) == 0;
  });
}

const Part* Named(const std::vector<Part>& parts, absl::string_view name) {
  const auto it = absl::c_find_if(
      parts, [&](const Part& part) { return part.name == name; });
  return it == parts.end() ? nullptr : &*it;
}

// The list of a part that a line with this first word adds to; null if there
// is none.
Words* ListOf(Part& part, absl::string_view word) {
  if (word == "files") return &part.files;
  if (word == "targets") return &part.targets;
  if (word == "may") return &part.may;
  return nullptr;
}

absl::Status ReadLine(const Words& words, std::vector<Part>& parts) {
  if (words[0] == "part") {
    if (words.size() != 2) return absl::InvalidArgumentError("part NAME");
    if (Named(parts, words[1]) != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", words[1], "' is there already"));
    }
    parts.push_back({words[1], {}, {}, {}});
    return absl::OkStatus();
  }
  Words* list = parts.empty() ? nullptr : ListOf(parts.back(), words[0]);
  if (list == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", words[0], "' is unknown, or before the first part"));
  }
  list->insert(list->end(), words.begin() + 1, words.end());
  return absl::OkStatus();
}

// Whether arrows lead from `from` to `to` in `steps` or less.
bool Leads(const std::vector<Part>& parts, const Part& from,
           absl::string_view to, size_t steps) {
  return absl::c_any_of(from.may, [&](const std::string& name) {
    return name == to ||
           (steps > 1 && Leads(parts, *Named(parts, name), to, steps - 1));
  });
}

absl::Status CheckArrows(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    for (const std::string& name : part.may) {
      if (Named(parts, name) == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat(
            "'", part.name, "' may include '", name, "', which is no part"));
      }
    }
  }
  for (const Part& part : parts) {
    if (Leads(parts, part, part.name, parts.size())) {
      return absl::InvalidArgumentError(
          absl::StrCat("arrows lead from '", part.name, "' back to it"));
    }
  }
  return absl::OkStatus();
}

// What `path` of `from` includes, if that is wrong; empty if it is right.
std::string IncludeFault(const Table& table, absl::string_view path,
                         const Part& from, absl::string_view include) {
  const Part* to = table.PartOfFile(include);
  if (to == nullptr) {
    return absl::StrCat(path, " includes ", include,
                        ", which no part of arrows.txt has");
  }
  if (Allows(from, *to)) return "";
  return absl::StrCat(path, " includes ", include, ": ", from.name,
                      " may not know ", to->name);
}

// What is wrong with a link; empty if it is right.
std::string LinkFault(const Table& table, const Link& link) {
  const auto from = table.PartsOfTarget(link.from);
  const auto to = table.PartsOfTarget(link.to);
  const std::string text = absl::StrCat(link.from, " links ", link.to, ": ");
  if (from.empty() || to.empty()) {
    return absl::StrCat(text, "no part of arrows.txt has ",
                        from.empty() ? link.from : link.to);
  }
  const bool allowed = absl::c_any_of(from, [&](const Part* a) {
    return absl::c_any_of(to, [&](const Part* b) { return Allows(*a, *b); });
  });
  if (allowed) return "";
  return absl::StrCat(text, from.front()->name, " may not know ",
                      to.front()->name);
}

}  // namespace

absl::StatusOr<Table> Table::Parse(absl::string_view text) {
  std::vector<Part> parts;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const absl::Status status =
        ReadLine(absl::StrSplit(line, ' ', absl::SkipEmpty()), parts);
    if (status.ok()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("line ", number, ": ", status.message()));
  }
  absl::Status status = CheckArrows(parts);
  if (!status.ok()) return status;
  return Table(std::move(parts));
}

const Part* Table::PartOfFile(absl::string_view path) const {
  const auto it = absl::c_find_if(
      parts_, [&](const Part& part) { return MatchesAny(part.files, path); });
  return it == parts_.end() ? nullptr : &*it;
}

std::vector<const Part*> Table::PartsOfTarget(absl::string_view target) const {
  std::vector<const Part*> found;
  for (const Part& part : parts_) {
    if (MatchesAny(part.targets, target)) found.push_back(&part);
  }
  return found;
}

bool Allows(const Part& from, const Part& to) {
  return from.name == to.name || absl::c_linear_search(from.may, to.name);
}

std::vector<std::string> IncludesOf(absl::string_view source) {
  std::vector<std::string> includes;
  for (absl::string_view line : absl::StrSplit(source, '\n')) {
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&line, "#")) continue;
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&line, "include")) continue;
    line = absl::StripLeadingAsciiWhitespace(line);
    if (line.empty()) continue;
    const size_t end = line.find(line[0] == '<' ? '>' : '"', 1);
    includes.emplace_back(line.substr(1, end == line.npos ? end : end - 1));
  }
  return includes;
}

std::vector<std::string> WrongIncludes(const Table& table,
                                       absl::string_view path,
                                       absl::string_view source) {
  const Part* from = table.PartOfFile(path);
  if (from == nullptr) {
    return {absl::StrCat("no part of arrows.txt has ", path)};
  }
  std::vector<std::string> faults;
  for (const std::string& include : IncludesOf(source)) {
    std::string fault = IncludeFault(table, path, *from, include);
    if (!fault.empty()) faults.push_back(std::move(fault));
  }
  return faults;
}

std::vector<Link> LinksOf(absl::string_view links) {
  std::vector<Link> found;
  for (absl::string_view line : absl::StrSplit(links, '\n')) {
    const Words words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.size() < 2 || absl::StartsWith(words[0], "tests")) continue;
    for (size_t i = 2; i < words.size(); ++i) {
      found.push_back({words[1], words[i]});
    }
  }
  return found;
}

std::vector<std::string> WrongLinks(const Table& table,
                                    absl::string_view links) {
  std::vector<std::string> faults;
  for (const Link& link : LinksOf(links)) {
    std::string fault = LinkFault(table, link);
    if (!fault.empty()) faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace rapport::architecture
