#include "app/endpoint/render/render_limits.h"
#include "app/endpoint/render/render_loop.h"
#include "app/endpoint/render/sandbox.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

extern char** environ;

// A worker process in the real sandbox, at the real loop, whose engine does what the bytes of the photo say.
namespace {

using namespace headroom;
using namespace headroom::render;

struct FakePhoto final : RenderEngine::Photo {
    explicit FakePhoto(std::string_view bytes)
        : behaviour(bytes) {}
    std::string behaviour;
};

/// What this process has of its parent's, as the detail of an error.
std::string surroundings() {
    std::string found;
    for (char** entry = environ; *entry; ++entry)
        found += std::string(*entry) + ";";
    int openFiles = 0;
    for (int fd = 4; fd < 1024; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0) ++openFiles;
    found += "files=" + std::to_string(openFiles);
    found += ";socket=" + std::to_string(::socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0);
    char* const nothing[] = {nullptr};
    ::execve("/bin/true", nothing, nothing);
    found += ";execve=" + std::to_string(errno);
    found += ";passwd=" + std::to_string(::open("/etc/passwd", O_RDONLY) < 0 ? errno : 0);
    found +=
        ";write=" +
        std::to_string(::open("/var/tmp/headroom-test-escape", O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0);
    return found;
}

class FakeEngine final : public RenderEngine {
public:
    explicit FakeEngine(int out)
        : out_(out) {}

    Result<generators::reply::Checked> check(std::string_view bytes) override {
        TRY(behave(bytes, "check"));
        generators::reply::Checked checked{.refusal = {},
                                           .width = 3000,
                                           .height = 4000,
                                           .mediaType = "image/jpeg",
                                           .reportJson = "{\"quality\":70}"};
        if (has(bytes, "blurred")) checked.refusal = ErrorCode::PhotoBlurred;
        return checked;
    }

    Result<std::unique_ptr<Photo>> analyse(std::string_view bytes, generators::LikenessConsent,
                                           const Progress& progress) override {
        TRY(behave(bytes, "analyse"));
        progress(1);
        return std::unique_ptr<Photo>(std::make_unique<FakePhoto>(bytes));
    }

    Result<RenderedFile> render(const Photo& photo, std::string_view style, const studio::Variant& variant,
                                const Progress& progress) override {
        const std::string& behaviour = static_cast<const FakePhoto&>(photo).behaviour;
        TRY(behave(behaviour, "render"));
        if (has(behaviour, "slow")) ::usleep(100'000);
        if (has(behaviour, "very slow")) ::usleep(400'000);
        progress(0.5F);
        if (style == "style_refused") return fail(ErrorCode::GeneratorRefused, "this style fails");
        if (style == "style_foreign") return fail(ErrorCode::NotFound, "no such style");
        ++rendered_;
        if (has(behaviour, "crash at second") && rendered_ == 2) std::abort();
        if (has(behaviour, "hang at second") && rendered_ == 2) ::sleep(600);
        return RenderedFile{"\xff\xd8\xff picture " + std::string(style) + std::to_string(variant.backdrop) +
                                std::to_string(static_cast<int>(variant.framing)),
                            "image/jpeg", 1024, 1280};
    }

    Result<RenderedFile> prepare(std::string_view bytes, const generators::Preparation& wanted) override {
        TRY(behave(bytes, "prepare"));
        return RenderedFile{"\xff\xd8\xff prepared " + std::to_string(wanted.edgeMax), "image/jpeg", 800,
                            1000};
    }

    Result<RenderedFile> judge(std::string_view bytes, const generators::RawResult& result) override {
        TRY(behave(bytes, "judge"));
        if (has(bytes, "two faces")) return fail(ErrorCode::ResultNotUsable, "2 faces");
        if (has(bytes, "stranger") && result.consent == generators::LikenessConsent::Given)
            return fail(ErrorCode::LikenessLost, "another person");
        const bool compared = result.consent == generators::LikenessConsent::Given;
        return RenderedFile{"\xff\xd8\xff judged", "image/jpeg", 1024, 1280,
                            compared ? generators::Likeness::Same : generators::Likeness::NotChecked};
    }

private:
    static bool has(std::string_view bytes, std::string_view word) {
        return bytes.find(word) != std::string_view::npos;
    }

    /// "crash in render" and the like.
    Result<void> behave(std::string_view bytes, const std::string& step) {
        if (has(bytes, "crash in " + step)) std::abort();
        if (has(bytes, "hang in " + step)) ::sleep(600);
        if (has(bytes, "loop in " + step))
            while (true)
                std::fputc('.', stderr);
        if (has(bytes, "memory in " + step)) {
            std::vector<std::string> hoard;
            while (true)
                hoard.emplace_back(std::size_t(256) << 20, 'x');
        }
        if (has(bytes, "lie in " + step)) {
            const std::string line = R"({"event":"made","id":")" + newUuid() + R"(","photo":")" + newUuid() +
                                     R"(","width":1,"height":1,"media_type":"image/jpeg","variant":{}})" +
                                     "\n";
            (void)!::write(out_, line.data(), line.size());
        }
        if (has(bytes, "nonsense in " + step)) (void)!::write(out_, "nonsense\n", 9);
        if (has(bytes, "flood in " + step)) {
            const std::string flood(1 << 20, 'x');
            (void)!::write(out_, flood.data(), flood.size());
        }
        if (has(bytes, "no face in " + step)) return fail(ErrorCode::PhotoNoFace, "nobody");
        if (has(bytes, "tell in " + step)) return fail(ErrorCode::PhotoNoFace, surroundings());
        return {};
    }

    int out_;
    int rendered_ = 0;
};

} // namespace

int main() {
    if (!enterSandbox(addressSpaceBytes)) return 1;
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    const EngineFactory factory = [out]() -> Result<std::unique_ptr<RenderEngine>> {
        return std::unique_ptr<RenderEngine>(std::make_unique<FakeEngine>(out));
    };
    return runRenderOrder(factory, STDIN_FILENO, out);
}
