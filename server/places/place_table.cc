#include "server/places/place_table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::places {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied between memory and file as they are");
static_assert(sizeof(PlaceTable::Place) == 28);
static_assert(sizeof(PlaceTable::Name) == 12);
static_assert(sizeof(PlaceTable::Area) == 8);
static_assert(sizeof(PlaceTable::AreaWord) == 8);

constexpr absl::string_view kMagic = "RAPPLAC\n";
constexpr uint32_t kVersion = 1;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t places, names, areas, area_words, zones, text_bytes;
  uint32_t zero;
};
static_assert(sizeof(Header) == 40);

// FNV-1a over words of eight bytes, the last one filled up with zeros, each
// step mixed down: bytes one at a time would take most of the loading.
uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325u;
  while (!bytes.empty()) {
    uint64_t word = 0;
    const size_t size = std::min(bytes.size(), sizeof(word));
    std::memcpy(&word, bytes.data(), size);
    hash = (hash ^ word) * 0x100000001b3u;
    hash ^= hash >> 32;
    bytes.remove_prefix(size);
  }
  return hash;
}

template <typename Items>
void Append(const Items& items, std::string& to) {
  static_assert(std::is_trivially_copyable_v<typename Items::value_type>);
  to.append(reinterpret_cast<const char*>(items.data()),
            items.size() * sizeof(typename Items::value_type));
}

template <typename Items>
void Take(size_t count, absl::string_view& from, Items& items) {
  items.resize(count);
  const size_t bytes = count * sizeof(typename Items::value_type);
  if (bytes != 0) std::memcpy(items.data(), from.data(), bytes);
  from.remove_prefix(bytes);
}

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("place table ", what));
}

uint64_t FileBytes(const Header& header) {
  return sizeof(header) + uint64_t{header.places} * sizeof(PlaceTable::Place) +
         uint64_t{header.names} * sizeof(PlaceTable::Name) +
         uint64_t{header.areas} * sizeof(PlaceTable::Area) +
         uint64_t{header.area_words} * sizeof(PlaceTable::AreaWord) +
         uint64_t{header.zones} * sizeof(PlaceTable::Text) +
         uint64_t{header.text_bytes} + sizeof(uint64_t);
}

absl::StatusOr<Header> CheckedHeader(absl::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof(header) + sizeof(uint64_t)) {
    return Damaged(absl::StrCat("has ", bytes.size(),
                                " bytes; its header alone takes ",
                                sizeof(header)));
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (absl::string_view(header.magic, sizeof(header.magic)) != kMagic) {
    return Damaged("begins with other bytes than a place table does");
  }
  if (header.version != kVersion) {
    return Damaged(absl::StrCat("is of version ", header.version,
                                "; this program reads version ", kVersion));
  }
  if (bytes.size() != FileBytes(header)) {
    return Damaged(absl::StrCat("has ", bytes.size(),
                                " bytes; its header tells of ",
                                FileBytes(header)));
  }
  return header;
}

bool HasText(const PlaceTable& table, PlaceTable::Text text) {
  return text < table.texts.size() &&
         text + 1 + static_cast<unsigned char>(table.texts[text]) <=
             table.texts.size();
}

bool IsSound(const PlaceTable& table, const PlaceTable::Place& place) {
  return HasText(table, place.name) && place.zone < table.zones.size() &&
         (place.area == PlaceTable::kNoArea ||
          place.area < table.areas.size()) &&
         place.kind <= PlaceTable::kPostalArea &&
         std::abs(int64_t{place.latitude_microdeg}) <= 90'000'000 &&
         std::abs(int64_t{place.longitude_microdeg}) <= 180'000'000;
}

// What is named is there; that the rest is as it was written, the checksum says.
bool IsSound(const PlaceTable& table) {
  return std::all_of(
             table.places.begin(), table.places.end(),
             [&](const auto& place) { return IsSound(table, place); }) &&
         std::all_of(table.names.begin(), table.names.end(),
                     [&](const auto& name) {
                       return HasText(table, name.folded) &&
                              HasText(table, name.shown) &&
                              name.place < table.places.size();
                     }) &&
         std::all_of(
             table.areas.begin(), table.areas.end(),
             [&](const auto& area) { return HasText(table, area.name); }) &&
         std::all_of(table.area_words.begin(), table.area_words.end(),
                     [&](const auto& word) {
                       return HasText(table, word.folded) &&
                              word.area < table.areas.size();
                     }) &&
         std::all_of(table.zones.begin(), table.zones.end(),
                     [&](const auto& zone) { return HasText(table, zone); });
}

}  // namespace

std::string EncodePlaceTable(const PlaceTable& table) {
  Header header{};
  std::memcpy(header.magic, kMagic.data(), sizeof(header.magic));
  header.version = kVersion;
  header.places = static_cast<uint32_t>(table.places.size());
  header.names = static_cast<uint32_t>(table.names.size());
  header.areas = static_cast<uint32_t>(table.areas.size());
  header.area_words = static_cast<uint32_t>(table.area_words.size());
  header.zones = static_cast<uint32_t>(table.zones.size());
  header.text_bytes = static_cast<uint32_t>(table.texts.size());

  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  Append(table.places, bytes);
  Append(table.names, bytes);
  Append(table.areas, bytes);
  Append(table.area_words, bytes);
  Append(table.zones, bytes);
  Append(table.texts, bytes);
  Append(std::vector<uint64_t>{Checksum(bytes)}, bytes);
  return bytes;
}

absl::StatusOr<PlaceTable> DecodePlaceTable(absl::string_view bytes) {
  const absl::StatusOr<Header> header = CheckedHeader(bytes);
  if (!header.ok()) return header.status();

  uint64_t checksum;
  std::memcpy(&checksum, bytes.data() + bytes.size() - sizeof(checksum),
              sizeof(checksum));
  bytes.remove_suffix(sizeof(checksum));
  if (Checksum(bytes) != checksum) {
    return Damaged("does not match its checksum");
  }

  bytes.remove_prefix(sizeof(Header));
  PlaceTable table;
  Take(header->places, bytes, table.places);
  Take(header->names, bytes, table.names);
  Take(header->areas, bytes, table.areas);
  Take(header->area_words, bytes, table.area_words);
  Take(header->zones, bytes, table.zones);
  Take(header->text_bytes, bytes, table.texts);
  if (!IsSound(table)) return Damaged("names what it does not have");
  return table;
}

}  // namespace rapport::places
