#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace headroom::sandbox {

/// A file of JSON lines that only grows while the program runs: whoever kills it loses nothing that was
/// answered. One process at a time, which a lock on the file sees to. Not thread-safe; its owner locks.
class Journal {
public:
    using Json = nlohmann::ordered_json;

    /// Hands every line to `replay`. A torn last line (the process died while writing it, nobody got an
    /// answer) is cut off; one in the middle is Corrupt. Unavailable when another process has the file.
    static Result<std::unique_ptr<Journal>> open(const std::string& path,
                                                 const std::function<void(Json)>& replay);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// On the disk when it returns.
    Result<void> append(const Json& line);

    /// Replaces the file by these lines, by a temporary name and rename.
    Result<void> rewrite(const std::vector<Json>& lines);

private:
    Journal(std::string path, int descriptor)
        : path_(std::move(path))
        , descriptor_(descriptor) {}

    std::string path_;
    int descriptor_;
};

} // namespace headroom::sandbox
