// That the checker sees a wrong arrow wherever one is planted.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/architecture/arrows.h"

namespace rapport::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kTable[] = R"(
# Three rooms and two things outside.
part sql
  files cppconn/*
  targets *mysqlcppconn*
part std
  files !(*[./]*)
part border
  files server/*_service.*
  targets rapport_*_rpc
  may rules std
part rules
  files server/*
  targets rapport_rules
  may std
part db
  files db/*
  targets rapport_db
  may rules sql std
)";

class CheckerTest : public testing::Test {
 protected:
  const Table table_ = *Table::Parse(kTable);
};

TEST_F(CheckerTest, HasNothingToSayOfAllowedIncludes) {
  EXPECT_THAT(WrongIncludes(table_, "db/store.cc",
                            "#include \"db/store.h\"\n"
                            "#include <cppconn/driver.h>\n"
                            "#include <vector>\n"
                            "#include \"server/slots.h\"\n"),
              IsEmpty());
}

TEST_F(CheckerTest, ReportsAPlantedInclude) {
  EXPECT_THAT(
      WrongIncludes(table_, "server/slots.cc",
                    "#include \"server/slots.h\"\n#include \"db/pool.h\"\n"),
      ElementsAre("server/slots.cc includes db/pool.h: "
                  "rules may not know db"));
}

TEST_F(CheckerTest, ReportsAPlantedHeaderOfSomethingOutside) {
  EXPECT_THAT(
      WrongIncludes(table_, "server/slots.cc", "#include <cppconn/driver.h>"),
      ElementsAre("server/slots.cc includes cppconn/driver.h: "
                  "rules may not know sql"));
}

TEST_F(CheckerTest, ReportsAnArrowAgainstTheLayersOfOneFolder) {
  EXPECT_THAT(WrongIncludes(table_, "server/slots.cc",
                            "#include \"server/slots_service.h\""),
              ElementsAre(HasSubstr("rules may not know border")));
  EXPECT_THAT(WrongIncludes(table_, "server/slots_service.cc",
                            "#include \"server/slots.h\""),
              IsEmpty());
}

TEST_F(CheckerTest, ReportsAHeaderThatTheTableDoesNotKnow) {
  EXPECT_THAT(WrongIncludes(table_, "db/a.cc", "#include <boost/any.hpp>"),
              ElementsAre("db/a.cc includes boost/any.hpp, which no part of "
                          "arrows.txt has"));
}

TEST_F(CheckerTest, ReportsAFileThatTheTableDoesNotKnow) {
  EXPECT_THAT(WrongIncludes(table_, "cellar/a.cc", ""),
              ElementsAre("no part of arrows.txt has cellar/a.cc"));
}

TEST_F(CheckerTest, ReportsAPlantedLink) {
  EXPECT_THAT(
      WrongLinks(table_,
                 "db rapport_db rapport_rules /lib/libmysqlcppconn.so\n"
                 "server rapport_rules rapport_db\n"),
      ElementsAre("rapport_rules links rapport_db: rules may not know db"));
}

TEST_F(CheckerTest, ReportsTargetsThatTheTableDoesNotKnow) {
  EXPECT_THAT(WrongLinks(table_,
                         "db rapport_db Boost::any\n"
                         "cellar rapport_cellar rapport_db\n"),
              ElementsAre("rapport_db links Boost::any: no part of arrows.txt "
                          "has Boost::any",
                          "rapport_cellar links rapport_db: no part of "
                          "arrows.txt has rapport_cellar"));
}

TEST_F(CheckerTest, LetsTestsLinkEverything) {
  EXPECT_THAT(WrongLinks(table_, "tests/support rapport_fakes rapport_db\n"),
              IsEmpty());
}

TEST(IncludesOf, FindsEachFormOfAnInclude) {
  EXPECT_THAT(IncludesOf("#include \"a/b.h\"\n"
                         "  #  include <c>  // why\n"
                         "#include\"d.h\"\n"
                         "// #include \"e.h\"\n"
                         "#ifdef INCLUDE\n"
                         "int include;\n"),
              ElementsAre("a/b.h", "c", "d.h"));
}

TEST(TableParse, GivesAFileToTheFirstPartThatMatches) {
  const auto table =
      Table::Parse("part narrow\n files a/*_b.cc\npart wide\n files a/*\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->PartOfFile("a/x_b.cc")->name, "narrow");
  EXPECT_EQ(table->PartOfFile("a/x.cc")->name, "wide");
  EXPECT_EQ(table->PartOfFile("b/x.cc"), nullptr);
}

TEST(TableParse, RejectsWhatIsNoTable) {
  const std::pair<const char*, const char*> cases[] = {
      {"part\n", "line 1: part NAME"},
      {"files a/*\n", "line 1: 'files' is unknown, or before the first part"},
      {"part a\n\n might b\n", "line 3: 'might' is unknown"},
      {"part a\npart a\n", "line 2: 'a' is there already"},
      {"part a\n may b\n", "'a' may include 'b', which is no part"},
      {"part a\n may b\npart b\n may c\npart c\n may a\n",
       "arrows lead from 'a' back to it"},
  };
  for (const auto& [text, message] : cases) {
    const auto table = Table::Parse(text);
    ASSERT_FALSE(table.ok()) << text;
    EXPECT_THAT(std::string(table.status().message()), HasSubstr(message));
  }
}

}  // namespace
}  // namespace rapport::architecture
