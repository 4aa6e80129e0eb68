#pragma once

#include "app/endpoint/config/endpoint_config.h"

#include <string>
#include <vector>

// The subcommands of headroom-endpoint. Each answers with the program's exit code, having said on standard
// error what went wrong: 0 done, 1 failed, 2 wrong usage.
namespace headroom::endpoint {

using Arguments = std::vector<std::string>;

int serve(const EndpointConfig& config, const Arguments& arguments);
int worker(const EndpointConfig& config, const Arguments& arguments);
int createTeam(const EndpointConfig& config, const Arguments& arguments);
int verify(const EndpointConfig& config, const Arguments& arguments);
int moveBlobs(const EndpointConfig& config, const Arguments& arguments);

/// The value behind `--name`; empty when it is not there.
std::string option(const Arguments& arguments, const std::string& name);

/// Prints one line on standard error and answers `exitCode`.
int complain(const std::string& what, int exitCode = 1);

} // namespace headroom::endpoint
