// An associate as a line of the file that ImportAssociates reads.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_ASSOCIATE_LINE_H_
#define RAPPORT_CLIENTS_CLI_DEMO_ASSOCIATE_LINE_H_

#include <string>

#include "clients/cli/demo/staff.h"

namespace rapport::demo {

// One JSON object, without the line's end. Written as text outright: a large
// brand has hundreds of thousands of them, and building each as a tree of
// values took ten times as long.
std::string AssociateLine(const Member& member);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_ASSOCIATE_LINE_H_
