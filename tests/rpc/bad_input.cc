#include "tests/rpc/bad_input.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

// Clears the field at `path`, whose segments are messages but for the last.
void Clear(google::protobuf::Message* message, absl::string_view path) {
  const std::vector<std::string> parts = absl::StrSplit(path, '.');
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto* field = message->GetDescriptor()->FindFieldByName(parts[i]);
    ASSERT_NE(field, nullptr) << path;
    const auto* reflection = message->GetReflection();
    if (i + 1 == parts.size()) return reflection->ClearField(message, field);
    message = reflection->MutableMessage(message, field);
  }
}

std::string Expected(absl::string_view told) {
  return absl::ConsumePrefix(&told, "!")
             ? absl::StrCat("INVALID_ARGUMENT ", told)
             : std::string(told);
}

void CheckDetails(const grpc::Status& status) {
  if (status.ok()) return;
  const transport::ErrorDetails details = transport::DetailsOf(status);
  EXPECT_EQ(details.error_infos, 1);
  EXPECT_EQ(details.domain, "rapport.dev");
  EXPECT_FALSE(status.error_message().empty());
  for (const std::string& field : details.fields) {
    EXPECT_EQ(details.metadata.count(field), 1u) << field;
  }
}

}  // namespace

BadRows Together(std::initializer_list<BadRows> lists) {
  BadRows all;
  for (const BadRows& rows : lists) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text, " ");
  return all;
}

BadRows BadParentRows() {
  return {{"parent", "", "!REQUIRED parent"},
          {"", R"(parent: "acme")", "!MALFORMED parent"},
          {"", R"(parent: "brands/acme/")", "!MALFORMED parent"},
          {"", R"(parent: "brands/none")", "NOT_FOUND NOT_FOUND"}};
}

BadRows BadNearRows() {
  return {
      {"", "near { latitude: 90.0000001 }", "!OUT_OF_RANGE near"},
      {"", "near { latitude: -91 }", "!OUT_OF_RANGE near"},
      {"", "near { longitude: 180.0000001 }", "!OUT_OF_RANGE near"},
      {"", "near { longitude: -1e300 }", "!OUT_OF_RANGE near"},
      {"", "near { latitude: nan }", "!OUT_OF_RANGE near"},
      {"", "near { longitude: inf }", "!OUT_OF_RANGE near"},
      {"", "radius_m: -1", "!OUT_OF_RANGE radius_m"},
      {"", "radius_m: nan", "!OUT_OF_RANGE radius_m"},
      {"", "radius_m: inf", "!OUT_OF_RANGE radius_m"},
      {"", "radius_m: 20100001", "!OUT_OF_RANGE radius_m"},
      {"", R"(service: "styling")", "!MALFORMED service"},
      {"", R"(service: "brands/acme/services/NO")", "!MALFORMED service"},
      {"", R"(service: "brands/acme/services/none")", "NOT_FOUND NOT_FOUND"}};
}

BadRows BadPageRows(int size_max) {
  return {{"", "page_size: -1", "!OUT_OF_RANGE page_size"},
          {"", absl::StrCat("page_size: ", size_max + 1),
           "!OUT_OF_RANGE page_size"},
          {"", R"(page_token: "x")", "!PAGE_TOKEN_INVALID page_token"},
          {"", R"(page_token: "\303\251")", "!PAGE_TOKEN_INVALID page_token"},
          {"", absl::StrCat("page_token: \"", std::string(2000, 'A'), "\""),
           "!PAGE_TOKEN_INVALID page_token"}};
}

BadRows BadRequestIdRows() {
  return {{"request_id", "", "!REQUIRED request_id"},
          {"", R"(request_id: "1234567")", "!MALFORMED request_id"},
          {"", R"(request_id: "12345 78")", "!MALFORMED request_id"},
          {"", R"(request_id: "1234567\303\251")", "!MALFORMED request_id"},
          {"", absl::StrCat("request_id: \"", std::string(65, 'x'), "\""),
           "!MALFORMED request_id"}};
}

BadRows BadWindowRows(int max_s) {
  const std::string start = "window { start_time { seconds: 0 } ";
  return {
      {"window", "window { start_time {} }", "!REQUIRED window"},
      {"window", "window { end_time {} }", "!REQUIRED window"},
      {"window", "window {}", "!REQUIRED window"},
      {"window", start + "end_time { seconds: 0 } }",
       "!OUT_OF_RANGE window.end_time"},
      {"window", start + "end_time { seconds: -1 } }",
       "!OUT_OF_RANGE window.end_time"},
      {"window",
       absl::StrCat(start, "end_time { seconds: ", max_s, " nanos: 1 } }"),
       "!OUT_OF_RANGE window.end_time"},
      {"window", start + "end_time { seconds: 253402300800 } }",
       "!OUT_OF_RANGE window.end_time"},
      {"window",
       "window { start_time { seconds: -62135596801 } "
       "end_time { seconds: 1 } }",
       "!OUT_OF_RANGE window.start_time"},
      {"window", "window { start_time { nanos: -1 } end_time { seconds: 1 } }",
       "!OUT_OF_RANGE window.start_time"},
  };
}

