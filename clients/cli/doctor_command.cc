#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/probe.h"
#include "clients/cli/text/number_text.h"
#include "clients/cli/text/table.h"
#include "clients/cpp/pages.h"

namespace rapport::cli {
namespace {

using client::Client;
using client::Role;

struct DoctorOptions {};

constexpr absl::Duration kProbeTimeout = absl::Seconds(5);
// What the server offers of ours: catalog, locator, calendar, booking.
constexpr size_t kOwnServices = 4;
// More are not counted, only said to be more.
constexpr int64_t kCountedMax = 100'000;

enum class Verdict { kOk, kWarning, kFailure };

struct Finding {
  Verdict verdict;
  std::string check;
  std::string text;
  std::string advice;  // what to do; empty: nothing
};

const char* WordOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kWarning:
      return "warn";
    case Verdict::kFailure:
      return "fail";
  }
  return "";
}

Finding Failure(std::string check, const absl::Status& status,
                std::string advice) {
  return {Verdict::kFailure, std::move(check), std::string(status.message()),
          std::move(advice)};
}

Finding CheckTransport(const Client& client) {
  if (client.is_tls()) {
    return {Verdict::kOk, "transport",
            absl::StrCat("TLS to ", client.address().target), ""};
  }
  if (client.address().is_local) {
    return {Verdict::kOk, "transport",
            absl::StrCat("plaintext, but it stays on this machine (",
                         client.address().target, ")"),
            ""};
  }
  return {Verdict::kWarning, "transport",
          absl::StrCat("plaintext to ", client.address().target),
          "serve TLS (rapport-server --tls-certificate), and say --tls-ca"};
}

struct Answer {
  Finding finding;
  bool is_reached;
};

Answer CheckConnection(const Client& client, client::Clock& clock) {
  const absl::Time start = clock.Now();
  const auto health = CheckHealth(client.channel(), kProbeTimeout);
  const absl::Duration took = clock.Now() - start;
  if (health.ok() && *health == Health::kServing) {
    return {{Verdict::kOk, "health",
             absl::StrCat("serving; connected and answered in ",
                          absl::FormatDuration(
                              absl::Trunc(took, absl::Microseconds(100)))),
             ""},
            true};
  }
  if (health.ok()) {
    return {{Verdict::kFailure, "health", "the server is not serving",
             "it may be starting or draining: wait, then look at its log"},
            true};
  }
  if (absl::IsUnimplemented(health.status())) {
    return {{Verdict::kWarning, "health", "the server does not tell its health",
             "load balancers will want the health service"},
            true};
  }
  return {
      Failure("health", client::WithTlsAdvice(health.status(), client.is_tls()),
              "start rapport-server, or say where it is with --address or "
              "RAPPORT_ADDRESS"),
      false};
}

Finding CheckReflection(const Client& client) {
  const auto services = ListReflectedServices(client.channel(), kProbeTimeout);
  if (!services.ok()) {
    return {Verdict::kWarning, "reflection",
            std::string(services.status().message()),
            "tools such as `buf curl` will need the protos"};
  }
  size_t own = 0;
  for (const std::string& name : *services) {
    if (absl::StartsWith(name, "rapport.v1.")) ++own;
  }
  const std::string text =
      absl::StrCat(services->size(), " services, ", own, " of Rapport's");
  if (own < kOwnServices) {
    return {Verdict::kFailure, "reflection", text,
            "is this the right server? --address says where to look"};
  }
  return {Verdict::kOk, "reflection", text, ""};
}

Finding CheckBrand(const Client& client, const Session& session) {
  v1::GetBrandRequest request;
  request.set_name(session.parent());
  const auto brand = client.GetBrand(request);
  if (brand.ok()) {
    return {Verdict::kOk, "brand",
            absl::StrCat(brand->name(), " \"", brand->display_name(), "\", ",
                         brand->styles().size(), " styles"),
            ""};
  }
  switch (brand.status().code()) {
    case absl::StatusCode::kNotFound:
      return Failure("brand", brand.status(),
                     "`rapport brand create` makes it; --brand names another");
    case absl::StatusCode::kUnauthenticated:
      return Failure("brand", brand.status(),
                     "start the server with --trust-caller-metadata, for "
                     "development only");
    default:
      return Failure("brand", brand.status(), "");
  }
}

