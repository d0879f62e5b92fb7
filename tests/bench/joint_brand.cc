#include "tests/bench/joint_brand.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rapport::bench {
namespace {

constexpr size_t kAssociatesAStore = 10;
constexpr size_t kPortion = 10'000;
// Real ones, as others do not pass the border.
constexpr const char* kLanguageTags[] = {
    "en", "zh", "hi", "es", "fr", "ar", "bn", "pt", "ru", "ur",
    "id", "de", "ja", "mr", "te", "tr", "ta", "vi", "ko", "fa",
    "ha", "it", "th", "gu", "pl", "uk", "ml", "kn", "my", "ro",
    "nl", "hu", "el", "cs", "sv", "he", "cy", "fi", "da", "bg"};
static_assert(std::size(kLanguageTags) == kLanguages.count);

constexpr absl::Duration kHalfHour = absl::Minutes(30);

template <typename Id>
Id IdOf(size_t number) {
  IdBytes bytes = {};
  for (int i = 0; i < 8; ++i) {
    bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  }
  return Id(bytes);
}

Channel ChannelOf(uint32_t attribute) {
  return kAllChannels[attribute - kChannels.first];
}

bool Has(const AttributeSet& set, uint32_t attribute) {
  return set[attribute / 64] >> (attribute % 64) & 1;
}

bool IsFree(const FreeHalfHours& free, uint32_t half_hour) {
  return free[half_hour / 64] >> (half_hour % 64) & 1;
}

catalog::AssociateContent ContentOf(const AttributeSet& attributes,
                                    std::mt19937_64& random) {
  catalog::AssociateContent content;
  for (uint32_t i = 0; i < kJointAttributes; ++i) {
    if (!Has(attributes, i)) continue;
    if (IsOf(kLanguages, i)) {
      content.languages.push_back(
          {WordOf(i), static_cast<LanguageLevel>(random() % 4 + 1)});
    } else if (IsOf(kStyles, i)) {
      content.styles.push_back(StyleId::FromStored(WordOf(i)));
    } else if (IsOf(kServices, i)) {
      content.services.push_back(ServiceId::FromStored(WordOf(i)));
    } else {
      content.channels.Add(ChannelOf(i));
    }
  }
  return content;
}

// The runs of free half hours, day by day.
calendar::Schedule ScheduleOf(const FreeHalfHours& free) {
  calendar::Schedule schedule;
  for (uint32_t i = 0; i < kHalfHours; ++i) {
    if (!IsFree(free, i)) continue;
    const uint32_t day = i / kHalfHoursADay;
    const int minute = static_cast<int>(i % kHalfHoursADay * 30);
    auto& periods = schedule.weekly_periods;
    const auto weekday = static_cast<absl::Weekday>(day);
    if (!periods.empty() && periods.back().day == weekday &&
        periods.back().period.end_minute == minute) {
      periods.back().period.end_minute = minute + 30;
      continue;
    }
    calendar::DayPeriod period;
    period.start_minute = minute;
    period.end_minute = minute + 30;
    periods.push_back({weekday, period});
  }
  return schedule;
}

}  // namespace

absl::Time JointNow() {
  return absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone());
}

bool IsOf(const Kind& kind, uint32_t attribute) {
  return attribute >= kind.first && attribute < kind.first + kind.count;
}

std::string WordOf(uint32_t attribute) {
  if (IsOf(kLanguages, attribute)) {
    return kLanguageTags[attribute - kLanguages.first];
  }
  if (IsOf(kStyles, attribute)) {
    return absl::StrCat("s", attribute - kStyles.first);
  }
  return absl::StrCat("v", attribute - kServices.first);
}

JointBrand::JointBrand(const JointWorld& world)
    : id_(BrandId::FromStored("joint")), model_([] { return JointNow(); }) {
  AddCatalog(world);
  AddPeople(world);
  model_.WaitPublished(id_);
}

