// The id by which the server knows a repeated request.

#ifndef RAPPORT_CLIENTS_CPP_REQUEST_ID_H_
#define RAPPORT_CLIENTS_CPP_REQUEST_ID_H_

#include <string>

namespace rapport::client {

// A random UUID (version 4, RFC 9562): 36 lower case characters. Any number
// of threads may call it.
std::string NewRequestId();

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_REQUEST_ID_H_
