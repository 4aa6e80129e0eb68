#include "app/endpoint/render/sandbox.h"

#include "app/endpoint/render/render_limits.h"
#include "core/base/sanitized.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <vector>

namespace headroom::render {

namespace {

Result<void> limit(__rlimit_resource resource, std::int64_t most) {
    const rlimit value{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
    if (::setrlimit(resource, &value) != 0) return fail(ErrorCode::Internal, "cannot limit a resource");
    return {};
}

Result<void> limitResources(std::int64_t addressSpace) {
    if (!sanitized) TRY(limit(RLIMIT_AS, addressSpace));
    TRY(limit(RLIMIT_CPU, processorSeconds));
    TRY(limit(RLIMIT_FSIZE, fileBytes));
    TRY(limit(RLIMIT_NOFILE, openFiles));
    return limit(RLIMIT_CORE, 0); // a core dump would hold somebody's photo
}

#if defined(__x86_64__)
constexpr unsigned ownArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned ownArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned ownArchitecture = 0;
#endif

/// System calls that answer "not permitted" from now on: the network, other programs, looking into other
/// processes, the kernel's riskier corners. Threads, memory and files stay.
Result<void> refuseSystemCalls() {
    if (ownArchitecture == 0) return {};
    static constexpr int refused[] = {SYS_socket,
                                      SYS_connect,
                                      SYS_bind,
                                      SYS_listen,
                                      SYS_sendto,
                                      SYS_execve,
                                      SYS_execveat,
                                      SYS_ptrace,
                                      SYS_process_vm_readv,
                                      SYS_process_vm_writev,
                                      SYS_bpf,
                                      SYS_perf_event_open,
                                      SYS_userfaultfd,
                                      SYS_keyctl,
                                      SYS_add_key,
                                      SYS_unshare,
                                      SYS_mount,
                                      SYS_io_uring_setup,
                                      SYS_kill,
                                      SYS_tkill};
    const auto statement = [](unsigned code, unsigned k) {
        return sock_filter{static_cast<unsigned short>(code), 0, 0, k};
    };
    const auto jump = [](unsigned value, unsigned char ifEqual, unsigned char otherwise) {
        return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, ifEqual, otherwise, value};
    };
    const unsigned permissionDenied = SECCOMP_RET_ERRNO | (1U & SECCOMP_RET_DATA); // EPERM
    std::vector<sock_filter> program{
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        jump(ownArchitecture, 1, 0),
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS), // numbers mean other calls there
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (const int number : refused) {
        program.push_back(jump(static_cast<unsigned>(number), 0, 1));
        program.push_back(statement(BPF_RET | BPF_K, permissionDenied));
    }
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    // A kernel without seccomp is no reason to refuse work; the other walls stand.
    ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
    return {};
}

} // namespace

Result<void> enterSandbox(std::int64_t addressSpace) {
    const pid_t parent = ::getppid();
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return fail(ErrorCode::Internal, "cannot follow the parent");
    if (parent == 1 || ::getppid() != parent) return fail(ErrorCode::Cancelled, "the parent is gone");
    // Whatever was open in the parent without close-on-exec.
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    TRY(limitResources(addressSpace));
    // Beyond a limit of file size write() fails instead of a signal.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(ErrorCode::Internal, "cannot drop privileges");
    if (::prctl(PR_SET_DUMPABLE, 0) != 0) return fail(ErrorCode::Internal, "cannot close the process");
    return refuseSystemCalls();
}

} // namespace headroom::render
