# How a room of this house is built: one library a folder, warnings are errors,
# and a line a target about what it links for the test of the allowed arrows.

# What every target of ours is compiled with. Generated code is not ours.
add_library(rapport_options INTERFACE)
# GCC 12 sees overlaps in std::string's own insert and replace where there are
# none (its bug 105651), in optimised builds.
target_compile_options(rapport_options INTERFACE -Wall -Wextra -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(rapport_options INTERFACE ${PROJECT_SOURCE_DIR})

# All targets, generated code included, are instrumented alike.
if(RAPPORT_SANITIZE)
  add_compile_options(-fsanitize=${RAPPORT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${RAPPORT_SANITIZE})
  if(RAPPORT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

# libFuzzer sees where an input leads only in code that is built for it.
if(RAPPORT_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "RAPPORT_FUZZ needs clang")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address)
endif()

# rapport_library(NAME SOURCES ... LINKS ...): a static library of one folder.
function(rapport_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE rapport_options)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  rapport_record_links(${name} ${ARG_LINKS})
endfunction()

# rapport_program(NAME SOURCES ... LINKS ...)
function(rapport_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} rapport_options)
  rapport_record_links(${name} ${ARG_LINKS})
endfunction()

# rapport_label_test(TEST LABELS TIMEOUT): what every entry of CTest needs. Labels:
# unit, contract, rpc, e2e, data, bench, script. The timeout is in seconds.
function(rapport_label_test test labels timeout)
  set_tests_properties(${test} PROPERTIES LABELS "${labels}" TIMEOUT ${timeout})
  if(RAPPORT_SANITIZE STREQUAL "thread")
    set(options "ignore_noninstrumented_modules=1")
    # These make or serve calls; why that matters, the file says.
    if("${labels}" MATCHES "rpc|e2e")
      string(APPEND options ":suppressions=${PROJECT_SOURCE_DIR}/tests/grpc.tsan.supp")
    endif()
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "TSAN_OPTIONS=${options}")
  endif()
endfunction()

# rapport_test(NAME SOURCES ... LINKS ... [LABELS ...] [TIMEOUT s]):
# a GoogleTest binary.
function(rapport_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} rapport_options
    GTest::gtest GTest::gmock)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  # One CTest entry a binary: its tests share one private database.
  add_test(NAME ${name} COMMAND ${name})
  rapport_label_test(${name} "${ARG_LABELS}" ${ARG_TIMEOUT})
endfunction()

# A target's direct links, one line in build/<preset>/links.txt:
# "<folder> <target> <link> <link> ..."
set_property(GLOBAL PROPERTY RAPPORT_LINKS "")
function(rapport_record_links name)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE ";" " " links "${ARGN}")
  set_property(GLOBAL APPEND PROPERTY RAPPORT_LINKS "${folder} ${name} ${links}")
endfunction()

function(rapport_write_links)
  get_property(lines GLOBAL PROPERTY RAPPORT_LINKS)
  list(JOIN lines "\n" text)
  file(WRITE ${CMAKE_BINARY_DIR}/links.txt "${text}\n")
endfunction()
