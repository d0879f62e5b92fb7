#include "clients/cli/demo/staff.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/demo/given_names.h"
#include "clients/cli/demo/place_languages.h"
#include "clients/cli/demo/random.h"
#include "clients/cli/demo/shifts.h"

namespace rapport::demo {
namespace {

// FNV-1a (draft-eastlake-fnv): the same on every machine, unlike absl::Hash.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

const std::string& DrawWeighted(const std::vector<LanguageShare>& shares,
                                Random& random) {
  int left = static_cast<int>(random.Below(100));
  for (const LanguageShare& share : shares) {
    left -= share.percent;
    if (left < 0) return share.tag;
  }
  return shares.front().tag;
}

v1::LanguageLevel DrawLevel(Random& random) {
  const uint64_t draw = random.Below(10);
  if (draw < 4) return v1::LANGUAGE_LEVEL_FLUENT;
  return draw < 8 ? v1::LANGUAGE_LEVEL_CONVERSATIONAL
                  : v1::LANGUAGE_LEVEL_BASIC;
}

void AddLanguage(const std::string& tag, v1::LanguageLevel level,
                 v1::Associate& associate) {
  for (const v1::SpokenLanguage& known : associate.languages()) {
    if (known.language_code() == tag) return;
  }
  v1::SpokenLanguage& language = *associate.add_languages();
  language.set_language_code(tag);
  language.set_level(level);
}

// Their mother tongue, that of the place, what people there learn, and now and
// then one more that visitors speak.
void DrawLanguages(const PlaceLanguages& place, Random& random,
                   v1::Associate& associate) {
  constexpr int kVisitorPercent = 30;
  AddLanguage(DrawWeighted(place.native, random), v1::LANGUAGE_LEVEL_NATIVE,
              associate);
  AddLanguage(place.native.front().tag, v1::LANGUAGE_LEVEL_FLUENT, associate);
  for (const LanguageShare& share : place.learnt) {
    const bool has_learnt = random.Percent(share.percent);
    const v1::LanguageLevel level = DrawLevel(random);
    if (has_learnt) AddLanguage(share.tag, level, associate);
  }
  if (random.Percent(kVisitorPercent)) {
    const auto visitors = VisitorLanguages();
    AddLanguage(visitors[random.Zipf(visitors.size())], DrawLevel(random),
                associate);
  }
}

// One to five, the usual ones more often.
void DrawStyles(const std::vector<std::string>& styles, Random& random,
                v1::Associate& associate) {
  if (styles.empty()) return;
  const size_t draws = 1 + random.Below(5);
  for (size_t i = 0; i < draws; ++i) {
    const std::string& style = styles[random.Zipf(styles.size())];
    if (!absl::c_linear_search(associate.styles(), style)) {
      associate.add_styles(style);
    }
  }
}

bool Speaks(const v1::Associate& associate, absl::string_view tag) {
  return absl::c_any_of(associate.languages(), [&](const auto& language) {
    return language.language_code() == tag;
  });
}

// In store always; video often; the rest by habit, WeChat with Chinese.
void DrawChannels(Random& random, v1::Associate& associate) {
  const bool has_chinese = Speaks(associate, "zh") || Speaks(associate, "yue");
  const std::pair<v1::Channel, int> percents[] = {
      {v1::CHANNEL_IN_STORE, 100}, {v1::CHANNEL_VIDEO, 60},
      {v1::CHANNEL_PHONE, 45},     {v1::CHANNEL_CHAT, 40},
      {v1::CHANNEL_WHATSAPP, 25},  {v1::CHANNEL_WECHAT, has_chinese ? 70 : 2},
      {v1::CHANNEL_SMS, 15},       {v1::CHANNEL_EMAIL, 30}};
  for (const auto& [channel, percent] : percents) {
    if (random.Percent(percent)) associate.add_channels(channel);
  }
}

// Whether they know what a service is about: one whose id begins as a style
// does (bridal, bridal-styling) is done by those who have it, and few others.
bool DrawPerforms(const v1::Service& service, Random& random,
                  const v1::Associate& associate) {
  constexpr int kKnowing = 95;
  constexpr int kOthers = 45;
  const bool knows =
      absl::c_any_of(associate.styles(), [&](const std::string& style) {
        return absl::StartsWith(service.name(), style);
      });
  return random.Percent(knows ? kKnowing : kOthers);
}

void DrawServices(const std::vector<v1::Service>& services, Random& random,
                  v1::Associate& associate) {
  for (const v1::Service& service : services) {
    if (DrawPerforms(service, random, associate)) {
      associate.add_services(service.name());
    }
  }
  if (associate.services().empty() && !services.empty()) {
    associate.add_services(services[random.Below(services.size())].name());
  }
}

}  // namespace

Staff::Staff(Vocabulary vocabulary, uint64_t seed)
    : vocabulary_(std::move(vocabulary)), seed_(seed) {}

Member Staff::At(const Site& site, size_t number) const {
  constexpr int kSiblingPercent = 12;
  Random random(seed_, HashOf(site.store), number);
  Member member;
  member.source_id = absl::StrCat(site.store, "-", number + 1);
  std::replace(member.source_id.begin(), member.source_id.end(), '/', '.');
  v1::Associate& associate = member.associate;
  DrawLanguages(PlaceLanguagesOr(site.country_code), random, associate);
  associate.set_display_name(
      DrawName(associate.languages(0).language_code(), random));
  associate.add_stores(site.store);
  const bool helps_out = random.Percent(kSiblingPercent);
  if (helps_out && !site.sibling.empty()) associate.add_stores(site.sibling);
  DrawStyles(vocabulary_.styles, random, associate);
  DrawChannels(random, associate);
  DrawServices(vocabulary_.services, random, associate);
  member.hours =
      DrawShifts(OpeningHoursIn(site.country_code), number, random, associate);
  return member;
}

std::vector<size_t> StaffSizes(size_t sites, size_t total) {
  std::vector<size_t> sizes(sites, 0);
  if (sites == 0) return sizes;
  const size_t first = std::min(sites, total);
  std::fill_n(sizes.begin(), first, 1);
  // The rest by a weight that falls from 2 to 1 along the list: shares of the
  // sum so far, so that rounding leaves nothing over.
  const double rest = static_cast<double>(total - first);
  const double n = static_cast<double>(sites);
  const auto share_until = [&](size_t end) {
    const double x = static_cast<double>(end) / n;
    return std::llround(rest * x * (4 - x) / 3);
  };
  for (size_t i = 0; i < sites; ++i) {
    sizes[i] += static_cast<size_t>(share_until(i + 1) - share_until(i));
  }
  return sizes;
}

}  // namespace rapport::demo
