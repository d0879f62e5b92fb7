#include <string>

#include "clients/cli/commands.h"
#include "clients/cli/demo/demo_files.h"
#include "clients/cli/demo_brand.h"
#include "clients/cli/staff_stores.h"
#include "clients/cli/text/number_text.h"
#include "geo/cities.h"
#include "geo/data_dir.h"

namespace rapport::cli {
namespace {

constexpr char kBrandFolder[] = "var/demo/brand";
// Beyond, files outgrow what one import takes.
constexpr size_t kStoresMax = 20'000;
constexpr size_t kAssociatesMax = 1'000'000;
constexpr size_t kPerStoreMax = 1'000;

struct BrandOptions {
  demo::BrandSize size;
  std::string folder = kBrandFolder;
};

absl::Status RunBrand(const BrandOptions& options, const Session& session) {
  const auto path = geo::FindDataFile(geo::kCitiesFileName);
  if (!path.ok()) return path.status();
  const auto cities = geo::LoadCities(*path);
  if (!cities.ok()) return cities.status();
  absl::Status status = demo::WriteBrand(*cities, options.size, options.folder);
  if (!status.ok()) return status;
  if (session.json()) {
    session.PrintJson({{"folder", options.folder},
                       {"stores", options.size.stores},
                       {"associates", options.size.associates},
                       {"seed", options.size.seed}});
    return absl::OkStatus();
  }
  session.out() << options.folder << ": "
                << FormatCount(static_cast<int64_t>(options.size.stores))
                << " stores, "
                << FormatCount(static_cast<int64_t>(options.size.associates))
                << " associates\n"
                << demo::kGeoNamesAttribution << '\n'
                << "to load them: rapport demo load " << options.folder << '\n';
  return absl::OkStatus();
}

void AddBrand(CLI::App& demo, Command& chosen) {
  auto options = std::make_shared<BrandOptions>();
  CLI::App& command = *demo.add_subcommand(
      "brand",
      "Write the demo brand's files: stores at real places, "
      "associates with languages that fit them");
  command.add_option("--stores", options->size.stores, "How many")
      ->check(CLI::Range(size_t{1}, kStoresMax))
      ->capture_default_str();
  command.add_option("--associates", options->size.associates, "How many")
      ->check(CLI::Range(size_t{0}, kAssociatesMax))
      ->capture_default_str();
  command
      .add_option("--seed", options->size.seed,
                  "Another number makes another brand; the same makes the "
                  "same, on every machine")
      ->capture_default_str();
  command.add_option("--directory", options->folder, "Where to")
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunBrand);
}

void AddLoad(CLI::App& demo, Command& chosen) {
  auto options = std::make_shared<DemoLoadOptions>();
  options->folder = kBrandFolder;
  CLI::App& command = *demo.add_subcommand(
      "load",
      "Bring such files into the server: the brand if it is missing, "
      "services, stores, associates");
  command.add_option("directory", options->folder, "Where they are")
      ->capture_default_str();
  command.add_flag("--without-stores", options->without_stores,
                   "Only the brand, its styles and services");
  ChooseToRun(command, chosen, options, RunDemoLoad);
}

void AddStaff(CLI::App& demo, Command& chosen) {
  auto options = std::make_shared<DemoStaffOptions>();
  CLI::App& command = *demo.add_subcommand(
      "staff", "Give the stores of any import made-up associates");
  command
      .add_option("--source", options->source,
                  "The source that the stores were imported under")
      ->required();
  command.add_option("--per-store", options->per_store, "How many each")
      ->check(CLI::Range(size_t{1}, kPerStoreMax))
      ->capture_default_str();
  command.add_option("--seed", options->seed, "As for `demo brand`")
      ->capture_default_str();
  command
      .add_option("--directory", options->folder,
                  "Where their file is written before it is imported")
      ->capture_default_str();
  ChooseToRun(command, chosen, options, RunDemoStaff);
}

}  // namespace

void AddDemoCommands(CLI::App& app, Command& chosen) {
  CLI::App& demo =
      *app.add_subcommand("demo", "Make data to try everything with");
  demo.require_subcommand(1);
  AddBrand(demo, chosen);
  AddLoad(demo, chosen);
  AddStaff(demo, chosen);
}

}  // namespace rapport::cli
