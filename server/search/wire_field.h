// Fields of the protobuf encoding that hold bytes which are there already: a
// message inside a message, without making either.
//
// https://protobuf.dev/programming-guides/encoding/: a field is its number and
// wire type (2: a length and as many bytes), and then those. Parts of a message
// may come in any order and apart; who reads them puts them together.
#ifndef RAPPORT_SERVER_SEARCH_WIRE_FIELD_H_
#define RAPPORT_SERVER_SEARCH_WIRE_FIELD_H_

#include <google/protobuf/io/coded_stream.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::search {

// Appends what comes before the `length` bytes of the field.
inline void AppendFieldHead(int field, size_t length, std::string& out) {
  using google::protobuf::io::CodedOutputStream;
  uint8_t head[10];
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(field) << 3 | 2, head);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(length),
                                                end);
  out.append(reinterpret_cast<const char*>(head), end - head);
}

inline void AppendField(int field, absl::string_view bytes, std::string& out) {
  AppendFieldHead(field, bytes.size(), out);
  out.append(bytes.data(), bytes.size());
}

// What AppendField appends for so many bytes, in bytes.
inline size_t FieldSize(int field, size_t length) {
  using google::protobuf::io::CodedOutputStream;
  return CodedOutputStream::VarintSize32(static_cast<uint32_t>(field) << 3) +
         CodedOutputStream::VarintSize32(static_cast<uint32_t>(length)) +
         length;
}

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_WIRE_FIELD_H_
