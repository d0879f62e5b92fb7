// What is to be known of something that was taken: it does not make it wrong.
#ifndef RAPPORT_SERVER_CATALOG_REMARK_H_
#define RAPPORT_SERVER_CATALOG_REMARK_H_

#include <cstddef>
#include <string>

namespace rapport::catalog {

// What rapport.v1.ImportRow allows of one row.
inline constexpr size_t kRemarksMax = 20;

struct Remark {
  std::string field;    // as the file calls it; empty: the whole
  std::string reason;   // a stable code, for example `PHONE_NOT_READ`
  std::string message;  // what was seen and what was made of it

  friend bool operator==(const Remark&, const Remark&) = default;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_REMARK_H_
