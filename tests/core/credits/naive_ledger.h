#pragma once

#include "core/base/ids.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace headroom::test {

/// The ledger as somebody would keep it on paper: plain numbers, no transfers, written without looking at the
/// rules. Functions answer whether the thing happened.
struct NaiveLedger {
    struct Person {
        bool suspended = false;
        bool removed = false;
        std::int64_t available = 0;
        std::int64_t held = 0;
        std::int64_t spent = 0;
    };
    struct Paper {
        MemberId member;
        bool fromPool = false;
        bool ended = false;
    };

    std::int64_t purchased = 0, pool = 0, refunded = 0, debt = 0;
    std::int64_t memberVersion =
        0; ///< one more with each change of anybody's state, also with one taken back
    std::map<MemberId, Person> people;
    std::map<HeadshotId, Paper> papers;
    std::map<OrderId, std::pair<std::int64_t, std::int64_t>> orders; // bought, given back

    bool allocate(const std::vector<std::pair<MemberId, std::int64_t>>& lines) {
        std::int64_t sum = 0;
        std::map<MemberId, int> times;
        for (const auto& [id, credits] : lines) {
            const Person& person = people.at(id);
            if (credits == 0 || ++times[id] > 1 || person.removed) return false;
            if (credits > 0 && person.suspended) return false;
            if (person.available + credits < 0) return false;
            sum += credits;
        }
        if (lines.empty() || sum > pool) return false;
        for (const auto& [id, credits] : lines)
            people.at(id).available += credits;
        pool -= sum;
        return true;
    }

    bool distribute(std::int64_t poolThen, std::int64_t memberVersionThen,
                    const std::vector<std::pair<MemberId, std::int64_t>>& lines) {
        if (pool != poolThen || memberVersion != memberVersionThen) return false;
        std::int64_t active = 0;
        for (const auto& [id, person] : people)
            if (!person.suspended && !person.removed) ++active;
        if (active == 0 || pool / active == 0 || static_cast<std::int64_t>(lines.size()) != active)
            return false;
        return allocate(lines);
    }

    bool reassign(const MemberId& from, const MemberId& to, std::int64_t credits) {
        Person& giver = people.at(from);
        Person& taker = people.at(to);
        if (from == to || giver.removed || taker.removed || taker.suspended) return false;
        if (credits <= 0 || giver.available < credits) return false;
        giver.available -= credits;
        taker.available += credits;
        return true;
    }

    bool hold(const MemberId& id, bool fromPool, const std::vector<HeadshotId>& headshots) {
        Person& person = people.at(id);
        const auto count = static_cast<std::int64_t>(headshots.size());
        if (person.removed || person.suspended) return false;
        if ((fromPool ? pool : person.available) < count) return false;
        (fromPool ? pool : person.available) -= count;
        person.held += count;
        for (const HeadshotId& headshot : headshots)
            papers[headshot] = {id, fromPool, false};
        return true;
    }

    bool end(const HeadshotId& headshot, bool charged) {
        const auto found = papers.find(headshot);
        if (found == papers.end() || found->second.ended) return false;
        found->second.ended = true;
        Person& person = people.at(found->second.member);
        --person.held;
        if (charged)
            ++person.spent;
        else if (found->second.fromPool || person.removed)
            ++pool;
        else
            ++person.available;
        return true;
    }

    bool remove(const MemberId& id) {
        Person& person = people.at(id);
        if (person.removed) return false;
        ++memberVersion;
        person.removed = true;
        pool += person.available;
        person.available = 0;
        return true;
    }

    bool suspend(const MemberId& id) {
        if (people.at(id).removed) return false;
        ++memberVersion;
        people.at(id).suspended = !people.at(id).suspended;
        return true;
    }

    bool buy(const OrderId& order, std::int64_t credits) {
        orders[order] = {credits, 0};
        purchased += credits;
        arrive(credits);
        return true;
    }

    bool refund(const OrderId& order, std::int64_t credits) {
        auto& [bought, back] = orders.at(order);
        credits = std::min(credits, bought - back);
        if (credits <= 0) return false;
        back += credits;
        refunded += credits;
        const std::int64_t fromPool = std::min(pool, credits);
        pool -= fromPool;
        debt += takeFromPeople(credits - fromPool);
        return true;
    }

    bool failRefund(const OrderId& order, std::int64_t credits) {
        auto& back = orders.at(order).second;
        credits = std::min(credits, back);
        if (credits <= 0) return false;
        back -= credits;
        refunded -= credits;
        arrive(credits);
        return true;
    }

private:
    void arrive(std::int64_t credits) {
        const std::int64_t paid = std::min(debt, credits);
        debt -= paid;
        pool += credits - paid;
    }

    /// Everyone's exact share rounded down, then single credits to those who were cut most. Answers with the
    /// rest.
    std::int64_t takeFromPeople(std::int64_t credits) {
        std::int64_t whole = 0;
        for (const auto& [id, person] : people)
            whole += person.available;
        const std::int64_t taken = std::min(credits, whole);
        if (taken == 0) return credits;
        std::int64_t open = taken;
        std::vector<std::pair<std::int64_t, MemberId>> cut;
        for (auto& [id, person] : people) {
            const std::int64_t exact = taken * person.available; // in parts of `whole`
            person.available -= exact / whole;
            open -= exact / whole;
            cut.emplace_back(exact % whole, id);
        }
        std::stable_sort(cut.begin(), cut.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        for (std::size_t i = 0; i < static_cast<std::size_t>(open); ++i)
            --people.at(cut[i].second).available;
        return credits - taken;
    }
};

} // namespace headroom::test
