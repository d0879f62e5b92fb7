// `brand ranking`, `brand attributes` and `brand time-off`: by what a brand's
// associates are ranked, which of their attributes may be searched for, and
// whether they only ask for time off.

#ifndef RAPPORT_CLIENTS_CLI_BRAND_RANKING_H_
#define RAPPORT_CLIENTS_CLI_BRAND_RANKING_H_

#include "CLI/App.hpp"
#include "clients/cli/commands.h"

namespace rapport::cli {

// Below the command `brand`.
void AddBrandRanking(CLI::App& brand, Command& chosen);
void AddBrandAttributes(CLI::App& brand, Command& chosen);
void AddBrandTimeOff(CLI::App& brand, Command& chosen);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_BRAND_RANKING_H_
