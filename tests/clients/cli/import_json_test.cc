#include "clients/cli/import_json.h"

#include "clients/cli/text/json_text.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

TEST(ImportRowJson, LeavesOutWhatIsEmpty) {
  v1::ImportRow row;
  row.set_position(7);
  row.set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
  EXPECT_EQ(JsonLine(ImportRowJson(row)),
            R"({"position":7,"outcome":"unchanged"})");
}

TEST(ImportRowJson, TellsEverythingInAFixedOrder) {
  v1::ImportRow row;
  row.set_position(7);
  row.set_outcome(v1::IMPORT_OUTCOME_UPDATED);
  row.set_name("brands/demo/stores/s1");
  row.set_field("ref");
  row.set_reason("R");
  row.set_message("m");
  row.set_first_position(3);
  row.add_remarks()->set_reason("A");
  row.add_remarks()->set_field("hours");
  EXPECT_EQ(JsonLine(ImportRowJson(row)),
            R"({"position":7,"outcome":"updated",)"
            R"("name":"brands/demo/stores/s1","field":"ref","reason":"R",)"
            R"("message":"m","first_position":3,)"
            R"("remarks":[{"reason":"A"},{"field":"hours"}]})");
}

TEST(ImportRowJson, TellsAnOutcomeOfANewerServerByItsNumber) {
  v1::ImportRow row;
  row.set_outcome(static_cast<v1::ImportOutcome>(99));
  EXPECT_EQ(ImportRowJson(row)["outcome"], "99");
}

TEST(ImportSummaryJson, SaysOfADryRunThatItWasOne) {
  v1::ImportSummary summary;
  summary.set_rows(3);
  summary.set_remarked(2);
  EXPECT_EQ(JsonLine(ImportSummaryJson(summary, /*is_dry_run=*/false)),
            R"({"rows":3,"created":0,"updated":0,"unchanged":0,)"
            R"("rejected":0,"remarked":2})");
  EXPECT_EQ(ImportSummaryJson(summary, /*is_dry_run=*/true)["dry_run"], true);
}

TEST(ImportMappingJson, HasNoFieldForANameThatIsNotUsed) {
  v1::ImportMapping mapping;
  mapping.set_format(v1::IMPORT_FORMAT_JSON_LD);
  mapping.set_encoding("UTF-8");
  mapping.add_entries()->set_name("notes");
  auto& used = *mapping.add_entries();
  used.set_name("lat");
  used.set_field("latitude");
  EXPECT_EQ(JsonLine(ImportMappingJson(mapping)),
            R"({"mapping":{"format":"json-ld","encoding":"UTF-8","entries":)"
            R"([{"name":"notes"},{"name":"lat","field":"latitude"}]}})");
}

TEST(ImportMappingJson, HasEntriesThoughThereAreNone) {
  EXPECT_EQ(ImportMappingJson(v1::ImportMapping())["mapping"]["entries"],
            nlohmann::ordered_json::array());
}

}  // namespace
}  // namespace rapport::cli
