#include "app/endpoint/render/sandbox.h"

#include "core/storage/posix_files.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

// Landlock (docs.kernel.org/userspace-api/landlock.html), by system call as the C library has no functions
// for it. Rights that the running kernel does not know yet must be left out, or it refuses the whole set.
namespace headroom::render {

namespace {

// Of kernels later than the headers that we are built with.
constexpr std::uint64_t rightRefer = 1ULL << 13;    // ABI 2
constexpr std::uint64_t rightTruncate = 1ULL << 14; // ABI 3

constexpr std::uint64_t readFileRights = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t readFolderRights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t writeFolderRights = readFolderRights | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                            LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                            rightTruncate;

/// Everything that is refused unless a rule allows it.
std::uint64_t handledRights(int version) {
    std::uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; // all of ABI 1
    if (version >= 2) rights |= rightRefer;
    if (version >= 3) rights |= rightTruncate;
    return rights;
}

enum class Missing { IsError, IsFine };

Result<void> allow(const storage::UniqueFd& rules, const std::filesystem::path& path, std::uint64_t rights,
                   Missing missing) {
    const storage::UniqueFd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place) {
        if (missing == Missing::IsFine) return {};
        return storage::failErrno("confine to files");
    }
    const landlock_path_beneath_attr rule{.allowed_access = rights, .parent_fd = place.get()};
    if (::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        return storage::failErrno("confine to files");
    return {};
}

Result<void> allowSystem(const storage::UniqueFd& rules) {
    // Libraries and their modules, fonts, and how many processors there are. Not /etc as a whole: keys live
    // there.
    for (const char* folder : {"/usr", "/lib", "/lib64", "/etc/fonts", "/sys/devices/system/cpu"})
        TRY(allow(rules, folder, readFolderRights, Missing::IsFine));
    for (const char* file : {"/etc/ld.so.cache", "/etc/localtime", "/proc/cpuinfo", "/proc/meminfo",
                             "/dev/null", "/dev/urandom"})
        TRY(allow(rules, file, readFileRights, Missing::IsFine));
    // Bundles bring their libraries along, in bin/../lib.
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error && program.has_parent_path())
        TRY(allow(rules, program.parent_path().parent_path(), readFolderRights, Missing::IsFine));
    return {};
}

} // namespace

Result<void> confineFiles(const std::vector<std::filesystem::path>& readable,
                          const std::filesystem::path& writableFolder) {
    // Large pictures are put aside by the decoder; elsewhere it would not be allowed to.
    ::setenv("TMPDIR", writableFolder.c_str(), 1);
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return {};
    const std::uint64_t handled = handledRights(static_cast<int>(version));
    const landlock_ruleset_attr attributes{.handled_access_fs = handled};
    const storage::UniqueFd rules(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0)));
    if (!rules) return storage::failErrno("confine to files");
    TRY(allowSystem(rules));
    for (const auto& file : readable)
        TRY(allow(rules, file, readFileRights, Missing::IsError));
    TRY(allow(rules, writableFolder, writeFolderRights & handled, Missing::IsError));
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0)
        return storage::failErrno("confine to files");
    return {};
}

} // namespace headroom::render
