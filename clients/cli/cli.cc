#include "clients/cli/cli.h"

#include <algorithm>

#include "CLI/CLI.hpp"
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/error_text.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/text/json_text.h"

namespace rapport::cli {
namespace {

constexpr char kAbout[] =
    "rapport: find the right associate in the right place at the right time,\n"
    "and book them.\n";

constexpr char kExamples[] =
    "\n"
    "Examples:\n"
    "  rapport doctor\n"
    "  rapport stores import stores.csv --source pos --dry-run\n"
    "  rapport stores find --near 東京 --radius 5km --open-now\n"
    "  rapport stores show ID --service bridal-styling\n"
    "  rapport associates find --near 44.98,-93.27 --language es \\\n"
    "      --service bridal-styling --channel video --from tomorrow\n"
    "  rapport book hold --associate ID --service bridal-styling \\\n"
    "      --channel video --start 2026-11-23T15:30:00-06:00\n"
    "  rapport book confirm ID\n"
    "\n"
    "`rapport COMMAND --help` tells more. Commands take full resource names "
    "and bare ids.\n"
    "\n";

constexpr size_t kHelpColumnWidth = 30;

void AddTls(CLI::App& app, client::TlsFiles& tls, const char* group) {
  app.add_flag("--tls", tls.always,
               "TLS, with a server that a CA of this system vouches for")
      ->envname("RAPPORT_TLS")
      ->group(group);
  app.add_option("--tls-ca", tls.ca,
                 "TLS, with a server that this CA vouches for: a PEM file")
      ->envname("RAPPORT_TLS_CA")
      ->group(group);
  app.add_option("--tls-certificate", tls.certificate,
                 "The certificate to show to a server that asks for it: a PEM "
                 "file")
      ->envname("RAPPORT_TLS_CERTIFICATE")
      ->group(group);
  app.add_option("--tls-key", tls.key, "Its private key: a PEM file")
      ->envname("RAPPORT_TLS_KEY")
      ->group(group);
}

void AddGlobals(CLI::App& app, Globals& globals) {
  const char* group = "Global options";
  app.add_option("--address", globals.address,
                 "The server: host:port or unix:/path")
      ->envname("RAPPORT_ADDRESS")
      ->capture_default_str()
      ->group(group);
  AddTls(app, globals.tls, group);
  app.add_option("--brand", globals.brand, "The brand's id")
      ->envname("RAPPORT_BRAND")
      ->capture_default_str()
      ->group(group);
  app.add_option("--as", globals.as,
                 absl::StrCat(
                     "Who asks, ROLE[:principal]; roles: ", client::RoleWords(),
                     ". Without it: the role that fits the command"))
      ->envname("RAPPORT_AS")
      ->group(group);
  app.add_option("--as-stores", globals.as_stores,
                 "The stores that --as store-manager manages")
      ->delimiter(',')
      ->group(group);
  app.add_option("--as-shopper", globals.as_shopper,
                 "The shopper whom --as brand-backend acts for")
      ->group(group);
  app.add_option("--timeout", globals.timeout,
                 "For a call with its retries; imports take as long as they "
                 "take")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--miles", globals.miles, "Distances in miles")->group(group);
  app.add_flag("--json", globals.json,
               "One JSON value a line, for programs; errors and notes too, on "
               "the error output")
      ->group(group);
}

void AddCommands(CLI::App& app, Command& chosen) {
  AddStoresCommands(app, chosen);
  AddAssociatesCommands(app, chosen);
  AddPlacesCommands(app, chosen);
  AddServicesCommands(app, chosen);
  AddStylesCommands(app, chosen);
  AddResourcesCommands(app, chosen);
  AddPoliciesCommands(app, chosen);
  AddSlotsCommand(app, chosen);
  AddBookCommands(app, chosen);
  AddSessionsCommands(app, chosen);
  AddWaitlistCommands(app, chosen);
  AddScheduleCommands(app, chosen);
  AddBrandCommands(app, chosen);
  AddDoctorCommand(app, chosen);
  AddDemoCommands(app, chosen);
}

// The command whose arguments were being parsed: `rapport book hold`.
const CLI::App& DeepestParsed(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : DeepestParsed(*parsed.front());
}

std::string PathOf(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  if (parent == nullptr) return command.get_name();
  return absl::StrCat(PathOf(*parent), " ", command.get_name());
}

std::vector<std::string> MissingOptions(const CLI::App& command) {
  std::vector<std::string> missing;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) {
      missing.push_back(option->get_name());
    }
  }
  return missing;
}

// What is wrong with the arguments. CLI11 tells of the first missing flag; a
// user wants to know them all.
absl::Status UsageError(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = DeepestParsed(app);
  const std::string path = PathOf(command);
  const std::vector<std::string> missing = MissingOptions(command);
  const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
  std::string text = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    text = absl::StrCat(
        "`", path, "` needs ",
        missing.empty() ? "a command" : absl::StrJoin(missing, ", "));
  }
  if (!unknown.empty()) {
    text = absl::StrCat("`", path, "` does not know '", unknown.front(), "'");
  }
  return absl::InvalidArgumentError(
      absl::StrCat(text, "; `", path, " --help` tells more"));
}

int Report(const absl::Status& status, bool json, std::ostream& err) {
  if (json) {
    err << JsonLine(ErrorJson(status)) << '\n';
  } else {
    err << ErrorText(status) << '\n';
  }
  return ExitCodeOf(status);
}

}  // namespace

int RunCli(const std::vector<std::string>& arguments,
           Environment& environment) {
  Globals globals;
  Command chosen;
  CLI::App app(kAbout, "rapport");
  app.fallthrough();
  app.require_subcommand(1);
  app.get_formatter()->column_width(kHelpColumnWidth);
  app.set_version_flag("--version", "rapport " RAPPORT_VERSION);
  AddGlobals(app, globals);
  AddCommands(app, chosen);
  // Last, for the commands would inherit it.
  app.footer(absl::StrCat(kExamples, kExitCodesHelp));
  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& help) {
    return app.exit(help, environment.out, environment.err);
  } catch (const CLI::ParseError& error) {
    const bool json = absl::c_linear_search(arguments, "--json");
    return Report(UsageError(app, error), json, environment.err);
  }
  const absl::Status status = chosen(Session(globals, environment));
  environment.out << std::flush;
  if (!status.ok()) return Report(status, globals.json, environment.err);
  if (!environment.out.good()) return kExitFailure;
  return kExitOk;
}

}  // namespace rapport::cli
