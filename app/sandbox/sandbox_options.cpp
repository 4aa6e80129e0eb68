#include "app/sandbox/sandbox_options.h"

#include "core/base/text.h"

#include <cstdlib>

namespace headroom::sandbox {

namespace {

bool isLoopback(std::string_view listen) {
    const std::size_t colon = listen.rfind(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view host = listen.substr(0, colon);
    if (host == "localhost" || host == "[::1]") return true;
    const auto parts = split(host, '.');
    if (parts.size() != 4 || parts[0] != "127") return false;
    for (const std::string_view part : parts) {
        const auto number = parseInteger(part);
        if (!number || *number < 0 || *number > 255) return false;
    }
    return true;
}

Result<void> assign(CommandLine& line, const std::string& name, const std::string& value) {
    if (value.empty()) return fail(ErrorCode::InvalidInput, name + " needs a value");
    if (name == "--listen")
        line.listen = value;
    else if (name == "--state")
        line.stateDirectory = value;
    else if (name == "--port-file")
        line.portFile = value;
    else if (name == "--webhook")
        line.webhookUrl = value;
    else if (name == "--webhook-secret")
        line.webhookSecret = value;
    else
        return fail(ErrorCode::InvalidInput, "unknown option " + name);
    return {};
}

/// Secrets on command lines are seen by everybody on the machine.
void assignFromEnvironment(CommandLine& line) {
    const char* const secret = std::getenv("HEADROOM_SANDBOX_WEBHOOK_SECRET");
    if (line.webhookSecret.empty() && !line.webhookUrl.empty() && secret) line.webhookSecret = secret;
}

Result<void> check(const CommandLine& line) {
    if (!isLoopback(line.listen))
        return fail(ErrorCode::InvalidInput,
                    "--listen must be a loopback address such as 127.0.0.1:12111: everyone who "
                    "reaches the sandbox can make payments up");
    if (line.stateDirectory.empty()) return fail(ErrorCode::InvalidInput, "--state DIR is needed");
    if (line.webhookUrl.empty() != line.webhookSecret.empty())
        return fail(ErrorCode::InvalidInput,
                    "--webhook and --webhook-secret (or HEADROOM_SANDBOX_WEBHOOK_SECRET) "
                    "belong together");
    const bool url = line.webhookUrl.starts_with("http://") || line.webhookUrl.starts_with("https://");
    if (!line.webhookUrl.empty() && !url)
        return fail(ErrorCode::InvalidInput, "--webhook must be an http or https URL");
    if (!line.webhookSecret.empty() && !line.webhookSecret.starts_with("whsec_"))
        return fail(ErrorCode::InvalidInput, "--webhook-secret must begin with whsec_");
    return {};
}

} // namespace

Result<CommandLine> parseCommandLine(std::span<const std::string> arguments) {
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--help" || argument == "-h") line.action = Action::ShowHelp;
        if (argument == "--version") line.action = Action::ShowVersion;
        if (line.action != Action::Serve) return line;
        const std::size_t equals = argument.find('=');
        if (equals != std::string::npos) {
            TRY(assign(line, argument.substr(0, equals), argument.substr(equals + 1)));
        } else {
            TRY(assign(line, argument, i + 1 < arguments.size() ? arguments[i + 1] : std::string()));
            ++i;
        }
    }
    assignFromEnvironment(line);
    TRY(check(line));
    return line;
}

std::string_view usage() {
    return R"(Usage: headroom-sandbox --state DIR [options]

A local stand-in for Stripe: no account, no real money. It speaks Stripe's API
(2026-10-28.endive) under /v1, shows a checkout page, and sends signed webhooks.

  --state DIR               keep everything here; killing the sandbox loses nothing
  --listen ADDRESS:PORT     loopback only; port 0 takes a free one (127.0.0.1:12111)
  --port-file FILE          write the port here once it listens
  --webhook URL             post events here ...
  --webhook-secret whsec_X  ... signed with this; better in the environment:
                            HEADROOM_SANDBOX_WEBHOOK_SECRET
  --help, --version

Point a Stripe client at http://127.0.0.1:PORT with any key sk_test_...
Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined,
4000 0000 0000 9995 lacks funds, 4000 0027 6000 3184 wants authentication,
4000 0000 0000 0259 pays and is disputed, 4000 0000 0000 5126 pays and its
refund fails, 4000 0000 0000 7726 pays and its refund waits.
metadata[sandbox_delay_ms]=N on a POST with an Idempotency-Key does the work at
once and holds the answer back (at most 30 s).

Replicate is under /replicate/v1, with any token r8_...; pictures are the caller's
own, lit anew. HEADROOM_SANDBOX_REPLICATE_PACE=queue,run,kept (milliseconds)
makes it quicker.
)";
}

} // namespace headroom::sandbox
