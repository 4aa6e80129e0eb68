#include "app/endpoint/desk/service_desk.h"
#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/resources.h"
#include "core/generators/scratch_folder.h"
#include "core/storage/posix_files.h"
#include "core/storage/store_probe.h"

#include <cmath>
#include <fstream>

// The round trips of ServiceDesk: each asks a service for what it is there for, with nobody's data, and
// cleans up after itself.
namespace headroom::endpoint {

namespace {

namespace fs = std::filesystem;

constexpr const char* trialStyle = "studio-grey";

Result<void> writeFile(const fs::path& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return fail(ErrorCode::FileAccess, "the endpoint cannot write to its data folder");
    return {};
}

/// Until the one headshot is there.
Result<generators::MadeHeadshot> waitFor(generators::Generator& generator, const std::string& handle) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(trialLongestMs);
    while (std::chrono::steady_clock::now() < end) {
        const auto fetched = TRY(generator.fetch(handle, std::chrono::milliseconds(500)));
        if (!fetched.unmade.empty()) return fail(fetched.unmade.front().error);
        if (!fetched.made.empty()) return fetched.made.front();
        if (fetched.finished) return fail(ErrorCode::GeneratorFailed, "no headshot came of it");
    }
    return fail(ErrorCode::Timeout, "no headshot was made in time");
}

} // namespace

Result<std::string> ServiceDesk::tryOut(const services::Service& service, const mail::Envelope& asker) {
    switch (service.kind) {
    case services::ServiceKind::Generator:
        return service.name == "studio" ? tryStudio() : tryGenerator(service.name);
    case services::ServiceKind::Storage:
        return tryStorage();
    case services::ServiceKind::Mail:
        return tryMail(asker);
    case services::ServiceKind::Payments:
        return tryPayments();
    }
    __builtin_unreachable();
}

/// Services that are paid for are asked whether they would, and nothing is made.
Result<std::string> ServiceDesk::tryGenerator(const std::string& name) {
    return parts_.generators.check(name);
}

/// The face in our own preview of a style is a portrait like any other.
Result<std::string> ServiceDesk::tryStudio() {
    const auto folder = TRY(generators::ScratchFolder::make(parts_.config.dataFolder / "trials"));
    const auto results = TRY(generators::ScratchFolder::make(folder.path()));
    const fs::path photo = folder.path() / "photo.jpg";
    TRY(writeFile(photo, embedded(resources::stylePreviews(), std::string(trialStyle) + ".jpg")));
    generators::GenerationRequest request;
    request.id = RequestId::make();
    request.photos.push_back({PhotoId::make(), photo, "image/jpeg"});
    request.headshots.push_back({HeadshotId::make(), trialStyle, 0, 1});
    request.folder = results.path();
    generators::Generator& studio = *TRY(parts_.generators.find("studio"));
    const std::string handle = TRY(studio.submit(request, newUuid()));
    const auto made = waitFor(studio, handle);
    studio.cancel(handle);
    if (!made) return fail(made.error());
    return "A headshot of " + std::to_string(made->width) + " × " + std::to_string(made->height) +
           " pixels was made.";
}

Result<std::string> ServiceDesk::tryStorage() {
    TRY(storage::probeStore(parts_.blobs));
    return std::string("Bytes were written, read, listed and removed.");
}

Result<std::string> ServiceDesk::tryMail(const mail::Envelope& asker) {
    const mail::Message message = TRY(mail::trialMessage(asker));
    TRY(parts_.mailer.send(message));
    if (parts_.config.mail.smtp.host.empty())
        return std::string("There is no mail server: a mail to you was written to the data folder.");
    return "The mail server took a mail to " + asker.to + ". Look whether it arrives.";
}

/// A question about the last minute: it needs the key, and changes nothing.
Result<std::string> ServiceDesk::tryPayments() {
    TRY(parts_.gateway->listEvents(parts_.clock.now().plusMs(-60'000), {}));
    const bool live = parts_.gateway->livemode() == payments::Livemode::Live;
    return std::string(live ? "Stripe answers and takes the key. Payments are real."
                            : "Stripe answers and takes the key. It is one for tests: no money moves.");
}

} // namespace headroom::endpoint
