#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/associates_commands.h"
#include "clients/cli/flag_error.h"
#include "clients/cli/not_empty.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct SetOptions {
  std::string name;  // empty: the one that source and source id say
  std::string source;
  std::string source_id;
  std::string display_name;
  std::vector<std::string> stores;
  std::vector<std::string> languages;
  std::vector<std::string> styles;
  std::vector<std::string> services;
  std::vector<std::string> channels;
  std::vector<std::string> attributes;
  bool no_styles = false;
  bool no_services = false;
  bool no_attributes = false;
};

// Puts full names in place of what is there, if any are said.
void SetNames(const std::vector<std::string>& ids, const char* collection,
              const Session& session,
              google::protobuf::RepeatedPtrField<std::string>& names) {
  if (!ids.empty()) names.Clear();
  for (const std::string& id : ids) {
    *names.Add() = FullName(session.brand(), collection, id);
  }
}

absl::Status SetSpoken(const SetOptions& options, v1::Associate& associate) {
  if (!options.languages.empty()) associate.clear_languages();
  for (const std::string& text : options.languages) {
    const auto language = ParseLanguage(text);
    if (!language.ok()) return ForFlag("--languages", language.status());
    if (language->level() == v1::LANGUAGE_LEVEL_UNSPECIFIED) {
      return absl::InvalidArgumentError(
          absl::StrCat("--languages: '", text,
                       "' has no level; it is TAG:LEVEL, for "
                       "example es:native"));
    }
    *associate.add_languages() = *language;
  }
  if (!options.channels.empty()) associate.clear_channels();
  for (const std::string& word : options.channels) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return ForFlag("--channels", channel.status());
    associate.add_channels(*channel);
  }
  return absl::OkStatus();
}

// Puts what the flags say into `associate`.
absl::Status Change(const SetOptions& options, const Session& session,
                    v1::Associate& associate) {
  if (!options.display_name.empty()) {
    associate.set_display_name(options.display_name);
  }
  SetNames(options.stores, "stores", session, *associate.mutable_stores());
  if (options.no_services) associate.clear_services();
  SetNames(options.services, "services", session,
           *associate.mutable_services());
  if (options.no_styles || !options.styles.empty()) associate.clear_styles();
  for (const std::string& style : options.styles) associate.add_styles(style);
  if (options.no_attributes || !options.attributes.empty()) {
    associate.clear_attributes();
  }
  for (const std::string& word : options.attributes) {
    associate.add_attributes(word);
  }
  return SetSpoken(options, associate);
}

// What somebody who is not there yet cannot do without.
absl::Status CheckNew(const SetOptions& options) {
  std::vector<std::string> missing;
  if (options.display_name.empty()) missing.push_back("--display-name");
  if (options.stores.empty()) missing.push_back("--stores");
  if (options.languages.empty()) missing.push_back("--languages");
  if (options.channels.empty()) missing.push_back("--channels");
  if (missing.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("nobody of --source ", options.source, " has --source-id ",
                   options.source_id, " yet; a new associate needs ",
                   absl::StrJoin(missing, ", ")));
}

// Whom source and source id say, among all that there are: what name they give
// is for the server to know.
absl::StatusOr<std::optional<v1::Associate>> FindBySource(
    const client::Client& client, const SetOptions& options,
    const Session& session) {
  v1::ListAssociatesRequest request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  std::optional<v1::Associate> found;
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client.ListAssociates(page); },
      [&](const v1::ListAssociatesResponse& page) {
        for (const v1::Associate& associate : page.associates()) {
          if (associate.source() == options.source &&
              associate.source_id() == options.source_id) {
            found = associate;
          }
        }
        return !found.has_value();
      });
  if (!status.ok()) return status;
  return found;
}

// The associate as they are, or a new one.
absl::StatusOr<v1::Associate> Read(const client::Client& client,
                                   const SetOptions& options,
                                   const Session& session) {
  if (!options.name.empty()) {
    v1::GetAssociateRequest request;
    request.set_name(FullName(session.brand(), "associates", options.name));
    return client.GetAssociate(request);
  }
  const auto found = FindBySource(client, options, session);
  if (!found.ok()) return found.status();
  if (found->has_value()) return **found;
  absl::Status complete = CheckNew(options);
  if (!complete.ok()) return complete;
  v1::Associate fresh;
  fresh.set_source(options.source);
  fresh.set_source_id(options.source_id);
  return fresh;
}

absl::Status CheckWho(const SetOptions& options) {
  const bool has_source = !options.source.empty() || !options.source_id.empty();
  if (options.name.empty() &&
      (options.source.empty() || options.source_id.empty())) {
    return absl::InvalidArgumentError(
        "it is not said who; that is a name, or --source and --source-id");
  }
  if (!options.name.empty() && has_source) {
    return absl::InvalidArgumentError(
        "there is a name, which cannot change; --source and --source-id go "
        "without one");
  }
  return absl::OkStatus();
}

absl::Status RunSet(const SetOptions& options, const Session& session) {
  // Before anybody is asked: whether the flags can be read.
  v1::Associate readable;
  absl::Status status = CheckWho(options);
  if (status.ok()) status = Change(options, session, readable);
  if (!status.ok()) return status;
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  auto associate = Read(*client, options, session);
  if (!associate.ok()) return associate.status();
  status = Change(options, session, *associate);
  if (!status.ok()) return status;
  v1::UpdateAssociateRequest request;
  request.set_allow_missing(associate->etag().empty());
  *request.mutable_associate() = *std::move(associate);
  const auto written = client->UpdateAssociate(request);
  if (!written.ok()) return written.status();
  if (session.json()) {
    session.PrintJson(*written);
  } else {
    WriteAssociate(*written, session.out());
  }
  return absl::OkStatus();
}

void AddWhat(CLI::App& set, SetOptions& options) {
  set.add_option("--display-name", options.display_name,
                 "What shoppers call them");
  set.add_option("--stores", options.stores,
                 "Where they serve, the home store first: ids or names")
      ->delimiter(',');
  set.add_option("--languages", options.languages,
                 "What they speak, TAG:LEVEL: es:native,en:fluent")
      ->delimiter(',');
  CLI::Option* styles =
      set.add_option("--styles", options.styles, "What they know of")
          ->delimiter(',');
  CLI::Option* services =
      set.add_option("--services", options.services, "What they perform")
          ->delimiter(',');
  set.add_option("--channels", options.channels,
                 "How they can be met: in-store,video")
      ->delimiter(',');
  set.add_flag("--no-styles", options.no_styles, "They know of none")
      ->excludes(styles);
  set.add_flag("--no-services", options.no_services, "They perform none")
      ->excludes(services);
  CLI::Option* attributes =
      set.add_option("--attributes", options.attributes,
                     "What else the brand says of them, in its own words; "
                     "`brand attributes` says which may be searched for")
          ->delimiter(',');
  set.add_flag("--no-attributes", options.no_attributes, "They have none")
      ->excludes(attributes);
}

}  // namespace

void AddAssociatesSet(CLI::App& associates, Command& chosen) {
  auto options = std::make_shared<SetOptions>();
  CLI::App& set = *associates.add_subcommand(
      "set", "Add an associate, or change what the flags say of one");
  set.add_option("name", options->name,
                 "Their id or name. Without it: --source and --source-id");
  set.add_option("--source", options->source,
                 "Who gave this person, for example hr");
  set.add_option("--source-id", options->source_id, "Their id there");
  AddWhat(set, *options);
  RefuseEmptyValues(set);
  ChooseToRun(set, chosen, options, RunSet);
}

}  // namespace rapport::cli
