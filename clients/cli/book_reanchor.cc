#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/book_commands.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/table.h"
#include "clients/cli/text/time_text.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Role;

struct ReanchorOptions {
  bool dry_run = false;
};

// Of all pages.
struct Reanchored {
  int64_t looked_at = 0;
  int64_t kept = 0;
  int64_t moved = 0;
  std::vector<v1::ReanchoredBooking> told;  // moved or not
};

void Add(const v1::ReanchorBookingsResponse& page, Reanchored& all) {
  all.looked_at += page.booking_count();
  all.kept += page.kept_count();
  all.moved += page.moved_size();
  all.told.insert(all.told.end(), page.moved().begin(), page.moved().end());
  all.told.insert(all.told.end(), page.conflicts().begin(),
                  page.conflicts().end());
}

std::string WhatBecame(const v1::ReanchoredBooking& booking, bool dry_run) {
  if (!booking.reason().empty()) return booking.reason();
  return dry_run ? "would move" : "moved";
}

void Write(const Reanchored& all, bool dry_run, const Session& session) {
  if (!all.told.empty()) {
    Table table({{"BOOKING"}, {"WAS"}, {"IS NOW"}, {"WHAT"}});
    for (const v1::ReanchoredBooking& booking : all.told) {
      table.AddRow(
          {ShortId(booking.booking()), FormatUtc(booking.old_start_time()),
           booking.has_new_start_time() ? FormatUtc(booking.new_start_time())
                                        : "never",
           WhatBecame(booking, dry_run)});
    }
    table.Write(session.out());
  }
  const int64_t conflicts = static_cast<int64_t>(all.told.size()) - all.moved;
  session.out() << absl::StrCat(
      all.looked_at, " bookings were made under other rules: ", all.kept,
      " keep their instant, ", all.moved,
      dry_run ? " would move, " : " moved, ", conflicts, " could not\n");
}

// What was done before a page failed was done.
absl::Status RunReanchor(const ReanchorOptions& options,
                         const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  v1::ReanchorBookingsRequest request;
  request.set_parent(session.parent());
  request.set_dry_run(options.dry_run);
  Reanchored all;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page) { return client->ReanchorBookings(page); },
      [&](const v1::ReanchorBookingsResponse& page) {
        if (session.json()) session.PrintJson(page);
        Add(page, all);
        return true;
      });
  if (!session.json()) Write(all, options.dry_run, session);
  return status;
}

}  // namespace

void AddBookReanchor(CLI::App& book, Command& chosen) {
  auto options = std::make_shared<ReanchorOptions>();
  CLI::App& reanchor = *book.add_subcommand(
      "reanchor",
      "Move bookings to come to where their wall time is by the server's zone "
      "rules");
  reanchor.add_flag("--dry-run", options->dry_run,
                    "Only say what would be done");
  reanchor.footer(
      "To be run when all servers have new tzdata. What cannot be moved "
      "stays,\n"
      "is told, and is found again by the next run.");
  ChooseToRun(reanchor, chosen, options, RunReanchor);
}

}  // namespace rapport::cli
