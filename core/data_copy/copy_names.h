#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace headroom::data_copy {

/// Names of a copy's files: what every file system takes, none twice, and close to what people called them.
class EntryNames {
public:
    /// "photos/Füße am Meer (2).jpg" for the folder "photos" and the wanted name "Füße am Meer.jpg" when that
    /// is taken. `ending`, such as ".jpg", replaces the one that the name has; `ifEmpty` stands in for a name
    /// of which nothing is left.
    std::string take(std::string_view folder, std::string_view wanted, std::string_view ending,
                     std::string_view ifEmpty);
    /// "headshots/Ana Kovač-business-3.jpg": counted for each beginning.
    std::string takeNumbered(std::string_view folder, std::string_view beginning, std::string_view ending);

private:
    std::set<std::string> taken_; ///< as no file system can tell them apart
    std::map<std::string, int, std::less<>> numbers_;
};

/// ".jpg" for "image/jpeg"; empty for what we do not know.
std::string_view endingOf(std::string_view mediaType);

} // namespace headroom::data_copy
