#include "clients/cli/import_remarks.h"

#include <sstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

v1::ImportRow Row(int64_t position, const std::vector<std::string>& reasons) {
  v1::ImportRow row;
  row.set_position(position);
  for (const std::string& reason : reasons) {
    v1::Remark& remark = *row.add_remarks();
    remark.set_field("hours");
    remark.set_reason(reason);
    remark.set_message(absl::StrCat("seen in ", position));
  }
  return row;
}

std::string Text(const ImportRemarks& remarks) {
  std::ostringstream out;
  remarks.Write(out);
  return out.str();
}

TEST(ImportRemarks, AreEmptyOfRowsWithoutAny) {
  ImportRemarks remarks;
  remarks.Add(Row(1, {}));
  EXPECT_TRUE(remarks.empty());
  EXPECT_FALSE(remarks.has_hidden());
}

TEST(ImportRemarks, CountRowsByReasonAndTellTheFirst) {
  ImportRemarks remarks;
  remarks.Add(Row(2, {"RARE"}));
  for (int i = 1; i <= 5; ++i) remarks.Add(Row(1000 * i, {"OFTEN"}));
  EXPECT_EQ(Text(remarks),
            "REMARK  ROWS    ROW  FIELD  FOR EXAMPLE\n"
            "OFTEN      5  1,000  hours  seen in 1000\n"
            "              2,000  hours  seen in 2000\n"
            "              3,000  hours  seen in 3000\n"
            "RARE       1      2  hours  seen in 2\n");
  EXPECT_TRUE(remarks.has_hidden());
}

TEST(ImportRemarks, CountARowOnceForAReason) {
  ImportRemarks remarks;
  remarks.Add(Row(1, {"A", "A", "B"}));
  remarks.Add(Row(2, {"A"}));
  EXPECT_THAT(Text(remarks), testing::HasSubstr("A          2    1"));
  EXPECT_FALSE(remarks.has_hidden());
}

TEST(ImportRemarks, StayBoundedWhateverTheServerSends) {
  ImportRemarks remarks;
  for (size_t i = 1; i <= kRemarkReasonsMax + 50; ++i) {
    remarks.Add(Row(static_cast<int64_t>(i), {absl::StrCat("R", i)}));
  }
  EXPECT_THAT(Text(remarks), testing::HasSubstr("OTHER     50  201"));
}

}  // namespace
}  // namespace rapport::cli
