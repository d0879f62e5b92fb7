// What the demo brand's associates are called: common given names, by the
// language area of their mother tongue. Nobody in particular.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_GIVEN_NAMES_H_
#define RAPPORT_CLIENTS_CLI_DEMO_GIVEN_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/demo/random.h"

namespace rapport::demo {

// A display name for somebody with this mother tongue: `Sofia R.`, `美玲`.
// Languages without names of their own take those of their area, else
// English ones.
std::string DrawName(absl::string_view language_tag, Random& random);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_GIVEN_NAMES_H_
