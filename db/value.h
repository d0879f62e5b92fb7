#ifndef RAPPORT_DB_VALUE_H_
#define RAPPORT_DB_VALUE_H_

// What goes into a statement: one Value for each `?`.
//
//   connection.Execute(kInsert, {id.bytes(), now, 3, std::nullopt});
//
// A string is bound byte for byte, so it serves CHAR and TEXT (UTF-8) as well
// as BINARY(16) and BLOB (zero bytes included). A time is bound as DATETIME(6)
// in UTC, cut to the microsecond at or before it.

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rapport::db {

// Owns what it holds. Conversions are implicit so that parameter lists read
// like the SQL they fill. Copyable; as thread-safe as an int.
class Value {
 public:
  using Variant = std::variant<std::monostate, int64_t, uint64_t, double,
                               std::string, absl::Time>;

  // NOLINTBEGIN(google-explicit-constructor): see above.
  Value() = default;  // NULL
  Value(std::nullopt_t) {}

  template <
      typename T,
      std::enable_if_t<std::is_integral_v<T> && std::is_signed_v<T>, int> = 0>
  Value(T number) : variant_(static_cast<int64_t>(number)) {}

  template <typename T,
            std::enable_if_t<std::is_integral_v<T> && std::is_unsigned_v<T>,
                             bool> = false>
  Value(T number) : variant_(static_cast<uint64_t>(number)) {}

  Value(double number) : variant_(number) {}
  Value(std::string bytes) : variant_(std::move(bytes)) {}
  Value(absl::string_view bytes) : variant_(std::string(bytes)) {}
  Value(const char* text) : variant_(std::string(text)) {}
  Value(absl::Time time) : variant_(time) {}

  // NULL when unset.
  template <typename T>
  Value(const std::optional<T>& value) {
    if (value.has_value()) *this = Value(*value);
  }
  // NOLINTEND(google-explicit-constructor)

  bool is_null() const {
    return std::holds_alternative<std::monostate>(variant_);
  }
  const Variant& variant() const { return variant_; }

 private:
  Variant variant_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_VALUE_H_
