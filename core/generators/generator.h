#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators {

struct SourcePhoto {
    PhotoId id;
    std::filesystem::path file; ///< a private copy; readable until the work ends
    std::string mediaType;
};

struct WantedHeadshot {
    HeadshotId id;
    std::string style;
    int ordinal = 0;    ///< n-th of its style in the request, from 0
    int styleCount = 0; ///< of how many, so that the same plan of variants comes out each time
};

/// Whether the member agrees that the face in a result is compared with the one in the photos.
enum class LikenessConsent : std::uint8_t { Given, NotGiven };

/// Headshots of one member to be made together, so that each photo is analysed once.
struct GenerationRequest {
    RequestId id;
    std::uint64_t seed = 0; ///< the same for every attempt at this request
    std::vector<SourcePhoto> photos;
    std::vector<WantedHeadshot> headshots;
    std::filesystem::path folder; ///< an empty folder of this attempt's own; results go there
    LikenessConsent consent = LikenessConsent::NotGiven;
};

/// What can still become of a headshot that a generator did not make.
enum class Verdict {
    TryAgain, ///< the same generator may make it another time: it crashed, was busy, ran out of time
    TryOther, ///< not this generator (an unknown style, out of money, not reachable), but perhaps the next
    NoneEver, ///< refused for good: the photo, or what it shows
};

/// What something costs the operator: millionths of a currency's unit.
struct Cost {
    std::int64_t micros = 0;
    std::string currency = "USD";
};

struct MadeHeadshot {
    HeadshotId id;
    PhotoId photo;              ///< what it was made from
    std::filesystem::path file; ///< in the request's folder
    std::string mediaType;
    int width = 0;
    int height = 0;
    std::string variantJson = "{}";
    Cost cost{};
};

struct UnmadeHeadshot {
    HeadshotId id;
    Error error; ///< its code becomes the headshot's failure
    Verdict verdict = Verdict::TryAgain;
    Cost cost{}; ///< what it cost nonetheless
};

struct Fetched {
    std::vector<MadeHeadshot> made;     ///< since the last fetch
    std::vector<UnmadeHeadshot> unmade; ///< since the last fetch
    bool finished = false;              ///< every headshot has been in one of the lists
};

/// How a result came about, for the mark that it carries (core/images/provenance.h).
enum class Origin {
    Altered,  ///< the member's own photo, altered with the help of trained models
    Generated ///< a new picture that a generative model drew
};

/// Who looks whether a result can be a headshot.
enum class Judging {
    ByRunner, ///< a ResultJudge, as the picture comes from outside
    Within    ///< the generator itself, in the process that drew it
};

struct Traits {
    /// Headshots that one submit() may ask for.
    int headshotsPerSubmit = 1;
    /// submit()s of one request that may be under way at the same time.
    int submitsAtOnce = 1;
    /// Photos are sent to somebody else: only with an owner's consent.
    bool photosLeave = false;
    /// Work goes on without us, and resume() can take it up; otherwise it ends with this process.
    bool survivesUs = false;
    Origin origin = Origin::Generated;
    Judging judging = Judging::ByRunner;
};

/// Makes headshots out of photos: the built-in studio, hosted services, a customer's own model.
///
/// A job runner calls submit() with an attempt id that it committed to the database before, commits the
/// handle after, and then fetches until finished. After a crash in between, another runner calls
/// findAttempt(), as the answer may have been lost after the work was accepted (and paid for), and resume().
///
/// Any thread, one at a time for one handle; submit() and all fetch() of one handle are called by the same
/// thread. Everything may block for seconds.
class Generator {
public:
    virtual ~Generator() = default;

    /// Stands on headshots and jobs: "studio".
    virtual std::string_view name() const = 0;
    virtual Traits traits() const = 0;
    virtual bool knowsStyle(std::string_view style) const = 0;
    /// What one headshot of that style will probably cost; reserved before it is asked for.
    virtual Cost expectedCost(std::string_view) const { return {}; }

    /// Answers with the handle. An error means that nothing was begun, but for UnknownOutcome and Timeout:
    /// then findAttempt() tells.
    virtual Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) = 0;

    /// The handle of the work that was begun under that attempt id, if there is any.
    virtual Result<std::optional<std::string>> findAttempt(std::string_view attemptId) = 0;

    /// Takes work up again that another process submitted. NotFound: it is gone, submit anew.
    virtual Result<void> resume(const GenerationRequest& request, std::string_view handle) = 0;

    /// Waits at most that long for news. NotFound for a handle that is not known here.
    virtual Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) = 0;

    /// 0 to 1.
    virtual Result<double> progress(std::string_view handle) = 0;

    /// Stops what can be stopped and forgets the handle. Also after finished.
    virtual void cancel(std::string_view handle) = 0;
};

} // namespace headroom::generators