void JointBrand::AddCatalog(const JointWorld& world) {
  catalog::Brand brand;
  brand.id = id_;
  brand.display_name = "Joint";
  brand.revision.version = 1;
  for (uint32_t i = 0; i < kStyles.count; ++i) {
    const std::string word = WordOf(kStyles.first + i);
    brand.styles.push_back({StyleId::FromStored(word), word, {}});
  }
  model_.Apply(brand);
  std::vector<catalog::Service> services(kServices.count);
  for (uint32_t i = 0; i < kServices.count; ++i) {
    services[i].id = ServiceId::FromStored(WordOf(kServices.first + i));
    services[i].display_name = services[i].id.text();
    services[i].duration = kHalfHour;
    services[i].channels = ChannelSet::All();
    services[i].revision.version = 1;
  }
  model_.Apply(id_, services);
  std::vector<catalog::Store> stores;
  for (size_t i = 0; i < world.size(); i += kAssociatesAStore) {
    catalog::Store& store = stores.emplace_back();
    const size_t number = i / kAssociatesAStore;
    store.id = IdOf<StoreId>(number);
    store.source = "bench";
    store.source_id = absl::StrCat(number);
    store.content.display_name = absl::StrCat("Maison ", number);
    store.content.location = world.points()[i];
    store.content.time_zone = "Etc/UTC";
    store.content.address = {"FR",
                             "",
                             "Paris",
                             "75001",
                             {absl::StrCat(number % 200, " Rue de la Paix")}};
    store.content.phone_number = "+33123456789";
    store.content.opening_hours_text = "Mo-Sa 10:00-19:00";
    store.revision.version = 1;
    if (stores.size() < kPortion) continue;
    model_.Apply(id_, std::exchange(stores, {}));
  }
  model_.Apply(id_, stores);
}

void JointBrand::AddPeople(const JointWorld& world) {
  std::mt19937_64 random(7);
  std::vector<catalog::Associate> associates;
  std::vector<calendar::StoredSchedule> schedules;
  const auto flush = [&] {
    model_.Apply(id_, std::exchange(associates, {}));
    model_.Apply(id_, std::exchange(schedules, {}));
  };
  for (size_t i = 0; i < world.size(); ++i) {
    catalog::Associate& associate = associates.emplace_back();
    associate.id = IdOf<AssociateId>(i);
    associate.source = "bench";
    associate.source_id = absl::StrCat(i);
    associate.content = ContentOf(world.attributes_of(i), random);
    associate.content.display_name = absl::StrCat("Camille ", i);
    associate.content.stores = {IdOf<StoreId>(i / kAssociatesAStore)};
    associate.revision.version = 1;
    calendar::StoredSchedule& schedule = schedules.emplace_back();
    schedule.associate = associate.id;
    schedule.schedule = ScheduleOf(world.free(i));
    schedule.version = 1;
    if (associates.size() == kPortion) flush();
  }
  flush();
}

search::AssociateQuery JointBrand::QueryOf(const Question& question) const {
  const auto found = index();
  search::AssociateQuery query;
  query.near = question.from;
  query.now = JointNow();
  query.limit = kAnswers;
  query.slots_max = 1;
  query.radius = question.limit;
  for (uint32_t attribute : question.attributes) {
    const std::string word = WordOf(attribute);
    if (IsOf(kLanguages, attribute)) {
      query.languages.push_back({word, LanguageLevel::kBasic, word});
    } else if (IsOf(kStyles, attribute)) {
      query.styles.push_back(StyleId::FromStored(word));
    } else if (IsOf(kServices, attribute)) {
      query.service = found->FindService(ServiceId::FromStored(word));
    } else {
      query.channels.push_back(ChannelOf(attribute));
    }
  }
  if (query.service == nullptr) return query;
  for (uint32_t i = 0; i < kHalfHours; ++i) {
    if (!question.window.HasStart(i)) continue;
    const absl::Time start = JointNow() + i * kHalfHour;
    query.windows.push_back(
        {start, start + question.window.length() * kHalfHour});
  }
  return query;
}

}  // namespace rapport::bench
