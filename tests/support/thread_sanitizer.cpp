// Linked into each program of a thread-sanitizer build. In the programs themselves rather than in the
// environment of CTest: the confined render process starts with an environment of its own.

extern "C" {

// Read by the sanitizer before main(), so nothing in here may need initialisation.
const char* __tsan_default_options();
const char* __tsan_default_suppressions();

const char* __tsan_default_options() {
    return "die_after_fork=0";
}

// Debian builds these libraries without the sanitizer, which so sees neither their locks nor their atomics:
// what one of their threads hands to another looks like a race.
const char* __tsan_default_suppressions() {
    return "race:libQt6Core.so.6\n"
           "race:libQt6DBus.so.6\n"
           "race:libQt6Network.so.6\n"
           "race:QTest::qRun\n"
           "called_from_lib:libQt6Test.so.6\n"
           "called_from_lib:libvips.so.42\n"
           "called_from_lib:libglib-2.0.so.0\n"
           "race:libvips.so.42\n";
}
}
