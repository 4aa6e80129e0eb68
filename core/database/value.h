#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headroom::database {

/// Bytes that are not text.
struct Blob {
    std::string bytes;
};

/// What a column can hold and a parameter can be. Booleans are 0 and 1; moments are milliseconds; ids are
/// text. Real numbers are left out on purpose: nothing that we store needs one.
using Cell = std::variant<std::monostate, std::int64_t, std::string, Blob>;

/// One bound parameter ($1, $2, ...). Converts from everything that a store binds.
class Param {
public:
    Param(std::nullopt_t) {}
    Param(std::string_view text)
        : cell_(std::string(text)) {}
    Param(const std::string& text)
        : cell_(text) {}
    Param(const char* text)
        : cell_(std::string(text)) {}
    Param(Blob blob)
        : cell_(std::move(blob)) {}
    Param(Timestamp moment)
        : cell_(moment.ms) {}
    template <class Tag>
    Param(const Id<Tag>& id) {
        if (!id.empty()) cell_ = id.text();
    }
    template <class Integer>
    requires std::is_integral_v<Integer> Param(Integer number)
        : cell_(static_cast<std::int64_t>(number)) {}
    template <class T>
    Param(const std::optional<T>& value) {
        if (value) cell_ = Param(*value).cell_;
    }

    const Cell& cell() const { return cell_; }

private:
    Cell cell_;
};

using Params = std::vector<Param>;

/// One row of a result. Columns are asked for by the name that the query gives them; a name that the query
/// does not have, or the wrong type, is a programmer's error and stops the program.
class Row {
public:
    using Names = std::shared_ptr<const std::vector<std::string>>;
    Row(Names names, std::vector<Cell> cells)
        : names_(std::move(names))
        , cells_(std::move(cells)) {}

    bool isNull(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    bool boolean(std::string_view column) const { return integer(column) != 0; }
    const std::string& text(std::string_view column) const;
    const std::string& blob(std::string_view column) const;
    Timestamp moment(std::string_view column) const { return {integer(column)}; }

    std::optional<std::int64_t> optionalInteger(std::string_view column) const;
    std::optional<std::string> optionalText(std::string_view column) const;
    std::optional<Timestamp> optionalMoment(std::string_view column) const;

    /// Null becomes the empty id.
    template <class AnyId>
    AnyId id(std::string_view column) const {
        return isNull(column) ? AnyId() : AnyId::trusted(text(column));
    }

private:
    const Cell& cell(std::string_view column) const;

    Names names_;
    std::vector<Cell> cells_;
};

using Rows = std::vector<Row>;

} // namespace headroom::database
