#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/table.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ListOptions {};

struct SetOptions {
  std::string id;
  std::string display_name;
  std::vector<std::string> names;  // LANGUAGE=NAME
};

struct RemoveOptions {
  std::string id;
};

absl::StatusOr<v1::Brand> Read(const client::Client& client,
                               const Session& session) {
  v1::GetBrandRequest request;
  request.set_name(session.parent());
  return client.GetBrand(request);
}

// Writes the brand, unless it has changed since it was read.
absl::StatusOr<v1::Brand> Write(const client::Client& client,
                                const v1::Brand& brand) {
  v1::UpdateBrandRequest request;
  *request.mutable_brand() = brand;
  return client.UpdateBrand(request);
}

auto FindStyle(v1::Brand& brand, const std::string& id) {
  return absl::c_find_if(*brand.mutable_styles(), [&](const v1::Style& style) {
    return style.style_id() == id;
  });
}

std::string FormatNames(const v1::Style& style) {
  return absl::StrJoin(style.localized_names(), ", ",
                       [](std::string* out, const v1::LocalizedText& name) {
                         absl::StrAppend(out, name.language_code(), "=",
                                         name.text());
                       });
}

void WriteStyles(const v1::Brand& brand, const Session& session) {
  Table table({{"STYLE"}, {"NAME"}, {"IN OTHER LANGUAGES"}});
  for (const v1::Style& style : brand.styles()) {
    if (session.json()) session.PrintJson(style);
    table.AddRow({style.style_id(), style.display_name(), FormatNames(style)});
  }
  if (session.json()) return;
  if (table.empty()) {
    session.out() << "no styles\n";
  } else {
    table.Write(session.out());
  }
}

absl::Status RunList(const ListOptions&, const Session& session) {
  const auto client = session.Connect(Role::kShopper);
  if (!client.ok()) return client.status();
  const auto brand = Read(*client, session);
  if (!brand.ok()) return brand.status();
  WriteStyles(*brand, session);
  return absl::OkStatus();
}

// Gives `style` the name that `text` says in its language, in place of the one
// that it has; an empty name takes that away.
absl::Status SetName(const std::string& text, v1::Style& style) {
  const size_t at = text.find('=');
  if (at == std::string::npos || at == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--name is '", text, "'; it is LANGUAGE=NAME, for example fr=Bohème"));
  }
  const std::string language = text.substr(0, at);
  auto& names = *style.mutable_localized_names();
  const auto known = absl::c_find_if(names, [&](const auto& name) {
    return name.language_code() == language;
  });
  if (at + 1 == text.size()) {
    if (known != names.end()) names.erase(known);
    return absl::OkStatus();
  }
  v1::LocalizedText& name = known == names.end() ? *names.Add() : *known;
  name.set_language_code(language);
  name.set_text(text.substr(at + 1));
  return absl::OkStatus();
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto brand = Read(*client, session);
  if (!brand.ok()) return brand.status();
  auto style = FindStyle(*brand, options.id);
  if (style == brand->mutable_styles()->end()) {
    if (options.display_name.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--display-name is unset; the brand has no style ",
                       options.id, " yet, and a new one needs a name"));
    }
    brand->add_styles()->set_style_id(options.id);
    style = FindStyle(*brand, options.id);
  }
  if (!options.display_name.empty()) {
    style->set_display_name(options.display_name);
  }
  for (const std::string& name : options.names) {
    const absl::Status status = SetName(name, *style);
    if (!status.ok()) return status;
  }
  const auto written = Write(*client, *brand);
  if (!written.ok()) return written.status();
  WriteStyles(*written, session);
  return absl::OkStatus();
}

absl::Status RunRemove(const RemoveOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto brand = Read(*client, session);
  if (!brand.ok()) return brand.status();
  const auto style = FindStyle(*brand, options.id);
  if (style == brand->mutable_styles()->end()) {
    return absl::NotFoundError(
        absl::StrCat("the brand has no style ", options.id));
  }
  brand->mutable_styles()->erase(style);
  const auto written = Write(*client, *brand);
  if (!written.ok()) return written.status();
  WriteStyles(*written, session);
  return absl::OkStatus();
}

}  // namespace

void AddStylesCommands(CLI::App& app, Command& chosen) {
  CLI::App& styles = *app.add_subcommand(
      "styles", "List and write the brand's words of expertise and taste");
  styles.require_subcommand(1);
  CLI::App& list = *styles.add_subcommand("list", "List the styles");
  ChooseToRun(list, chosen, std::make_shared<ListOptions>(), RunList);

  auto set_options = std::make_shared<SetOptions>();
  CLI::App& set = *styles.add_subcommand(
      "set", "Add a style, or change what the flags say of one");
  set.add_option("id", set_options->id, "Its id, for example boho")->required();
  set.add_option("--display-name", set_options->display_name, "Its name");
  set.add_option("--name", set_options->names,
                 "Its name in a language, LANGUAGE=NAME: fr=Bohème; fr= takes "
                 "it away")
      ->allow_extra_args(false);
  RefuseEmptyValues(set);
  ChooseToRun(set, chosen, set_options, RunSet);

  auto remove_options = std::make_shared<RemoveOptions>();
  CLI::App& remove =
      *styles.add_subcommand("remove", "Remove a style that no associate has");
  remove.add_option("id", remove_options->id, "Its id")->required();
  ChooseToRun(remove, chosen, remove_options, RunRemove);
}

}  // namespace rapport::cli
