// The demo brand itself: its styles and services.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_VOCABULARY_H_
#define RAPPORT_CLIENTS_CLI_DEMO_VOCABULARY_H_

#include <vector>

#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::demo {

// Who gives the demo brand's stores and associates; see Store.source.
inline constexpr char kDemoSource[] = "demo";

// The brand with its styles, the more usual ones first; without a name.
v1::Brand DemoBrand();

// Its services, the more usual ones first; their names are bare ids.
std::vector<v1::Service> DemoServices();

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_VOCABULARY_H_
