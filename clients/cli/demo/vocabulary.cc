#include "clients/cli/demo/vocabulary.h"

#include <initializer_list>

namespace rapport::demo {
namespace {

struct StyleRow {
  const char* id;
  const char* english;
  const char* french;
};

constexpr StyleRow kStyles[] = {
    {"classic", "Classic", "Classique"},
    {"casual", "Casual", "Décontracté"},
    {"minimal", "Minimal", "Minimaliste"},
    {"evening", "Evening", "Soirée"},
    {"bridal", "Bridal", "Mariage"},
    {"business", "Business", "Affaires"},
    {"street", "Street", "Urbain"},
    {"gifting", "Gifts", "Cadeaux"},
    {"leather-goods", "Leather goods", "Maroquinerie"},
    {"fragrance", "Fragrance", "Parfum"},
    {"skincare", "Skincare", "Soins"},
    {"make-up", "Make-up", "Maquillage"},
    {"tailoring", "Tailoring", "Sur mesure"},
    {"watches", "Watches", "Horlogerie"},
    {"fine-jewellery", "Fine jewellery", "Joaillerie"},
    {"shoes", "Shoes", "Souliers"},
    {"vintage", "Vintage", "Vintage"},
    {"sport", "Sport", "Sport"},
    {"petite", "Petite", "Petites tailles"},
    {"plus-size", "Plus size", "Grandes tailles"},
    {"modest", "Modest", "Pudique"},
    {"sustainable", "Sustainable", "Durable"},
    {"children", "Children", "Enfants"},
    {"avant-garde", "Avant-garde", "Avant-garde"},
};

struct ServiceRow {
  const char* id;
  const char* name;
  int minutes;
  int before_min;
  int after_min;
  int notice_h;
  int interval_min;
  std::initializer_list<v1::Channel> channels;
};

const ServiceRow kServices[] = {
    {"personal-styling",
     "Personal styling",
     45,
     0,
     15,
     2,
     30,
     {v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO}},
    {"gift-advice",
     "Gift advice",
     20,
     0,
     0,
     0,
     20,
     {v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO, v1::CHANNEL_PHONE,
      v1::CHANNEL_CHAT, v1::CHANNEL_WHATSAPP, v1::CHANNEL_WECHAT}},
    {"quick-question",
     "Quick question",
     15,
     0,
     0,
     0,
     15,
     {v1::CHANNEL_PHONE, v1::CHANNEL_CHAT, v1::CHANNEL_WHATSAPP,
      v1::CHANNEL_WECHAT, v1::CHANNEL_SMS}},
    {"bridal-styling",
     "Bridal styling",
     60,
     15,
     15,
     12,
     30,
     {v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO}},
    {"fragrance-consultation",
     "Fragrance consultation",
     30,
     0,
     10,
     1,
     30,
     {v1::CHANNEL_IN_STORE, v1::CHANNEL_VIDEO}},
    {"make-up-session",
     "Make-up session",
     45,
     5,
     10,
     2,
     15,
     {v1::CHANNEL_IN_STORE}},
    {"tailoring-fitting",
     "Tailoring and fitting",
     40,
     5,
     15,
     24,
     30,
     {v1::CHANNEL_IN_STORE}},
    {"watch-care",
     "Watch and jewellery care",
     30,
     0,
     5,
     1,
     30,
     {v1::CHANNEL_IN_STORE, v1::CHANNEL_PHONE}},
};

constexpr int kMinuteS = 60;
constexpr int kHourS = 3600;
constexpr int kHorizonDays = 60;
constexpr int kHoldMinutes = 10;

v1::Service ToService(const ServiceRow& row) {
  v1::Service service;
  service.set_name(row.id);
  service.set_display_name(row.name);
  service.mutable_duration()->set_seconds(row.minutes * kMinuteS);
  service.mutable_buffer_before()->set_seconds(row.before_min * kMinuteS);
  service.mutable_buffer_after()->set_seconds(row.after_min * kMinuteS);
  service.mutable_minimum_notice()->set_seconds(row.notice_h * kHourS);
  service.mutable_booking_horizon()->set_seconds(kHorizonDays * 24 * kHourS);
  service.mutable_slot_interval()->set_seconds(row.interval_min * kMinuteS);
  service.mutable_hold_duration()->set_seconds(kHoldMinutes * kMinuteS);
  for (v1::Channel channel : row.channels) service.add_channels(channel);
  return service;
}

}  // namespace

v1::Brand DemoBrand() {
  v1::Brand brand;
  brand.set_display_name("Maison Demo");
  for (const StyleRow& row : kStyles) {
    v1::Style& style = *brand.add_styles();
    style.set_style_id(row.id);
    style.set_display_name(row.english);
    v1::LocalizedText& french = *style.add_localized_names();
    french.set_language_code("fr");
    french.set_text(row.french);
  }
  return brand;
}

std::vector<v1::Service> DemoServices() {
  std::vector<v1::Service> services;
  for (const ServiceRow& row : kServices) services.push_back(ToService(row));
  return services;
}

}  // namespace rapport::demo