// How many there are on all pages; `list` and `size` are of one kind.
template <typename Request, typename List, typename Size>
absl::StatusOr<std::string> Count(const Session& session, List list,
                                  Size size) {
  Request request;
  request.set_parent(session.parent());
  request.set_page_size(client::kPageSizeMax);
  int64_t count = 0;
  bool is_whole = true;
  absl::Status status =
      client::ForEachPage(request, list, [&](const auto& page) {
        count += size(page);
        is_whole = page.next_page_token().empty();
        return count < kCountedMax;
      });
  if (!status.ok()) return status;
  return absl::StrCat(FormatCount(count), is_whole ? "" : " or more");
}

Finding CheckCounts(const Client& client, const Session& session) {
  const auto stores = Count<v1::ListStoresRequest>(
      session, [&](const auto& page) { return client.ListStores(page); },
      [](const v1::ListStoresResponse& page) { return page.stores().size(); });
  if (!stores.ok()) return Failure("counts", stores.status(), "");
  const auto associates = Count<v1::ListAssociatesRequest>(
      session, [&](const auto& page) { return client.ListAssociates(page); },
      [](const v1::ListAssociatesResponse& page) {
        return page.associates().size();
      });
  if (!associates.ok()) return Failure("counts", associates.status(), "");
  const auto services = Count<v1::ListServicesRequest>(
      session, [&](const auto& page) { return client.ListServices(page); },
      [](const v1::ListServicesResponse& page) {
        return page.services().size();
      });
  if (!services.ok()) return Failure("counts", services.status(), "");
  const std::string text =
      absl::StrCat(*stores, " stores, ", *associates, " associates, ",
                   *services, " services");
  if (*stores == "0" || *associates == "0" || *services == "0") {
    return {Verdict::kWarning, "counts", text,
            "`rapport stores import`, `rapport services set` and `rapport "
            "associates import` fill it; `rapport demo` makes data to try"};
  }
  return {Verdict::kOk, "counts", text, ""};
}

std::vector<Finding> Examine(const Client& client, const Session& session) {
  std::vector<Finding> findings = {CheckTransport(client)};
  const Answer answer = CheckConnection(client, session.clock());
  findings.push_back(answer.finding);
  if (!answer.is_reached) return findings;
  findings.push_back(CheckReflection(client));
  findings.push_back(CheckBrand(client, session));
  if (findings.back().verdict == Verdict::kFailure) return findings;
  findings.push_back(CheckCounts(client, session));
  return findings;
}

void WriteFindings(const std::vector<Finding>& findings,
                   const Session& session) {
  if (session.json()) {
    for (const Finding& finding : findings) {
      nlohmann::ordered_json line = {{"verdict", WordOf(finding.verdict)},
                                     {"check", finding.check},
                                     {"text", finding.text}};
      if (!finding.advice.empty()) line["advice"] = finding.advice;
      session.PrintJson(line);
    }
    return;
  }
  Table table({{""}, {"CHECK"}, {"FOUND"}, {"WHAT TO DO"}});
  for (const Finding& finding : findings) {
    table.AddRow(
        {WordOf(finding.verdict), finding.check, finding.text, finding.advice});
  }
  table.Write(session.out());
}

absl::Status RunDoctor(const DoctorOptions&, const Session& session) {
  const auto client = session.Connect(Role::kBrandAdmin);
  if (!client.ok()) return client.status();
  const std::vector<Finding> findings = Examine(*client, session);
  WriteFindings(findings, session);
  for (const Finding& finding : findings) {
    if (finding.verdict != Verdict::kFailure) continue;
    const std::string text = absl::StrCat("not well: ", finding.check);
    return finding.check == "health" ? absl::UnavailableError(text)
                                     : absl::FailedPreconditionError(text);
  }
  return absl::OkStatus();
}

}  // namespace

void AddDoctorCommand(CLI::App& app, Command& chosen) {
  CLI::App& command = *app.add_subcommand(
      "doctor", "Look whether everything is well, and say what to do if not");
  ChooseToRun(command, chosen, std::make_shared<DoctorOptions>(), RunDoctor);
}

}  // namespace rapport::cli
