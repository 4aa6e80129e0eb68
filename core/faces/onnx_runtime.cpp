#include "core/faces/onnx_runtime.h"

#include "core/base/log.h"

#include <onnxruntime_c_api.h>

#include <dlfcn.h>
#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <thread>

namespace headroom::faces {

namespace {

/// The oldest interface that has all we call (ONNX Runtime 1.14). Interfaces only grow at their end, so that
/// asking for an old one takes every newer library too.
constexpr std::uint32_t interfaceVersion = 14;

/// More threads than this do not help networks as small as ours.
constexpr int mostThreads = 8;

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

/// Turns the C interface's way of failing into ours.
Result<void> checked(const OrtApi& api, OrtStatus* status, ErrorCode code, const std::string& during) {
    if (!status) return {};
    const Owned<OrtStatus> owned(status, api.ReleaseStatus);
    return fail(code, during + ": " + api.GetErrorMessage(status));
}

void ORT_API_CALL logLine(void*, OrtLoggingLevel level, const char*, const char*, const char* place,
                          const char* message) {
    if (level >= ORT_LOGGING_LEVEL_ERROR)
        log::warning("faces.runtime", message ? message : "", {{"at", place ? place : ""}});
}

class OnnxInference final : public Inference {
public:
    OnnxInference(std::string name, std::shared_ptr<const OnnxRuntime> runtime, const OrtApi& api,
                  Owned<OrtSession> session)
        : name_(std::move(name))
        , runtime_(std::move(runtime))
        , api_(api)
        , session_(std::move(session)) {}

    /// Errors: Corrupt (not one input).
    Result<void> readInput() {
        OrtAllocator* allocator = nullptr;
        std::size_t count = 0;
        char* name = nullptr;
        TRY(check(api_.GetAllocatorWithDefaultOptions(&allocator)));
        TRY(check(api_.SessionGetInputCount(session_.get(), &count)));
        if (count != 1) return fail(ErrorCode::Corrupt, name_ + ": not one input");
        TRY(check(api_.SessionGetInputName(session_.get(), 0, allocator, &name)));
        input_ = name;
        return check(api_.AllocatorFree(allocator, name));
    }

    Result<std::vector<Tensor>> run(const Tensor& input,
                                    const std::vector<std::string>& outputs) const override {
        const Owned<OrtValue> value = TRY(wrapped(input));
        const char* inputName = input_.c_str();
        const OrtValue* inputValue = value.get();
        std::vector<const char*> names;
        for (const std::string& output : outputs)
            names.push_back(output.c_str());
        std::vector<OrtValue*> raw(outputs.size(), nullptr);
        const auto ran = check(api_.Run(session_.get(), nullptr, &inputName, &inputValue, 1, names.data(),
                                        names.size(), raw.data()));
        std::vector<Owned<OrtValue>> values;
        for (OrtValue* one : raw)
            values.emplace_back(one, api_.ReleaseValue);
        if (!ran) return fail(ran.error());
        std::vector<Tensor> tensors;
        for (const auto& one : values)
            tensors.push_back(TRY(unwrapped(*one)));
        return tensors;
    }

private:
    Result<void> check(OrtStatus* status) const { return checked(api_, status, ErrorCode::Internal, name_); }

    /// A view on our numbers; the network only reads them.
    Result<Owned<OrtValue>> wrapped(const Tensor& input) const {
        OrtMemoryInfo* memory = nullptr;
        TRY(check(api_.CreateCpuMemoryInfo(OrtDeviceAllocator, OrtMemTypeDefault, &memory)));
        const Owned<OrtMemoryInfo> ownedMemory(memory, api_.ReleaseMemoryInfo);
        const std::vector<std::int64_t> shape(input.shape.begin(), input.shape.end());
        OrtValue* value = nullptr;
        TRY(check(api_.CreateTensorWithDataAsOrtValue(
            memory, const_cast<float*>(input.values.data()), input.values.size() * sizeof(float),
            shape.data(), shape.size(), ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &value)));
        return Owned<OrtValue>(value, api_.ReleaseValue);
    }

    Result<Tensor> unwrapped(OrtValue& value) const {
        OrtTensorTypeAndShapeInfo* info = nullptr;
        TRY(check(api_.GetTensorTypeAndShape(&value, &info)));
        const Owned<OrtTensorTypeAndShapeInfo> ownedInfo(info, api_.ReleaseTensorTypeAndShapeInfo);
        ONNXTensorElementDataType type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
        std::size_t dimensions = 0, count = 0;
        TRY(check(api_.GetTensorElementType(info, &type)));
        TRY(check(api_.GetDimensionsCount(info, &dimensions)));
        TRY(check(api_.GetTensorShapeElementCount(info, &count)));
        if (type != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT)
            return fail(ErrorCode::Internal, name_ + ": an output that is no float");
        std::vector<std::int64_t> shape(dimensions);
        TRY(check(api_.GetDimensions(info, shape.data(), shape.size())));
        void* data = nullptr;
        TRY(check(api_.GetTensorMutableData(&value, &data)));
        const auto* numbers = static_cast<const float*>(data);
        return Tensor{{shape.begin(), shape.end()}, {numbers, numbers + count}};
    }

