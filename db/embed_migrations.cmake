# Writes OUTPUT, a C++ file that holds the migrations FILES (relative to
# FOLDER, in order), each named NNNN_name.sql.

set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(stem "${file}" NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: a migration is named NNNN_name.sql")
  endif()
  set(name "${CMAKE_MATCH_2}")
  string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
  file(READ "${FOLDER}/${file}" text)
  string(APPEND rows
    "    {${number}, \"${name}\", R\"RAPPORT_SQL(${text})RAPPORT_SQL\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Generated from db/schema; do not edit.
#include <vector>

#include \"db/migrations.h\"

namespace rapport::db {

absl::Span<const Migration> ProgramMigrations() {
  static const auto* const migrations = new std::vector<Migration>{
${rows}  };
  return *migrations;
}

}  // namespace rapport::db
")
