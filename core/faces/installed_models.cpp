#include "core/faces/installed_models.h"

#include "core/base/crypto.h"
#include "core/base/log.h"

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace headroom::faces {

namespace {

constexpr int listedFilesMax = 16; // we know three; an operator may add others
constexpr std::size_t readAtOnce = 1 << 20;

/// Lines as sha256sum writes them: 64 hex digits, two characters, the name.
std::map<std::string, std::string> readList(std::ifstream& list) {
    std::map<std::string, std::string> digests;
    std::string line;
    for (int i = 0; i < listedFilesMax && std::getline(list, line); ++i) {
        if (line.size() > 66) digests[line.substr(66)] = line.substr(0, 64);
    }
    return digests;
}

Result<std::string> digestOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::FileAccess, "cannot read " + path.filename().string());
    Hasher hasher(Hasher::Algorithm::Sha256);
    std::vector<char> buffer(readAtOnce);
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)
        hasher.update({buffer.data(), static_cast<std::size_t>(file.gcount())});
    if (file.bad()) return fail(ErrorCode::FileAccess, "cannot read " + path.filename().string());
    return toHex(hasher.finish());
}

} // namespace

Result<InstalledModels> findInstalledModels(const std::filesystem::path& folder) {
    std::ifstream list(folder / "SHA256SUMS");
    if (folder.empty() || !list) return InstalledModels{};
    const auto digests = readList(list);
    InstalledModels found;
    for (const auto& [name, place] :
         {std::pair{"libonnxruntime.so.1", &found.runtime}, std::pair{"isnet.onnx", &found.matte},
          std::pair{"likeness.onnx", &found.likeness}}) {
        const auto listed = digests.find(name);
        if (listed == digests.end()) continue;
        const std::filesystem::path path = std::filesystem::absolute(folder / name);
        if (TRY(digestOf(path)) != listed->second)
            return fail(ErrorCode::Corrupt, path.string() + " differs from SHA256SUMS beside it");
        *place = path;
    }
    return found;
}

InstalledModels usableModels(const std::filesystem::path& folder) {
    const auto found = findInstalledModels(folder);
    if (!found) {
        log::warning("faces.models", "works without what is installed beside it",
                     {{"error", describe(found.error())}});
        return {};
    }
    InstalledModels usable = *found;
    if (usable.runtime.empty()) usable.matte.clear(); // nothing else runs it
    if (!usable.runtime.empty())
        log::info("faces.models", "found a faster runtime", {{"finer_matte", !usable.matte.empty()}});
    if (!usable.likeness.empty()) log::info("faces.models", "found a network that compares faces");
    return usable;
}

} // namespace headroom::faces
