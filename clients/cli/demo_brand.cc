#include "clients/cli/demo_brand.h"

#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/demo/demo_files.h"
#include "clients/cli/demo/vocabulary.h"
#include "clients/cli/import_command.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/service_file.h"
#include "clients/cli/whole_input.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

// Says what is being done; not to a program.
void Say(const Session& session, absl::string_view text) {
  if (!session.json()) session.out() << text << '\n' << std::flush;
}

absl::Status AddMissingStyles(const v1::Brand& wanted, v1::Brand brand,
                              const Client& client) {
  std::set<std::string> known;
  for (const v1::Style& style : brand.styles()) known.insert(style.style_id());
  const size_t before = known.size();
  for (const v1::Style& style : wanted.styles()) {
    if (known.insert(style.style_id()).second) *brand.add_styles() = style;
  }
  if (known.size() == before) return absl::OkStatus();
  v1::UpdateBrandRequest request;
  *request.mutable_brand() = std::move(brand);
  return client.UpdateBrand(request).status();
}

absl::Status Import(ImportKind kind, const std::filesystem::path& file,
                    const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  return RunImport(
      *client, kind,
      {.file = file.string(), .source = demo::kDemoSource, .format = ""},
      session);
}

}  // namespace

absl::Status EnsureBrand(const v1::Brand& brand, const Session& session) {
  const auto admin = session.Connect(Role::kBrandAdmin);
  if (!admin.ok()) return admin.status();
  v1::GetBrandRequest get;
  get.set_name(session.parent());
  const auto found = admin->GetBrand(get);
  if (found.ok()) return AddMissingStyles(brand, *found, *admin);
  if (!absl::IsNotFound(found.status())) return found.status();
  const auto platform = session.Connect(Role::kOperator);
  if (!platform.ok()) return platform.status();
  v1::CreateBrandRequest create;
  create.set_brand_id(ShortId(session.brand()));
  *create.mutable_brand() = brand;
  return platform->CreateBrand(create).status();
}

absl::Status WriteServices(const std::vector<v1::Service>& services,
                           const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  for (const v1::Service& service : services) {
    v1::UpdateServiceRequest request;
    *request.mutable_service() = service;
    request.set_allow_missing(true);
    const auto written = client->UpdateService(request);
    if (!written.ok()) return written.status();
  }
  return absl::OkStatus();
}

absl::Status RunDemoLoad(const DemoLoadOptions& options,
                         const Session& session) {
  const std::filesystem::path folder = options.folder;
  const auto brand_text = ReadWhole(session, folder / demo::kBrandFile);
  if (!brand_text.ok()) return brand_text.status();
  const auto brand = BrandFromJson(*brand_text);
  if (!brand.ok()) return brand.status();
  const auto services_text = ReadWhole(session, folder / demo::kServicesFile);
  if (!services_text.ok()) return services_text.status();
  const auto services = ServicesFromJsonLines(*services_text, session.brand());
  if (!services.ok()) return services.status();

  absl::Status status = EnsureBrand(*brand, session);
  if (!status.ok()) return status;
  status = WriteServices(*services, session);
  if (!status.ok()) return status;
  Say(session, absl::StrCat(session.parent(), ": ",
                            FormatCount(brand->styles().size()), " styles, ",
                            FormatCount(static_cast<int64_t>(services->size())),
                            " services"));
  if (options.without_stores) return absl::OkStatus();
  Say(session, "stores:");
  status = Import(ImportKind::kStores, folder / demo::kStoresFile, session);
  if (!status.ok()) return status;
  Say(session, "associates:");
  return Import(ImportKind::kAssociates, folder / demo::kAssociatesFile,
                session);
}

}  // namespace rapport::cli