    std::string name_;
    std::shared_ptr<const OnnxRuntime> runtime_; ///< sessions must not outlive its environment
    const OrtApi& api_;
    Owned<OrtSession> session_;
    std::string input_;
};

class LoadedRuntime final : public OnnxRuntime, public std::enable_shared_from_this<LoadedRuntime> {
public:
    LoadedRuntime(const OrtApi& api, Owned<OrtEnv> environment, std::string version)
        : api_(api)
        , environment_(std::move(environment))
        , version_(std::move(version)) {}

    std::string version() const override { return version_; }

    Result<std::unique_ptr<Inference>> network(std::string_view name, std::string_view onnx) const override {
        return made(name, [&](const OrtSessionOptions* options, OrtSession** session) {
            return api_.CreateSessionFromArray(environment_.get(), onnx.data(), onnx.size(), options,
                                               session);
        });
    }

    Result<std::unique_ptr<Inference>> network(std::string_view name,
                                               const std::filesystem::path& file) const override {
        if (!std::ifstream(file)) return fail(ErrorCode::FileAccess, "cannot read " + file.string());
        return made(name, [&](const OrtSessionOptions* options, OrtSession** session) {
            return api_.CreateSession(environment_.get(), file.c_str(), options, session);
        });
    }

private:
    template <class Create>
    Result<std::unique_ptr<Inference>> made(std::string_view name, Create&& create) const {
        const std::string text(name);
        OrtSessionOptions* options = nullptr;
        TRY(checked(api_, api_.CreateSessionOptions(&options), ErrorCode::Internal, text));
        const Owned<OrtSessionOptions> ownedOptions(options, api_.ReleaseSessionOptions);
        TRY(checked(api_, api_.DisablePerSessionThreads(options), ErrorCode::Internal, text));
        // The arena keeps 350 MB that the next network could use.
        TRY(checked(api_, api_.DisableCpuMemArena(options), ErrorCode::Internal, text));
        OrtSession* session = nullptr;
        TRY(checked(api_, create(options, &session), ErrorCode::Corrupt, text));
        auto inference = std::make_unique<OnnxInference>(text, shared_from_this(), api_,
                                                         Owned<OrtSession>(session, api_.ReleaseSession));
        TRY(inference->readInput());
        return inference;
    }

    const OrtApi& api_;
    Owned<OrtEnv> environment_;
    std::string version_;
};

/// A library that ends before the parts that are mapped from it would not fail to load: touching what is
/// missing kills the process.
Result<void> checkWhole(const std::filesystem::path& library) {
    std::ifstream file(library, std::ios::binary | std::ios::ate);
    if (!file) return fail(ErrorCode::FileAccess, "cannot read " + library.string());
    const auto size = static_cast<std::uint64_t>(file.tellg());
    Elf64_Ehdr header{};
    file.seekg(0);
    file.read(reinterpret_cast<char*>(&header), sizeof header);
    if (!file || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr))
        return fail(ErrorCode::Corrupt, library.string() + " is no library");
    file.seekg(static_cast<std::streamoff>(header.e_phoff));
    for (int i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr part{};
        file.read(reinterpret_cast<char*>(&part), sizeof part);
        if (!file || part.p_offset > size || part.p_filesz > size - part.p_offset)
            return fail(ErrorCode::Corrupt, library.string() + " is cut off");
    }
    return {};
}

Result<Owned<OrtEnv>> makeEnvironment(const OrtApi& api) {
    const auto check = [&](OrtStatus* status) {
        return checked(api, status, ErrorCode::Internal, "ONNX Runtime");
    };
    OrtThreadingOptions* threading = nullptr;
    TRY(check(api.CreateThreadingOptions(&threading)));
    const Owned<OrtThreadingOptions> ownedThreading(threading, api.ReleaseThreadingOptions);
    // A number of our own also keeps the threads from being pinned to cores that OpenCV's run on.
    const int threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, mostThreads);
    TRY(check(api.SetGlobalIntraOpNumThreads(threading, threads)));
    TRY(check(api.SetGlobalInterOpNumThreads(threading, 1)));
    TRY(check(api.SetGlobalSpinControl(threading, 0)));
    OrtEnv* environment = nullptr;
    TRY(check(api.CreateEnvWithCustomLoggerAndGlobalThreadPools(logLine, nullptr, ORT_LOGGING_LEVEL_ERROR,
                                                                "headroom", threading, &environment)));
    return Owned<OrtEnv>(environment, api.ReleaseEnv);
}

} // namespace

Result<std::shared_ptr<const OnnxRuntime>> OnnxRuntime::load(const std::filesystem::path& library) {
    TRY(checkWhole(library));
    // Never closed: the library leaves threads and thread-local objects behind that point into it.
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char* why = ::dlerror();
        return fail(ErrorCode::FileAccess, why ? why : library.string());
    }
    using GetApiBase = const OrtApiBase* (*)();
    const auto getApiBase = reinterpret_cast<GetApiBase>(::dlsym(handle, "OrtGetApiBase"));
    const OrtApiBase* base = getApiBase ? getApiBase() : nullptr;
    if (!base) return fail(ErrorCode::Corrupt, library.string() + " is no ONNX Runtime");
    const std::string version = base->GetVersionString();
    const OrtApi* api = base->GetApi(interfaceVersion);
    if (!api) return fail(ErrorCode::Unavailable, "ONNX Runtime " + version + " is too old");
    Owned<OrtEnv> environment = TRY(makeEnvironment(*api));
    return std::make_shared<const LoadedRuntime>(*api, std::move(environment), version);
}

} // namespace headroom::faces
