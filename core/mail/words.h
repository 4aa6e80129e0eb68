#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// The words of mails and their pages, one text file a language in resources/mail, compiled into the program.
// A language is added by adding its file; tests hold all files to the same keys and placeholders. Pure, any
// thread.
namespace headroom::mail {

class Words {
public:
    struct Value {
        std::string_view name;
        std::string value;
    };
    using Values = std::initializer_list<Value>;

    /// The words for a locale such as "de_AT.UTF-8", "de-AT" or "de"; English for every other and for "".
    static const Words& of(std::string_view locale);
    /// The languages that there are, by tag, English first.
    static std::vector<std::string> languages();

    const std::string& tag() const { return tag_; } ///< "de"; also HTML's lang

    /// The text under `key` with each {name} replaced. The key must exist: a missing one is an error of the
    /// program, and the tests go through all of them.
    std::string text(std::string_view key, Values values = {}) const;

    /// The text under key + ".one" or ".other", with {count}. Every language that we have has these two
    /// forms.
    std::string counted(std::string_view key, std::int64_t count, Values values = {}) const;

    /// An amount in the currency's smallest hundredth: "USD 79.00", "79,00 USD".
    std::string money(std::int64_t cents, std::string_view currency) const;

    /// The day of that moment in UTC: "5 March 2026", "5. März 2026".
    std::string day(Timestamp moment) const;

    const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

private:
    Words(std::string tag, std::string_view json);
    static const std::vector<Words>& every();

    std::string tag_;
    std::map<std::string, std::string, std::less<>> texts_;
};

/// The tag of the language that `locale` asks for, if there are words for it; empty otherwise. What is kept
/// of a person's locale.
std::string knownLanguage(std::string_view locale);

} // namespace headroom::mail
