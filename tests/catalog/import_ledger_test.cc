#include "server/catalog/import_ledger.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/catalog/heard_import.h"

namespace rapport::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

IdBytes Id(int number) { return DeriveId("test", "x", absl::StrCat(number)); }

FieldProblem AProblem() { return {"name", "REQUIRED", "empty"}; }

TEST(ImportLedger, TellsOutcomesInOrderOfPosition) {
  HeardImport heard;
  ImportLedger ledger(heard);
  EXPECT_TRUE(ledger.Accept(1, Id(1), "ref"));
  ledger.Reject(2, AProblem());
  EXPECT_TRUE(ledger.Accept(3, Id(3), "ref"));
  EXPECT_FALSE(ledger.Accept(4, Id(1), "ref"));
  EXPECT_TRUE(ledger.Accept(5, Id(5), "ref"));
  EXPECT_THAT(heard.Texts(), IsEmpty());
  EXPECT_EQ(ledger.batch_size(), 3u);
  ledger.Settle({WriteOutcome::kCreated, WriteOutcome::kUnchanged,
                 WriteOutcome::kUpdated});
  EXPECT_THAT(heard.Texts(),
              ElementsAre("1 created", "2 name REQUIRED", "3 unchanged",
                          "4 ref DUPLICATE_IDENTITY 1", "5 updated"));
  EXPECT_EQ(ledger.counts(), (ImportCounts{5, 1, 1, 1, 2}));
  EXPECT_EQ(ledger.batch_size(), 0u);
}

TEST(ImportLedger, TellsRemarksOfTheRowsOfTheBatchAndCountsThem) {
  HeardImport heard;
  ImportLedger ledger(heard);
  ledger.Reject(1, AProblem());
  EXPECT_TRUE(ledger.Accept(2, Id(2), "ref"));
  EXPECT_TRUE(ledger.Accept(3, Id(3), "ref"));
  ledger.SetRemarks(1, {{"phone", "PHONE_NOT_READ", "kept"}});
  // Said again, as for a batch that is tried again, it is said once.
  ledger.SetRemarks(1, {{"phone", "PHONE_NOT_READ", "kept"}});
  ledger.Settle({WriteOutcome::kCreated, WriteOutcome::kUpdated});
  EXPECT_EQ(ledger.counts(), (ImportCounts{3, 1, 1, 0, 1, 1}));
  EXPECT_THAT(heard.rows[1].remarks, IsEmpty());
  EXPECT_THAT(heard.rows[2].remarks,
              ElementsAre(Remark{"phone", "PHONE_NOT_READ", "kept"}));
}

TEST(ImportLedger, RemembersIdentitiesAcrossBatches) {
  HeardImport heard;
  ImportLedger ledger(heard);
  EXPECT_TRUE(ledger.Accept(1, Id(1), "ref"));
  ledger.Settle({WriteOutcome::kCreated});
  EXPECT_FALSE(ledger.Accept(2, Id(1), ""));
  EXPECT_FALSE(ledger.Accept(3, Id(1), ""));
  ledger.Settle({});
  EXPECT_THAT(heard.Texts(), ElementsAre("1 created", "2  DUPLICATE_IDENTITY 1",
                                         "3  DUPLICATE_IDENTITY 1"));
}

TEST(ImportLedger, IsFullAtABatchOfWrites) {
  HeardImport heard;
  ImportLedger ledger(heard);
  for (int i = 1; i < static_cast<int>(kPutMax); ++i) {
    ledger.Accept(i, Id(i), "ref");
    ASSERT_FALSE(ledger.IsFull());
  }
  ledger.Accept(kPutMax, Id(kPutMax), "ref");
  EXPECT_TRUE(ledger.IsFull());
}

TEST(ImportLedger, IsFullAtAMessageOfRejections) {
  HeardImport heard;
  ImportLedger ledger(heard);
  for (size_t i = 1; i < kOutcomesMax; ++i) {
    ledger.Reject(static_cast<int64_t>(i), AProblem());
    ASSERT_FALSE(ledger.IsFull());
  }
  ledger.Reject(kOutcomesMax, AProblem());
  EXPECT_TRUE(ledger.IsFull());
  ledger.Settle({});
  EXPECT_FALSE(ledger.IsFull());
  EXPECT_EQ(ledger.counts().rejected, static_cast<int64_t>(kOutcomesMax));
}

TEST(ImportLedger, TellsNothingWhereThereIsNothing) {
  HeardImport heard;
  ImportLedger ledger(heard);
  ledger.Settle({});
  EXPECT_EQ(heard.calls, 0);
}

}  // namespace
}  // namespace rapport::catalog
