#pragma once

#include "core/mail/mailer.h"
#include "core/mail/words.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headroom::mail {

/// Whose mail it looks like: the team's name and colour, or Headroom's own.
struct Brand {
    std::string name;
    std::string colour; ///< "#rrggbb" in lower case; empty: the house's
};

/// A message as blocks, from which its HTML and its plain text are made, so that the two cannot say different
/// things. The layout is a single column of tables with inline styles, which old mail programs need, and a
/// style sheet for dark screens; nothing is fetched from anywhere. Everything given is escaped.
class Letter {
public:
    struct Fact {
        std::string label;
        std::string value;
    };
    struct Picture {
        std::string contentId; ///< of one of the message's pictures
        std::string words;     ///< for those who do not see it
    };

    Letter(const Words& words, Brand brand);

    /// The line that lists of mails show behind the subject.
    Letter& preheader(std::string text);
    Letter& heading(std::string text);
    Letter& paragraph(std::string text);
    /// Smaller and paler: what is good to know.
    Letter& quiet(std::string text);
    /// Large, to be retyped.
    Letter& code(std::string text);
    Letter& facts(std::vector<Fact> facts);
    /// `url` must be a web address.
    Letter& button(std::string label, std::string url);
    /// Side by side, wrapping on narrow screens.
    Letter& pictures(std::vector<Picture> pictures);
    /// Below the line: why this mail came.
    Letter& footer(std::string text);
    Letter& footerLink(std::string label, std::string url);

    std::string html(std::string_view title) const;
    std::string text() const;

private:
    struct Heading {
        std::string text;
    };
    struct Paragraph {
        std::string text;
    };
    struct Quiet {
        std::string text;
    };
    struct Code {
        std::string text;
    };
    struct Button {
        std::string label;
        std::string url;
    };
    using Block =
        std::variant<Heading, Paragraph, Quiet, Code, std::vector<Fact>, Button, std::vector<Picture>>;

    std::string head(std::string_view title) const;
    std::string masthead() const;
    std::string foot() const;
    std::string htmlOf(const Block& block) const;

    const Words& words_;
    Brand brand_;
    std::string preheader_;
    std::vector<Block> blocks_;
    std::vector<std::string> footer_;
    std::vector<Button> footerLinks_;
};

} // namespace headroom::mail
