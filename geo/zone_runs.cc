#include "geo/zone_runs.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport::geo {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied between memory and file as they are");

constexpr absl::string_view kMagic = "RAPZONE\n";
constexpr uint32_t kVersion = 1;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t zones;
  uint32_t runs;
  uint32_t name_bytes;
};
static_assert(sizeof(Header) == 24);

uint64_t Fnv1a(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

template <typename Number>
void AppendNumbers(const std::vector<Number>& numbers, std::string& to) {
  to.append(reinterpret_cast<const char*>(numbers.data()),
            numbers.size() * sizeof(Number));
}

template <typename Number>
std::vector<Number> TakeNumbers(size_t count, absl::string_view& from) {
  std::vector<Number> numbers(count);
  const size_t bytes = count * sizeof(Number);
  if (bytes != 0) std::memcpy(numbers.data(), from.data(), bytes);
  from.remove_prefix(bytes);
  return numbers;
}

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("zone table ", what));
}

absl::StatusOr<Header> CheckedHeader(absl::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) {
    return Damaged(absl::StrCat("has ", bytes.size(),
                                " bytes; its header alone takes ",
                                sizeof(header)));
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (absl::string_view(header.magic, sizeof(header.magic)) != kMagic) {
    return Damaged("begins with other bytes than a zone table does");
  }
  if (header.version != kVersion) {
    return Damaged(absl::StrCat("is of version ", header.version,
                                "; this program reads version ", kVersion));
  }
  const uint64_t size =
      sizeof(header) + uint64_t{header.name_bytes} +
      uint64_t{header.runs} * (sizeof(uint32_t) + sizeof(uint16_t)) +
      sizeof(uint64_t);
  if (bytes.size() != size) {
    return Damaged(absl::StrCat("has ", bytes.size(),
                                " bytes; its header tells of ", size));
  }
  return header;
}

absl::Status CheckRuns(const ZoneRuns& runs) {
  if (runs.starts.empty() || runs.starts[0] != 0) {
    return Damaged("does not start at position 0");
  }
  const auto not_ascending = [](uint32_t a, uint32_t b) { return a >= b; };
  if (std::adjacent_find(runs.starts.begin(), runs.starts.end(),
                         not_ascending) != runs.starts.end()) {
    return Damaged("has runs out of order");
  }
  if (*std::max_element(runs.zone_of_run.begin(), runs.zone_of_run.end()) >=
      runs.zones.size()) {
    return Damaged("has a run of a zone it does not name");
  }
  return absl::OkStatus();
}

}  // namespace

std::string EncodeZoneRuns(const ZoneRuns& runs) {
  std::string names;
  for (const std::string& zone : runs.zones)
    absl::StrAppend(&names, zone, "\n");

  Header header;
  std::memcpy(header.magic, kMagic.data(), sizeof(header.magic));
  header.version = kVersion;
  header.zones = static_cast<uint32_t>(runs.zones.size());
  header.runs = static_cast<uint32_t>(runs.starts.size());
  header.name_bytes = static_cast<uint32_t>(names.size());

  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  bytes += names;
  AppendNumbers(runs.starts, bytes);
  AppendNumbers(runs.zone_of_run, bytes);
  AppendNumbers(std::vector<uint64_t>{Fnv1a(bytes)}, bytes);
  return bytes;
}

absl::StatusOr<ZoneRuns> DecodeZoneRuns(absl::string_view bytes) {
  const absl::StatusOr<Header> header = CheckedHeader(bytes);
  if (!header.ok()) return header.status();

  absl::string_view checksum = bytes;
  checksum.remove_prefix(bytes.size() - sizeof(uint64_t));
  bytes.remove_suffix(sizeof(uint64_t));
  if (TakeNumbers<uint64_t>(1, checksum)[0] != Fnv1a(bytes)) {
    return Damaged("does not match its checksum");
  }

  bytes.remove_prefix(sizeof(Header));
  ZoneRuns runs;
  runs.zones = absl::StrSplit(bytes.substr(0, header->name_bytes), '\n',
                              absl::SkipEmpty());
  if (runs.zones.size() != header->zones) {
    return Damaged(absl::StrCat("names ", runs.zones.size(),
                                " zones; its header tells of ", header->zones));
  }
  bytes.remove_prefix(header->name_bytes);
  runs.starts = TakeNumbers<uint32_t>(header->runs, bytes);
  runs.zone_of_run = TakeNumbers<uint16_t>(header->runs, bytes);
  if (absl::Status status = CheckRuns(runs); !status.ok()) return status;
  return runs;
}

}  // namespace rapport::geo
