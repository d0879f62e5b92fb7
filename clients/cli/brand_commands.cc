#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/brand_ranking.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/resource_text.h"
#include "clients/cli/text/service_file.h"
#include "clients/cli/whole_input.h"

namespace rapport::cli {
namespace {

using client::Role;

struct CreateOptions {
  std::string id;
  std::string display_name;
  std::string file;
};

struct ShowOptions {};

void WriteBrand(const v1::Brand& brand, const Session& session) {
  if (session.json()) {
    session.PrintJson(brand);
    return;
  }
  const auto append_id = [](std::string* out, const v1::Style& style) {
    absl::StrAppend(out, style.style_id());
  };
  WriteFacts({{"brand", ShortId(brand.name())},
              {"name", brand.display_name()},
              {"styles", absl::StrJoin(brand.styles(), ", ", append_id)}},
             session.out());
}

absl::StatusOr<v1::Brand> BrandOf(const CreateOptions& options,
                                  const Session& session) {
  v1::Brand brand;
  if (!options.file.empty()) {
    const auto text = ReadWhole(session, options.file);
    if (!text.ok()) return text.status();
    auto read = BrandFromJson(*text);
    if (!read.ok()) return read.status();
    brand = *std::move(read);
  }
  if (!options.display_name.empty()) {
    brand.set_display_name(options.display_name);
  }
  if (brand.display_name().empty()) brand.set_display_name(options.id);
  return brand;
}

absl::Status RunCreate(const CreateOptions& options, const Session& session) {
  auto brand = BrandOf(options, session);
  if (!brand.ok()) return brand.status();
  const auto client = session.Connect(Role::kOperator);
  if (!client.ok()) return client.status();
  v1::CreateBrandRequest request;
  request.set_brand_id(ShortId(options.id));
  *request.mutable_brand() = *std::move(brand);
  const auto created = client->CreateBrand(request);
  if (!created.ok()) return created.status();
  WriteBrand(*created, session);
  return absl::OkStatus();
}

absl::Status RunShow(const ShowOptions&, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  v1::GetBrandRequest request;
  request.set_name(session.parent());
  const auto brand = client->GetBrand(request);
  if (!brand.ok()) return brand.status();
  WriteBrand(*brand, session);
  return absl::OkStatus();
}

}  // namespace

void AddBrandCommands(CLI::App& app, Command& chosen) {
  CLI::App& brand =
      *app.add_subcommand("brand", "Create and show a brand, and how it ranks");
  brand.require_subcommand(1);
  auto options = std::make_shared<CreateOptions>();
  CLI::App& create = *brand.add_subcommand("create", "Create a brand");
  create.add_option("id", options->id, "Its id, for example demo")->required();
  create.add_option("--display-name", options->display_name,
                    "Its name. Without it: that of the file, else the id");
  create.add_option("--file", options->file,
                    "The brand with its styles, as `brand show --json` writes "
                    "it");
  ChooseToRun(create, chosen, options, RunCreate);
  CLI::App& show = *brand.add_subcommand("show", "Show the brand of --brand");
  ChooseToRun(show, chosen, std::make_shared<ShowOptions>(), RunShow);
  AddBrandRanking(brand, chosen);
  AddBrandAttributes(brand, chosen);
  AddBrandTimeOff(brand, chosen);
}

}  // namespace rapport::cli
