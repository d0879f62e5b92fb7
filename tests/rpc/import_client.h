// Sends a file through an import, and keeps what comes back.
#ifndef RAPPORT_TESTS_RPC_IMPORT_CLIENT_H_
#define RAPPORT_TESTS_RPC_IMPORT_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "rapport/v1/catalog_service.pb.h"
#include "tests/rpc/rpc_client.h"

namespace rapport {

// What an import answered.
struct Imported {
  grpc::Status status;
  std::vector<v1::ImportRow> rows;  // in the order they came
  std::vector<v1::ImportProgress> progress;
  std::vector<v1::ImportSummary> summaries;
  std::vector<v1::ImportMapping> mappings;  // of stores only
  // Of rejected rows: `3 latitude OUT_OF_RANGE 0`, position, field, reason and
  // first position.
  std::vector<std::string> rejected;

  // What the caller is told; see Summary.
  std::string Told() const;
  // `4 rows, 2 created, 2 rejected`, of the one summary.
  std::string Counts() const;
};

// Sends the header of `source` for the brand acme, then `content` in pieces of
// `piece` bytes.
Imported ImportStores(const RpcClient& client, const std::string& source,
                      const std::string& content, size_t piece);
Imported ImportAssociates(const RpcClient& client, const std::string& source,
                          const std::string& content, size_t piece);

// Sends those messages, whatever they are.
Imported ImportStores(const RpcClient& client,
                      const std::vector<v1::ImportStoresRequest>& messages);
Imported ImportAssociates(
    const RpcClient& client,
    const std::vector<v1::ImportAssociatesRequest>& messages);

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_IMPORT_CLIENT_H_
