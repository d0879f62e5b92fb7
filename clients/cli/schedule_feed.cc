#include "clients/cli/schedule_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/whole_output.h"

namespace rapport::cli {
namespace {

using client::Role;

struct FeedOptions {
  std::string associate;
  std::string file = "-";
};

absl::Status WriteFile(const std::string& path, const std::string& text) {
  WholeOutput output;
  absl::Status status = output.Open(path);
  if (!status.ok()) return status;
  output.stream() << text;
  return output.Keep();
}

absl::Status RunFeed(const FeedOptions& options, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::GetCalendarFeedRequest request;
  request.set_parent(
      FullName(session.brand(), "associates", options.associate));
  const auto feed = client->GetCalendarFeed(request);
  if (!feed.ok()) return feed.status();
  if (feed->cut()) {
    session.PrintNote({{"note",
                        "there are more bookings than one file takes; "
                        "the later ones are left out"}});
  }
  if (options.file != "-") return WriteFile(options.file, feed->calendar());
  if (session.json()) {
    session.PrintJson(*feed);
  } else {
    session.out() << feed->calendar();
  }
  return absl::OkStatus();
}

}  // namespace

void AddScheduleFeed(CLI::App& schedule, Command& chosen) {
  auto options = std::make_shared<FeedOptions>();
  CLI::App& feed = *schedule.add_subcommand(
      "feed", "Write an associate's bookings as an .ics file");
  feed.add_option("associate", options->associate, "Their id or name")
      ->required();
  feed.add_option("file", options->file,
                  "Where to; - is the output. It is there whole or not at all")
      ->capture_default_str();
  feed.footer(
      "Shoppers are named only in an associate's own:\n"
      "  rapport schedule feed ASSOCIATE --as associate:ASSOCIATE");
  ChooseToRun(feed, chosen, options, RunFeed);
}

}  // namespace rapport::cli
