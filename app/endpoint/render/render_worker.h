#pragma once

namespace headroom {

/// `headroom-endpoint render [--runtime FILE] [--matte FILE] [--likeness FILE]`: the child process that
/// decodes and renders pictures from outside, so that the endpoint and the worker never do. Started by
/// core/generators, speaks its render_protocol.h over standard input and output. The files are
/// faces::InstalledModels, which the parent has checked; with a matte it may use more memory. To be called
/// first of all in main(): it locks itself in before it reads anything.
int renderWorkerMain(int argc, char** argv);

} // namespace headroom
