// What an import of stores costs: rows a second, and how much memory more rows
// take.
//
//   import_bench [ROWS]
//
// Files of so many rows made up as they are read, fed in pieces of 64 KiB: CSV
// with hours by day and phone numbers, GeoJSON with OpenStreetMap tags. Each is
// read alone, then imported into a store that forgets what it is given, then
// into the fake one of the tests. A tenth of the rows goes first; the growth is
// of the peak of resident memory from then on.
#include <sys/resource.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "geo/data_dir.h"
#include "geo/zone_table.h"
#include "server/catalog/store_import.h"
#include "tests/bench/figures.h"
#include "tests/support/fakes/fake_catalog_store.h"

namespace rapport::bench {
namespace {

using catalog::StoreImport;

constexpr size_t kPieceBytes = 64 * 1024;

double PeakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Where row `i` is: all over the contiguous United States.
std::pair<double, double> PlaceOf(int i) {
  return {30 + i % 1709 * 0.01, -120 + i % 4507 * 0.01};
}

// How a kind of file is written.
struct FileMaker {
  std::string begin;
  std::function<std::string(int)> row;
  std::string end;
};

FileMaker CsvMaker() {
  return {
      "Store code,Business name,Address line 1,Locality,Administrative "
      "area,Country / Region,Postal code,Latitude,Longitude,Primary phone,"
      "Website,Monday hours,Tuesday hours,Sunday hours,Name - FR\n",
      [](int i) {
        const auto [latitude, longitude] = PlaceOf(i);
        return absl::StrFormat(
            "S%d,Acme %d,\"%d Main St, Suite 4\",Springfield,IL,US,%05d,"
            "%.6f,%.6f,(212) 555-%04d,https://acme.example/%d,9:00AM-5:00PM"
            ",9:00AM-5:00PM,x,Acmé %d\n",
            i, i, i, i % 99999, latitude, longitude, i % 10000, i, i);
      },
      ""};
}

FileMaker GeoJsonMaker() {
  return {R"({"type":"FeatureCollection","features":[)",
          [](int i) {
            const auto [latitude, longitude] = PlaceOf(i);
            return absl::StrFormat(
                R"(%s{"type":"Feature","geometry":{"type":"Point",)"
                R"("coordinates":[%.6f,%.6f]},"properties":{"ref":"S%d",)"
                R"("name":"Acme %d","brand":"Acme","brand:wikidata":"Q1",)"
                R"("addr:housenumber":"%d","addr:street":"Main Street",)"
                R"("addr:city":"Springfield","addr:state":"IL",)"
                R"("addr:postcode":"%05d","addr:country":"US",)"
                R"("phone":"+1-212-555-%04d","opening_hours":"Mo-Sa )"
                R"(08:00-22:00","website":"https://acme.example/%d"}})",
                i == 0 ? "" : ",", longitude, latitude, i, i, i, i % 99999,
                i % 10000, i);
          },
          "]}"};
}

// Feeds a file of `rows` to `feed` in pieces.
void Write(const FileMaker& maker, int rows,
           const std::function<void(absl::string_view)>& feed) {
  std::string piece = maker.begin;
  for (int i = 0; i < rows; ++i) {
    piece += maker.row(i);
    if (piece.size() < kPieceBytes) continue;
    feed(piece);
    piece.clear();
  }
  feed(piece + maker.end);
}

// Keeps nothing: all is created, always.
class ForgetfulStore : public catalog::FakeCatalogStore {
 public:
  using FakeCatalogStore::FakeCatalogStore;

  absl::StatusOr<std::vector<catalog::Written>> PutStores(
      const Actor&, absl::Span<const catalog::Store> stores,
      const catalog::WriteCondition&) override {
    return std::vector<catalog::Written>(stores.size(),
                                         {catalog::WriteOutcome::kCreated, {}});
  }
};

struct CountingSink : catalog::ImportSink {
  void OnRows(absl::Span<const catalog::RowOutcome>) override {}
  void OnProgress(const catalog::ImportProgress&) override {}
};

// Ends the program if `status` is not OK: then there is nothing to measure.
void MustBeOk(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

void MustBe(int64_t seen, int64_t wanted) {
  MustBeOk(seen == wanted ? absl::OkStatus()
                          : absl::InternalError(absl::StrCat(
                                seen, " rows; ", wanted, " were written")));
}

void ReadFile(const FileMaker& maker, int rows) {
  int64_t drafts = 0;
  catalog::StoreFileReader reader({}, [&](const catalog::StoreRow& row) {
    drafts += absl::holds_alternative<catalog::StoreDraft>(row.content);
    return absl::OkStatus();
  });
  Write(maker, rows,
        [&](absl::string_view piece) { MustBeOk(reader.Feed(piece)); });
  MustBeOk(reader.Finish());
  MustBe(drafts, rows);
}

void ImportFile(const FileMaker& maker, int rows, const geo::ZoneTable& zones,
                catalog::CatalogStore& store) {
  catalog::StoreImportHeader header;
  header.actor = {BrandId::FromStored("demo"), Role::kBrandAdmin, "admin"};
  header.source = "bench";
  CountingSink sink;
  StoreImport import(header, store, zones, sink,
                     [](absl::Span<const catalog::Store>) {});
  Write(maker, rows,
        [&](absl::string_view piece) { MustBeOk(import.Feed(piece)); });
  const auto counts = import.Finish();
  MustBeOk(counts.status());
  MustBe(counts->created, rows);
}

// Prints what `work` on a tenth and then on all of the rows shows.
void Measure(const std::string& name, int rows,
             const std::function<void(int rows)>& work) {
  work(rows / 10);
  const double peak_before = PeakMegabytes();
  const absl::Time begin = absl::Now();
  work(rows);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  Print(absl::StrCat(name, "_rows"), rows / seconds, "rows/s");
  Print(absl::StrCat(name, "_time"), seconds, "s");
  Print(absl::StrCat(name, "_peak"), PeakMegabytes(), "MB");
  Print(absl::StrCat(name, "_growth"), PeakMegabytes() - peak_before, "MB");
}

int Main(int rows) {
  const auto path = geo::FindDataFile(geo::ZoneTable::kFileName);
  MustBeOk(path.status());
  const auto zones = geo::ZoneTable::Load(*path);
  MustBeOk(zones.status());
  const auto now = [] { return absl::FromUnixSeconds(1'800'000'000); };
  struct NamedMaker {
    std::string name;
    FileMaker maker;
  };
  const NamedMaker makers[] = {{"csv", CsvMaker()},
                               {"geojson", GeoJsonMaker()}};
  for (const NamedMaker& each : makers) {
    Measure(absl::StrCat(each.name, "_read"), rows,
            [&](int some) { ReadFile(each.maker, some); });
  }
  for (const NamedMaker& each : makers) {
    ForgetfulStore store(now);
    Measure(absl::StrCat(each.name, "_import"), rows,
            [&](int some) { ImportFile(each.maker, some, *zones, store); });
  }
  // What it keeps is in the growth.
  for (const NamedMaker& each : makers) {
    Measure(absl::StrCat(each.name, "_import_kept"), rows, [&](int some) {
      catalog::FakeCatalogStore store(now);
      ImportFile(each.maker, some, *zones, store);
    });
  }
  return 0;
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 100'000;
  return rapport::bench::Main(rows < 10 ? 10 : rows);
}
