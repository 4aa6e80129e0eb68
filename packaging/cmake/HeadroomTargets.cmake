# headroom_library(credits_store SOURCES ... PUBLIC ... PRIVATE ...)
#   One static library and its alias headroom::credits_store. PUBLIC: rooms that appear in its headers;
#   PRIVATE: rooms and third-party libraries that only its .cpp files use.
function(headroom_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(headroom_${name} STATIC ${ARG_SOURCES})
  add_library(headroom::${name} ALIAS headroom_${name})
  target_link_libraries(headroom_${name} PUBLIC ${ARG_PUBLIC} PRIVATE headroom_flags ${ARG_PRIVATE})
  target_include_directories(headroom_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  if(ARG_QT)
    set_target_properties(headroom_${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(headroom_${name} PUBLIC QT_NO_KEYWORDS)
    headroom_reads(headroom_${name} qt_headers)
  endif()
endfunction()

# headroom_program(headroom-endpoint SOURCES ... PRIVATE ... [QT])
function(headroom_program name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;PRIVATE" ${ARGN})
  add_executable(${name} ${ARG_SOURCES} ${HEADROOM_SANITIZER_DEFAULTS})
  target_link_libraries(${name} PRIVATE headroom_flags ${ARG_PRIVATE})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  endif()
endfunction()

# headroom_precompiled(qt_headers <string> ...): headers that many files read, read once for all of them. headroom_reads(TARGET
# qt_headers) has a target begin with them, which saves a third of its time. Builds of the type Dev only: a release
# proves that our files include what they use. Nothing of QtTest, which has a macro for each folder.
function(headroom_precompiled name)
  if(NOT CMAKE_BUILD_TYPE STREQUAL Dev)
    return()
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(headroom_${name} OBJECT ${source})
  target_link_libraries(headroom_${name} PRIVATE headroom_flags Qt6::Core)
  target_compile_definitions(headroom_${name} PRIVATE QT_NO_KEYWORDS)
  target_precompile_headers(headroom_${name} PRIVATE ${ARGN})
  # GCC's file is another one in each build tree. ccache takes this one for it, which says all that it depends on.
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/headroom_${name}.dir/cmake_pch.hxx.gch.sum
    CONTENT "2 ${ARGN} ${CMAKE_CXX_COMPILER_VERSION} ${Qt6_VERSION} ${nlohmann_json_VERSION} ${CMAKE_BUILD_TYPE} ${HEADROOM_SANITIZE}\n")
endfunction()

function(headroom_reads target name)
  if(NOT TARGET headroom_${name})
    return()
  endif()
  target_precompile_headers(${target} REUSE_FROM headroom_${name})
  # GCC 12 forgets in precompiled headers which code is the system's, and warns of std::string without a reason.
  target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endfunction()

# headroom_test(tst_credits_hold SOURCES tst_credits_hold.cpp LINK headroom::credits_rules
#               [LABELS quick|long|postgres] [TIMEOUT 600] [ENVIRONMENT A=b])
#   One QtTest executable. It links what it tests, and nothing else of ours.
#   Labels: 'long' runs only with packaging/test --long.
function(headroom_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT;COMMAND_ARGS" ${ARGN})
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cpp)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 400)
  endif()
  if(HEADROOM_SANITIZE MATCHES thread) # takes ten times as long
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 10")
    list(APPEND ARG_ENVIRONMENT QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000)
  endif()
  add_executable(${name} ${ARG_SOURCES} ${HEADROOM_SANITIZER_DEFAULTS})
  target_link_libraries(${name} PRIVATE headroom_flags Qt6::Test ${ARG_LINK})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS
    HEADROOM_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HEADROOM_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  headroom_reads(${name} test_headers)
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON)
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} ${ARG_COMMAND_ARGS})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${ARG_ENVIRONMENT}")
endfunction()

# Qt 6.4's moc stumbles over GCC 12's <concepts>; it needs nothing from it, so it is told that it has read it.
set(CMAKE_AUTOMOC_MOC_OPTIONS "-D_GLIBCXX_CONCEPTS=1")
