# Every third-party library, found once. Only the target that wraps one links it, PRIVATE.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(CURL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network Svg Test Concurrent DBus)
find_package(Qt6Keychain REQUIRED)
pkg_check_modules(vips REQUIRED IMPORTED_TARGET vips-cpp)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)

# Debian ships OpenCV's CMake package only in libopencv-dev, which pulls in 300 MB more; we need three libraries.
# Its headers warn under C++20, which is not ours to fix: SYSTEM.
find_path(OPENCV_INCLUDE_DIR opencv2/dnn.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(headroom_opencv INTERFACE)
target_include_directories(headroom_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
foreach(module core imgproc dnn)
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  target_link_libraries(headroom_opencv INTERFACE ${OPENCV_${module}_LIBRARY})
endforeach()
