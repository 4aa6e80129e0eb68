# How everything of ours is compiled: language level, warnings, sanitizers, ccache, linker.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Dev: optimised enough for pixels, cheap enough to compile, with assertions and line numbers.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1")
set(CMAKE_C_FLAGS_DEV "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev)
endif()

find_program(HEADROOM_CCACHE ccache)
if(HEADROOM_CCACHE)
  # The two settings are what it needs for precompiled headers, which the tests have.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    CCACHE_PCH_EXTSUM=true ${HEADROOM_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${HEADROOM_CCACHE})
endif()
find_program(HEADROOM_LLD ld.lld)
if(HEADROOM_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(headroom_flags INTERFACE)
target_compile_options(headroom_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror=switch
  -Werror=return-type -Werror=unused-result)
target_compile_definitions(headroom_flags INTERFACE HEADROOM_VERSION="${PROJECT_VERSION}")
target_include_directories(headroom_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(HEADROOM_WERROR)
  target_compile_options(headroom_flags INTERFACE -Werror)
endif()

if(HEADROOM_SANITIZE)
  add_compile_options(-fsanitize=${HEADROOM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HEADROOM_SANITIZE})
  if(HEADROOM_SANITIZE MATCHES thread)
    # GCC's thread sanitizer does not model atomic_thread_fence, which Asio uses.
    add_compile_options(-Wno-tsan)
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
    set(HEADROOM_SANITIZER_DEFAULTS ${CMAKE_SOURCE_DIR}/tests/support/thread_sanitizer.cpp)
  endif()
endif()
