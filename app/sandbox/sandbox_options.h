#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <string_view>

namespace headroom::sandbox {

enum class Action { Serve, ShowHelp, ShowVersion };

/// What the command line says.
struct CommandLine {
    Action action = Action::Serve;
    std::string listen = "127.0.0.1:12111";
    std::string stateDirectory;
    std::string portFile;
    std::string webhookUrl;
    std::string webhookSecret;
};

/// Arguments without the program's name. InvalidInput says what is wrong with which one. The sandbox plays
/// with money that does not exist, so it listens on loopback addresses only.
Result<CommandLine> parseCommandLine(std::span<const std::string> arguments);

std::string_view usage();

} // namespace headroom::sandbox