BadRows BadInputTest::BadMoreAssociatesRows() {
  return {{"", R"(more_associates: "ana")", "!MALFORMED more_associates[0]"},
          {"", R"(more_associates: "$ana")", "!DUPLICATE more_associates[0]"},
          {"", R"(more_associates: "$bo" more_associates: "$bo")",
           "!DUPLICATE more_associates[1]"},
          {"", Repeated(R"(more_associates: "$bo" )", 4),
           "!TOO_MANY more_associates"},
          {"", R"(more_associates: "$no_associate")",
           "NOT_FOUND ASSOCIATE_NOT_FOUND"},
          {"", R"(more_associates: "$bo")",
           "FAILED_PRECONDITION STORE_NOT_SERVED"}};
}

BadRows BadInputTest::BadSlotRows() {
  return {
      {"associate", "", "!REQUIRED associate"},
      {"", R"(associate: "ana")", "!MALFORMED associate"},
      {"", R"(associate: "$no_associate")", "NOT_FOUND ASSOCIATE_NOT_FOUND"},
      {"", R"(store: "nyc")", "!MALFORMED store"},
      {"", R"(store: "$paris")", "FAILED_PRECONDITION STORE_NOT_SERVED"},
      {"service", "", "!REQUIRED service"},
      {"", R"(service: "brands/acme/services/none")",
       "NOT_FOUND SERVICE_NOT_FOUND"},
      {"channel", "", "!REQUIRED channel"},
      {"", "channel: 9", "!UNKNOWN channel"},
      {"", "channel: CHANNEL_EMAIL", "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"},
      {"", "duration { seconds: 1800 }", "!NOT_A_CHOICE duration"},
      {"", "duration {}", "!NOT_A_CHOICE duration"},
      {"", "duration { seconds: -1 }", "!OUT_OF_RANGE duration"},
      {"start_time", "", "!REQUIRED start_time"},
      {"", "start_time { nanos: 1 }", "!SLOT_OFF_TICK start_time"},
      {"", "start_time { nanos: 1000000000 }", "!OUT_OF_RANGE start_time"},
      {"", "start_time { seconds: 253402300800 }", "!OUT_OF_RANGE start_time"},
      {"", At("2026-03-03 20:03"), "!SLOT_OFF_TICK start_time"},
      {"", At("2026-03-03 20:05"), "!SLOT_OFF_GRID start_time"},
      {"", At("2026-03-02 08:30"), "!SLOT_IN_PAST start_time"},
      {"", "start_time { seconds: -62135596800 }", "!SLOT_IN_PAST start_time"},
      {"", At("2026-03-02 09:30"), "!SLOT_TOO_SOON start_time"},
      {"", At("2026-05-04 14:00"), "!SLOT_TOO_FAR start_time"},
      {"", "start_time { seconds: 253402300500 }", "!SLOT_TOO_FAR start_time"},
      {"", At("2026-03-03 14:30"), "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
      {"", At("2026-03-07 15:00"), "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
      {"", At("2026-03-03 22:30"), "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE"},
      {"", At("2026-03-03 15:30"), "ALREADY_EXISTS SLOT_TAKEN"},
      {"", "party_size: -1", "!OUT_OF_RANGE party_size"},
      {"", "party_size: 2", "!OUT_OF_RANGE party_size"}};
}

BadInputTest::BadInputTest() {
  held_ = Admin().Get<v1::Booking>("BookingService/HoldSlot",
                                   HoldText("hold-0001"));
  names_ = {{"$nyc", kNyc},
            {"$paris", kParis},
            {"$ana", kAna},
            {"$bo", kBo},
            {"$styling", kStyling},
            {"$repair", kRepair},
            {"$held", held_.name()},
            {"$no_store", "brands/acme/stores/" + std::string(26, '0')},
            {"$no_associate", "brands/acme/associates/" + std::string(26, '0')},
            {"$no_booking", "brands/acme/bookings/" + std::string(26, '0')},
            {"$tuesday", Seconds("2026-03-03 20:00")},
            {"$past", Seconds("2026-03-02 08:30")},
            {"$now", Seconds("2026-03-02 09:00")}};
}

std::unique_ptr<google::protobuf::Message> BadInputTest::Made(
    const std::string& method, const std::string& valid,
    const BadRow& row) const {
  auto request = NewRequest(method);
  MergeText(absl::StrReplaceAll(valid, names_), request.get());
  for (absl::string_view path :
       absl::StrSplit(row.clear, ' ', absl::SkipEmpty())) {
    Clear(request.get(), path);
  }
  MergeText(absl::StrReplaceAll(row.merge, names_), request.get());
  return request;
}

void BadInputTest::Check(const std::string& method, const std::string& valid,
                         const BadRows& rows) {
  const RpcClient client =
      method == "CatalogService/CreateBrand" ? Operator() : Admin();
  const std::string before = Everything();
  for (const BadRow& row : rows) {
    SCOPED_TRACE(absl::StrCat(method, " -", row.clear, " +", row.merge));
    const grpc::Status status =
        client.Call(method, *Made(method, valid, row), nullptr);
    EXPECT_EQ(transport::Summary(status), Expected(row.told))
        << status.error_message();
    CheckDetails(status);
  }
  EXPECT_EQ(Everything(), before);
  // Then what the rows say was all that was wrong with them.
  const grpc::Status status =
      client.Call(method, *Made(method, valid, {}), nullptr);
  EXPECT_TRUE(status.ok()) << method << ": " << transport::Summary(status)
                           << ": " << status.error_message();
}

}  // namespace rapport
