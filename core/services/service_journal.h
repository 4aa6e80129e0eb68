#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/database/database.h"
#include "core/services/service.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace headroom::services {

/// What went wrong with a service, in words for people, and how often in the same words.
struct Mishap {
    std::string words;
    Timestamp lastAt;
    std::int64_t times = 0;
};

struct Health {
    std::optional<Mishap> problem; ///< the newest mishap, unless the service has worked since
    std::vector<Mishap> mishaps;   ///< newest first, at most mishapsShown
};

/// An error as a sentence for an owner: without addresses of people, on one line, at most mishapWordsMax
/// bytes.
std::string wordsOf(const Error& error);

/// Remembers how the services fared, in the endpoint's database: several processes note, an owner reads.
/// Notes are written by a thread of its own, so that they can be made anywhere, also inside a transaction; a
/// few may be lost with the process. Any thread.
class ServiceJournal {
public:
    ServiceJournal(database::Database& database, const Clock& clock);
    /// Writes what waits.
    ~ServiceJournal();
    ServiceJournal(const ServiceJournal&) = delete;
    ServiceJournal& operator=(const ServiceJournal&) = delete;

    /// Never blocks.
    void failed(const Service& service, const Error& error);
    /// Never blocks; cheap when it works all the time.
    void worked(const Service& service);

    /// Blocks. Sees what was noted before the call in this process.
    Result<Health> healthOf(const Service& service);

    /// Forgets what is older than mishapsKeptMs; answers how many.
    Result<std::int64_t> prune();

private:
    struct Note {
        Service service;
        std::string words; ///< empty: it worked
        Timestamp at;
    };
    struct Last {
        Timestamp worked;
        Timestamp failed;
    };
    void add(Note note);
    void loop();
    void write(const std::vector<Note>& notes);

    database::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Note> waiting_;
    std::map<Service, Last> last_;
    bool writing_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace headroom::services
