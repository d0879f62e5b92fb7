#include "clients/cli/window.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/time_text.h"

namespace rapport::cli {
namespace {

absl::StatusOr<std::optional<TimeText>> ParseIfSaid(const std::string& text) {
  if (text.empty()) return std::nullopt;
  absl::StatusOr<TimeText> time = ParseTime(text);
  if (!time.ok()) return time.status();
  return *std::move(time);
}

bool IsLocal(const std::optional<TimeText>& text) {
  return text.has_value() && text->local.has_value();
}

absl::StatusOr<absl::TimeZone> ZoneFor(
    const WindowOptions& options, bool is_needed,
    absl::FunctionRef<absl::StatusOr<std::string>()> place_zone) {
  if (!options.zone.empty()) return ZoneOfName(options.zone);
  if (!is_needed) return absl::UTCTimeZone();
  const absl::StatusOr<std::string> name = place_zone();
  if (!name.ok()) return name.status();
  return ZoneOfName(*name);
}

}  // namespace

void AddWindowOptions(CLI::App& command, WindowOptions& options,
                      const std::string& whose_zone) {
  command.add_option("--from", options.from,
                     absl::StrCat("Not before then: ", kTimeSyntax));
  command.add_option("--to", options.to,
                     "Not after then; a date includes its whole day. "
                     "Without it: 14 days after --from");
  command.add_option(
      "--zone", options.zone,
      absl::StrCat("IANA zone of local times in --from and --to. Without it: ",
                   whose_zone));
}

absl::StatusOr<std::optional<v1::TimeWindow>> ReadWindow(
    const WindowOptions& options, absl::Time now,
    absl::FunctionRef<absl::StatusOr<std::string>()> place_zone) {
  const auto from = ParseIfSaid(options.from);
  if (!from.ok()) return from.status();
  const auto to = ParseIfSaid(options.to);
  if (!to.ok()) return to.status();
  const auto zone =
      ZoneFor(options, IsLocal(*from) || IsLocal(*to), place_zone);
  if (!zone.ok()) return zone.status();
  if (!from->has_value() && !to->has_value()) return std::nullopt;
  const absl::Time start =
      from->has_value() ? StartOf(**from, now, *zone) : now;
  const absl::Time end =
      to->has_value() ? EndOf(**to, now, *zone) : start + kWindowDefault;
  if (start >= end) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the window is from ", absl::FormatTime(start, *zone), " to ",
        absl::FormatTime(end, *zone), "; --to is later than --from"));
  }
  v1::TimeWindow window;
  *window.mutable_start_time() = ToTimestamp(start);
  *window.mutable_end_time() = ToTimestamp(end);
  return window;
}

absl::StatusOr<std::string> ZoneOfAssociate(const client::Client& client,
                                            const std::string& associate,
                                            const std::string& store) {
  v1::GetStoreRequest store_request;
  store_request.set_name(store);
  if (store.empty()) {
    v1::GetAssociateRequest request;
    request.set_name(associate);
    const absl::StatusOr<v1::Associate> found = client.GetAssociate(request);
    if (!found.ok()) return found.status();
    if (found->stores().empty()) {
      return absl::InvalidArgumentError(
          "the associate has no store whose zone local times could be in; say "
          "--zone, or an offset with the time");
    }
    store_request.set_name(found->stores(0));
  }
  const absl::StatusOr<v1::Store> found = client.GetStore(store_request);
  if (!found.ok()) return found.status();
  return found->time_zone();
}

}  // namespace rapport::cli
