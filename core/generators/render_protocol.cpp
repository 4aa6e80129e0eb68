#include "core/generators/render_protocol.h"

#include "core/generators/generators_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace headroom::generators {

namespace {

using nlohmann::json;

/// Never throws for malformed text in strings: what a decoder says may be anything.
std::string dumped(const json& value) {
    return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::string_view name(Verdict verdict) {
    switch (verdict) {
    case Verdict::TryAgain:
        return "try_again";
    case Verdict::TryOther:
        return "try_other";
    case Verdict::NoneEver:
        return "none_ever";
    }
    __builtin_unreachable();
}

/// Throws std::invalid_argument, which parse() turns into an error like nlohmann's own exceptions.
[[noreturn]] void malformed() {
    throw std::invalid_argument("malformed");
}

template <class AnyId>
AnyId idAt(const json& object, const char* key) {
    auto id = AnyId::parse(object.at(key).get_ref<const std::string&>());
    if (!id) malformed();
    return std::move(*id);
}

int numberAt(const json& object, const char* key, int least, int most) {
    const json& value = object.at(key);
    if (!value.is_number_integer()) malformed();
    const auto number = value.get<std::int64_t>();
    if (number < least || number > most) malformed();
    return static_cast<int>(number);
}

std::string textAt(const json& object, const char* key, std::size_t most) {
    std::string text = object.at(key).get<std::string>();
    if (text.size() > most) malformed();
    return text;
}

std::string objectAt(const json& object, const char* key, std::size_t most) {
    if (!object.at(key).is_object()) malformed();
    std::string text = dumped(object.at(key));
    if (text.size() > most) malformed();
    return text;
}

ErrorCode codeAt(const json& object, const char* key) {
    const auto code = errorCodeFromName(object.at(key).get_ref<const std::string&>());
    if (!code) malformed();
    return *code;
}

Verdict verdictAt(const json& object, const char* key) {
    const auto& text = object.at(key).get_ref<const std::string&>();
    for (const Verdict verdict : {Verdict::TryAgain, Verdict::TryOther, Verdict::NoneEver})
        if (name(verdict) == text) return verdict;
    malformed();
}

std::string_view name(PhotoPart part) {
    switch (part) {
    case PhotoPart::Whole:
        return "whole";
    case PhotoPart::Portrait:
        return "portrait";
    }
    __builtin_unreachable();
}

std::string_view name(Origin origin) {
    switch (origin) {
    case Origin::Altered:
        return "altered";
    case Origin::Generated:
        return "generated";
    }
    __builtin_unreachable();
}

std::string_view name(LikenessConsent consent) {
    switch (consent) {
    case LikenessConsent::Given:
        return "given";
    case LikenessConsent::NotGiven:
        return "not_given";
    }
    __builtin_unreachable();
}

/// One of these values, by its name.
template <class Enum>
Enum oneOf(const json& object, const char* key, std::initializer_list<Enum> values) {
    const auto& text = object.at(key).get_ref<const std::string&>();
    for (const Enum value : values)
        if (name(value) == text) return value;
    malformed();
}

constexpr std::size_t pathMax = 4096;
constexpr std::size_t wordsMax = 1024;

json toJson(const RenderOrder& order) {
    json photos = json::array();
    for (const SourcePhoto& photo : order.request.photos)
        photos.push_back(
            {{"id", photo.id.text()}, {"file", photo.file.string()}, {"media_type", photo.mediaType}});
    json headshots = json::array();
    for (const WantedHeadshot& headshot : order.request.headshots)
        headshots.push_back({{"id", headshot.id.text()},
                             {"style", headshot.style},
                             {"ordinal", headshot.ordinal},
                             {"count", headshot.styleCount}});
    return {{"do", "render"},
            {"request", order.request.id.text()},
            {"seed", order.request.seed},
            {"photos", std::move(photos)},
            {"headshots", std::move(headshots)},
            {"folder", order.request.folder.string()},
            {"consent", name(order.request.consent)}};
}

json toJson(const CheckOrder& order) {
    return {{"do", "check"}, {"file", order.file.string()}, {"folder", order.folder.string()}};
}

json toJson(const PreviewOrder& order) {
    return {{"do", "preview"},
            {"file", order.file.string()},
            {"folder", order.folder.string()},
            {"edge", order.edge}};
}

json toJson(const PrepareOrder& order) {
    const Preparation& wanted = order.wanted;
    return {{"do", "prepare"},
            {"file", order.file.string()},
            {"folder", order.folder.string()},
            {"edge", wanted.edgeMax},
            {"pixels", wanted.pixelsMax},
            {"bytes", wanted.bytesMax},
            {"aspect", wanted.aspectMax},
            {"part", name(wanted.part)}};
}

json toJson(const JudgeOrder& order) {
    json sources = json::array();
    for (const SourcePhoto& photo : order.result.sources)
        sources.push_back(photo.file.string());
    return {{"do", "judge"},
            {"file", order.result.file.string()},
            {"folder", order.folder.string()},
            {"sources", std::move(sources)},
            {"consent", name(order.result.consent)},
            {"origin", name(order.result.origin)},
            {"generator", order.result.generator}};
}

std::int64_t amountAt(const json& object, const char* key, std::int64_t least, std::int64_t most) {
    const json& value = object.at(key);
    if (!value.is_number_integer()) malformed();
    const auto amount = value.get<std::int64_t>();
    if (amount < least || amount > most) malformed();
    return amount;
}

PrepareOrder prepareOrder(const json& object) {
    const double aspect = object.at("aspect").get<double>();
    if (!(aspect >= 1 && aspect <= preparedAspectMax)) malformed();
    return {.file = textAt(object, "file", pathMax),
            .folder = textAt(object, "folder", pathMax),
            .wanted = {.edgeMax = numberAt(object, "edge", preparedEdgeMin, preparedEdgeMax),
                       .pixelsMax = amountAt(object, "pixels", preparedPixelsMin, preparedPixelsMax),
                       .bytesMax = amountAt(object, "bytes", preparedBytesMin, preparedBytesMax),
                       .aspectMax = aspect,
                       .part = oneOf(object, "part", {PhotoPart::Whole, PhotoPart::Portrait})}};
}

/// Sources have no id and type here: nothing is said about them but whether the person is the same.
JudgeOrder judgeOrder(const json& object) {
    JudgeOrder order{
        .result = {.file = textAt(object, "file", pathMax),
                   .sources = {},
                   .consent = oneOf(object, "consent", {LikenessConsent::Given, LikenessConsent::NotGiven}),
                   .origin = oneOf(object, "origin", {Origin::Altered, Origin::Generated}),
                   .generator = textAt(object, "generator", generatorNameMax)},
        .folder = textAt(object, "folder", pathMax)};
    for (const json& source : object.at("sources")) {
        if (!source.is_string() || source.get_ref<const std::string&>().size() > pathMax) malformed();
        order.result.sources.push_back({.id = {}, .file = source.get<std::string>(), .mediaType = {}});
    }
    return order;
}

RenderOrder renderOrder(const json& object) {
    RenderOrder order;
    order.request.id = idAt<RequestId>(object, "request");
    order.request.seed = object.at("seed").get<std::uint64_t>();
    order.request.folder = textAt(object, "folder", pathMax);
    order.request.consent = oneOf(object, "consent", {LikenessConsent::Given, LikenessConsent::NotGiven});
    for (const json& photo : object.at("photos"))
        order.request.photos.push_back({idAt<PhotoId>(photo, "id"), textAt(photo, "file", pathMax),
                                        textAt(photo, "media_type", wordsMax)});
    for (const json& headshot : object.at("headshots"))
        order.request.headshots.push_back(
            {idAt<HeadshotId>(headshot, "id"), textAt(headshot, "style", wordsMax),
             numberAt(headshot, "ordinal", 0, 1000), numberAt(headshot, "count", 1, 1000)});
    return order;
}

json toJson(const reply::Looking& reply) {
    return {{"event", "looking"}, {"photo", reply.photo.text()}};
}

json toJson(const reply::Progress& reply) {
    return {{"event", "progress"}, {"done", reply.done}};
}

json toJson(const reply::Made& reply) {
    return {{"event", "made"},
            {"id", reply.headshot.text()},
            {"photo", reply.photo.text()},
            {"width", reply.width},
            {"height", reply.height},
            {"media_type", reply.mediaType},
            {"variant", json::parse(reply.variantJson)}};
}

json toJson(const reply::Unmade& reply) {
    return {{"event", "unmade"},
            {"id", reply.headshot.text()},
            {"code", headroom::name(reply.code)},
            {"verdict", name(reply.verdict)},
            {"detail", reply.detail.substr(0, wordsMax)}};
}

json toJson(const reply::Checked& reply) {
    json object{{"event", "checked"},
                {"width", reply.width},
                {"height", reply.height},
                {"media_type", reply.mediaType},
                {"report", json::parse(reply.reportJson)}};
    if (reply.refusal) object["refusal"] = headroom::name(*reply.refusal);
    return object;
}

json toJson(const reply::Previewed& reply) {
    return {{"event", "previewed"}, {"width", reply.width}, {"height", reply.height}};
}

json toJson(const reply::Prepared& reply) {
    return {{"event", "prepared"}, {"width", reply.width}, {"height", reply.height}};
}

json toJson(const reply::Judged& reply) {
    return {{"event", "judged"},
            {"width", reply.width},
            {"height", reply.height},
            {"likeness", name(reply.likeness)}};
}

json toJson(const reply::Finished&) {
    return {{"event", "finished"}};
}

json toJson(const reply::Failed& reply) {
    return {{"event", "failed"},
            {"code", headroom::name(reply.code)},
            {"detail", reply.detail.substr(0, wordsMax)}};
}

reply::Made made(const json& object) {
    return {.headshot = idAt<HeadshotId>(object, "id"),
            .photo = idAt<PhotoId>(object, "photo"),
            .width = numberAt(object, "width", 1, headshotSideMax),
            .height = numberAt(object, "height", 1, headshotSideMax),
            .mediaType = textAt(object, "media_type", 100),
            .variantJson = objectAt(object, "variant", variantBytesMax)};
}

reply::Checked checked(const json& object) {
    reply::Checked reply{.refusal = {},
                         .width = numberAt(object, "width", 0, INT32_MAX),
                         .height = numberAt(object, "height", 0, INT32_MAX),
                         .mediaType = textAt(object, "media_type", 100),
                         .reportJson = objectAt(object, "report", replyLineMax)};
    if (object.contains("refusal")) reply.refusal = codeAt(object, "refusal");
    return reply;
}

WorkerReply replyOf(const json& object) {
    const auto& event = object.at("event").get_ref<const std::string&>();
    if (event == "looking") return reply::Looking{idAt<PhotoId>(object, "photo")};
    if (event == "progress") return reply::Progress{std::clamp(object.at("done").get<double>(), 0.0, 1.0)};
    if (event == "made") return made(object);
    if (event == "unmade")
        return reply::Unmade{idAt<HeadshotId>(object, "id"), codeAt(object, "code"),
                             verdictAt(object, "verdict"), textAt(object, "detail", wordsMax)};
    if (event == "checked") return checked(object);
    if (event == "previewed")
        return reply::Previewed{numberAt(object, "width", 1, previewEdgeMax),
                                numberAt(object, "height", 1, previewEdgeMax)};
    if (event == "prepared")
        return reply::Prepared{numberAt(object, "width", 1, preparedEdgeMax),
                               numberAt(object, "height", 1, preparedEdgeMax)};
    if (event == "judged")
        return reply::Judged{numberAt(object, "width", 1, headshotSideMax),
                             numberAt(object, "height", 1, headshotSideMax),
                             oneOf(object, "likeness", {Likeness::NotChecked, Likeness::Same})};
    if (event == "finished") return reply::Finished{};
    if (event == "failed") return reply::Failed{codeAt(object, "code"), textAt(object, "detail", wordsMax)};
    malformed();
}

/// The seam at which JSON's exceptions end.
template <class T, class Read>
Result<T> parse(std::string_view line, std::size_t most, Read read) {
    if (line.size() > most) return fail(ErrorCode::TooLarge, "line of a worker process");
    try {
        return T(read(json::parse(line)));
    } catch (const std::exception&) {
        return fail(ErrorCode::InvalidInput, "malformed line of a worker process");
    }
}

} // namespace

std::string formatOrder(const WorkerOrder& order) {
    return dumped(std::visit([](const auto& one) { return toJson(one); }, order));
}

std::string formatReply(const WorkerReply& reply) {
    return dumped(std::visit([](const auto& one) { return toJson(one); }, reply));
}

Result<WorkerOrder> parseOrder(std::string_view line) {
    return parse<WorkerOrder>(line, requestLineMax, [](const json& object) -> WorkerOrder {
        const auto& what = object.at("do").get_ref<const std::string&>();
        if (what == "render") return renderOrder(object);
        if (what == "check")
            return CheckOrder{textAt(object, "file", pathMax), textAt(object, "folder", pathMax)};
        if (what == "preview")
            return PreviewOrder{textAt(object, "file", pathMax), textAt(object, "folder", pathMax),
                                numberAt(object, "edge", 1, previewEdgeMax)};
        if (what == "prepare") return prepareOrder(object);
        if (what == "judge") return judgeOrder(object);
        malformed();
    });
}

Result<WorkerReply> parseReply(std::string_view line) {
    return parse<WorkerReply>(line, replyLineMax, replyOf);
}

std::filesystem::path resultFile(const std::filesystem::path& folder, const HeadshotId& headshot) {
    return folder / (headshot.text() + ".jpg");
}

std::filesystem::path previewFile(const std::filesystem::path& folder) {
    return folder / "preview.jpg";
}

std::filesystem::path preparedFile(const std::filesystem::path& folder) {
    return folder / "prepared.jpg";
}

std::filesystem::path judgedFile(const std::filesystem::path& folder) {
    return folder / "judged.jpg";
}

std::string_view name(Likeness likeness) {
    switch (likeness) {
    case Likeness::NotChecked:
        return "not_checked";
    case Likeness::Same:
        return "same";
    }
    __builtin_unreachable();
}

} // namespace headroom::generators
