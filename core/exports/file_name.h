#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Names that every file system takes: ext4, APFS, NTFS, FAT on memory sticks and what cloud folders make of
// them. Any thread.
namespace headroom::exports {

/// One path component made from any text: NFC, without separators, wildcards, control and direction
/// characters, leading or trailing spaces and dots, or a name that Windows keeps for devices; at most
/// `maxBytes` long, cut between characters. What cannot stay becomes "_"; `ifEmpty` stands in when nothing
/// is left.
std::string safeComponent(std::string_view text, std::size_t maxBytes, std::string_view ifEmpty);

/// Equal for two names that some file system takes for the same: case folded and decomposed.
std::string collisionKey(std::string_view name);

} // namespace headroom::exports
