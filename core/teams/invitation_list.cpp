#include "core/teams/invitation_list.h"

#include "core/base/text.h"
#include "core/teams/names.h"
#include "core/teams/teams_limits.h"

#include <algorithm>
#include <optional>
#include <set>

namespace headroom::teams {

namespace {

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

using Fields = std::vector<std::string>;

/// The separator that a line uses outside quotes; spreadsheets in half of Europe write semicolons.
char separatorOf(std::string_view line) {
    bool quoted = false;
    bool semicolon = false;
    bool comma = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\t') return '\t';
        semicolon = semicolon || c == ';';
        comma = comma || c == ',';
    }
    return semicolon && !comma ? ';' : ',';
}

/// Fields of one CSV line; nothing when a quoted field does not end. A quote opens a quoted field only at its
/// start, so that `Jo "Ace" Lee <jo@example.org>` stays one field.
std::optional<Fields> csvFields(std::string_view line) {
    const char separator = separatorOf(line);
    Fields fields;
    std::size_t i = 0;
    for (;;) {
        std::string field;
        while (i < line.size() && line[i] == ' ')
            ++i;
        if (i < line.size() && line[i] == '"') {
            for (++i;; ++i) {
                if (i >= line.size()) return std::nullopt;
                if (line[i] != '"') {
                    field += line[i];
                } else if (i + 1 < line.size() && line[i + 1] == '"') {
                    field += line[++i];
                } else {
                    ++i;
                    break;
                }
            }
        }
        // Lists mix commas and semicolons; a comma-separated line takes both.
        while (i < line.size() && line[i] != separator && !(separator == ',' && line[i] == ';'))
            field += line[i++];
        fields.emplace_back(trimmed(field));
        if (i >= line.size()) return fields;
        ++i;
    }
}

bool looksLikeAddress(std::string_view field) {
    return field.find('@') != std::string_view::npos;
}

struct Header {
    std::size_t email = 0;
    std::vector<std::size_t> names;
};

/// A first line whose fields name columns; nothing when it is a person already.
std::optional<Header> headerOf(const Fields& fields) {
    static const std::set<std::string, std::less<>> emailWords = {"email", "e-mail", "mail", "email address",
                                                                  "e-mail address"};
    static const std::set<std::string, std::less<>> nameWords = {
        "name", "full name", "display name", "first name", "last name", "firstname", "lastname"};
    std::optional<Header> header;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (emailWords.contains(toLowerAscii(fields[i])) && !header) header = Header{i, {}};
    if (!header) return std::nullopt;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (nameWords.contains(toLowerAscii(fields[i]))) header->names.push_back(i);
    return header;
}

std::string joinedNames(const Fields& fields, const std::vector<std::size_t>& columns) {
    std::string joined;
    for (const std::size_t column : columns) {
        if (column >= fields.size() || fields[column].empty()) continue;
        joined += (joined.empty() ? "" : " ") + fields[column];
    }
    return joined;
}

/// Reads lines and keeps what earlier ones said: the header's columns and the addresses so far.
class ListReader {
public:
    void read(int number, std::string_view line) {
        if (trimmed(line).empty()) return;
        const auto fields = csvFields(line);
        if (!fields) return add(number, std::string(trimmed(line)), {}, ListVerdict::BrokenQuotes);
        if (!begun_) {
            begun_ = true;
            header_ = headerOf(*fields);
            if (header_) return;
        }
        if (header_) return readColumns(number, *fields);
        readFreely(number, *fields);
    }

    std::vector<ListedPerson> take() { return std::move(people_); }
    std::size_t count() const { return people_.size(); }

private:
    void readColumns(int number, const Fields& fields) {
        const std::string empty;
        const std::string& email = header_->email < fields.size() ? fields[header_->email] : empty;
        if (std::all_of(fields.begin(), fields.end(), [](const auto& field) { return field.empty(); }))
            return;
        addAddress(number, email, joinedNames(fields, header_->names));
    }

    void readFreely(int number, const Fields& fields) {
        std::vector<std::size_t> addresses;
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < fields.size(); ++i)
            (looksLikeAddress(fields[i]) ? addresses : others).push_back(i);
        if (addresses.size() == 1)
            return addAddress(number, fields[addresses.front()], joinedNames(fields, others));
        for (const std::size_t i : addresses)
            addAddress(number, fields[i], {});
        if (!addresses.empty()) return;
        if (const std::string words = joinedNames(fields, others); !words.empty())
            add(number, words, {}, ListVerdict::NoAddress);
    }

    void addAddress(int number, std::string_view field, std::string personName) {
        const std::size_t open = field.rfind('<');
        if (open != std::string_view::npos && field.back() == '>') {
            if (personName.empty()) personName = trimmed(field.substr(0, open));
            field = field.substr(open + 1, field.size() - open - 2);
        }
        if (field.empty()) return add(number, {}, std::move(personName), ListVerdict::NoAddress);
        const auto email = normalisedEmail(field);
        if (!email)
            return add(number, std::string(field), std::move(personName), ListVerdict::InvalidAddress);
        const auto clean = validMemberName(personName);
        if (!clean) return add(number, *email, std::move(personName), ListVerdict::InvalidName);
        const bool first = seen_.insert(*email).second;
        add(number, *email, *clean, first ? ListVerdict::Usable : ListVerdict::Repeated);
    }

    void add(int number, std::string email, std::string personName, ListVerdict verdict) {
        people_.push_back({number, std::move(email), std::move(personName), verdict});
    }

    std::vector<ListedPerson> people_;
    std::optional<Header> header_;
    std::set<std::string, std::less<>> seen_;
    bool begun_ = false;
};

} // namespace

std::string_view name(ListVerdict verdict) {
    switch (verdict) {
    case ListVerdict::Usable:
        return "usable";
    case ListVerdict::NoAddress:
        return "no_address";
    case ListVerdict::InvalidAddress:
        return "invalid_address";
    case ListVerdict::InvalidName:
        return "invalid_name";
    case ListVerdict::Repeated:
        return "repeated";
    case ListVerdict::BrokenQuotes:
        return "broken_quotes";
    }
    __builtin_unreachable();
}

Result<std::vector<ListedPerson>> parseInvitationList(std::string_view text) {
    if (text.size() > invitationListMaxBytes) return fail(ErrorCode::TooLarge, "the list is too large");
    if (text.starts_with(byteOrderMark)) text.remove_prefix(byteOrderMark.size());
    if (!isCleanUtf8(text, "\t\r\n")) return fail(ErrorCode::InvalidInput, "the list is not UTF-8 text");
    ListReader reader;
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        reader.read(++number, line);
        if (reader.count() > invitationLinesMax)
            return fail(ErrorCode::LimitExceeded, "the list holds too many people");
    }
    return reader.take();
}

} // namespace headroom::teams
