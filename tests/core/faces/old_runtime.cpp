// A library that looks like an ONNX Runtime from long ago: it is there, says its version, and has no
// interface that we know.
struct ApiBase {
    const void* (*getApi)(unsigned version);
    const char* (*versionText)();
};

extern "C" __attribute__((visibility("default"))) const ApiBase* OrtGetApiBase() {
    static const ApiBase base{[](unsigned) -> const void* { return nullptr; }, [] { return "1.2.0"; }};
    return &base;
}
