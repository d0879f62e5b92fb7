// The house itself against its table of allowed arrows: every #include of
// every source file, and every link of every target.

#include "tests/architecture/arrows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace rapport::architecture {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

constexpr const char* kFolders[] = {"geo", "db", "server", "clients"};
// Fewer, and the test looks in the wrong place.
constexpr size_t kSourcesMin = 100;

std::string TextOf(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string TextInProject(absl::string_view path) {
  return TextOf(fs::path(RAPPORT_SOURCE_DIR) / std::string(path));
}

const Table& TheTable() {
  static const Table* const table = [] {
    const auto parsed =
        Table::Parse(TextInProject("tests/architecture/arrows.txt"));
    if (!parsed.ok()) ADD_FAILURE() << parsed.status();
    return new Table(parsed.value());
  }();
  return *table;
}

// The paths, from the project's root, of all C++ files of the house.
std::vector<std::string> Sources() {
  std::vector<std::string> sources;
  for (const char* folder : kFolders) {
    const fs::path root = fs::path(RAPPORT_SOURCE_DIR) / folder;
    for (auto it = fs::recursive_directory_iterator(root);
         it != fs::recursive_directory_iterator(); ++it) {
      if (it->path().filename() == "node_modules")
        it.disable_recursion_pending();
      const std::string kind = it->path().extension();
      if (kind != ".h" && kind != ".cc") continue;
      sources.push_back(fs::relative(it->path(), RAPPORT_SOURCE_DIR));
    }
  }
  return sources;
}

std::string Arrow(const Part& from, const Part& to) {
  return absl::StrCat(from.name, " -> ", to.name);
}

// The arrows that the includes of the house go along.
std::set<std::string> ArrowsOfIncludes() {
  std::set<std::string> arrows;
  for (const std::string& path : Sources()) {
    const Part* from = TheTable().PartOfFile(path);
    for (const std::string& include : IncludesOf(TextInProject(path))) {
      const Part* to = TheTable().PartOfFile(include);
      if (from != nullptr && to != nullptr) arrows.insert(Arrow(*from, *to));
    }
  }
  return arrows;
}

// The arrows without which a link would not be allowed.
std::set<std::string> ArrowsOfLinks() {
  std::set<std::string> arrows;
  for (const Link& link : LinksOf(TextOf(RAPPORT_LINKS))) {
    std::set<std::string> allowing;
    for (const Part* from : TheTable().PartsOfTarget(link.from)) {
      for (const Part* to : TheTable().PartsOfTarget(link.to)) {
        if (Allows(*from, *to)) allowing.insert(Arrow(*from, *to));
      }
    }
    if (allowing.size() == 1) arrows.merge(allowing);
  }
  return arrows;
}

TEST(Architecture, NoIncludeGoesWhereTheTableAllowsNone) {
  const std::vector<std::string> sources = Sources();
  EXPECT_GE(sources.size(), kSourcesMin);
  for (const std::string& path : sources) {
    const auto faults = WrongIncludes(TheTable(), path, TextInProject(path));
    EXPECT_THAT(faults, IsEmpty()) << absl::StrJoin(faults, "\n");
  }
}

TEST(Architecture, NoTargetLinksWhatTheTableDoesNotAllow) {
  const std::string links = TextOf(RAPPORT_LINKS);
  EXPECT_THAT(links, testing::HasSubstr("rapport_geo"));
  const auto faults = WrongLinks(TheTable(), links);
  EXPECT_THAT(faults, IsEmpty()) << absl::StrJoin(faults, "\n");
}

// A permission that nothing needs is a wrong arrow that nobody sees come.
TEST(Architecture, NoArrowIsAllowedThatNothingUses) {
  std::set<std::string> used = ArrowsOfIncludes();
  used.merge(ArrowsOfLinks());
  for (const Part& part : TheTable().parts()) {
    for (const std::string& to : part.may) {
      const std::string arrow = absl::StrCat(part.name, " -> ", to);
      EXPECT_EQ(used.count(arrow), 1u) << arrow << ": delete it";
    }
  }
}

// What must never be, whatever else is allowed one day.
TEST(Architecture, TheTableKeepsTheInvariantsOfTheHouse) {
  const std::pair<const char*, const char*> forbidden[] = {
      {"server/calendar/slots.cc", "server/catalog/store.h"},
      {"server/calendar/slots.cc", "server/calendar/schedule_desk.h"},
      {"server/calendar/slots.cc", "fstream"},
      {"server/calendar/slots.cc", "chrono"},
      {"server/catalog/store.cc", "rapport/v1/common.pb.h"},
      {"server/catalog/store.cc", "nlohmann/json.hpp"},
      {"server/catalog/store.cc", "server/catalog/catalog_service.h"},
      {"server/booking/booking_desk.cc", "db/mysql_booking_store.h"},
      {"server/booking/booking_desk.cc", "rapport/v1/common.pb.h"},
      {"server/booking/booking_desk.cc", "server/transport/convert.h"},
      {"server/booking/booking_service.cc", "db/pool.h"},
      {"server/search/search.cc", "server/search/locator_service.h"},
      {"server/search/search.cc", "db/change_log.h"},
      {"server/search/search.cc", "s2/s2cell_id.h"},
      {"server/transport/page.cc", "server/catalog/store.h"},
      {"server/rpc_server.cc", "db/pool.h"},
      {"server/main.cc", "cppconn/driver.h"},
      {"geo/spatial_index.h", "s2/s2cell_id.h"},
      {"geo/point.cc", "server/vocabulary/id.h"},
      {"db/mysql_booking_store.cc", "cppconn/driver.h"},
      {"db/mysql_booking_store.cc", "server/booking/booking_desk.h"},
      {"db/mysql_booking_store.cc", "rapport/v1/common.pb.h"},
      {"clients/cpp/client.cc", "server/vocabulary/id.h"},
      {"clients/cli/text/place.cc", "geo/point.h"},
      {"clients/cli/cli.cc", "server/vocabulary/id.h"},
      {"clients/cli/cli.cc", "db/pool.h"},
  };
  for (const auto& [path, include] : forbidden) {
    EXPECT_EQ(WrongIncludes(TheTable(), path,
                            absl::StrCat("#include \"", include, "\"\n"))
                  .size(),
              1u)
        << path << " could include " << include;
  }
}

}  // namespace
}  // namespace rapport::architecture
