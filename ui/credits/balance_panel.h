#pragma once

#include "ui/credits/credits_values.h"
#include "ui/widgets/card.h"

#include <array>

namespace headroom::ui {
class CreditsBar;
class Notice;
class TextLabel;
class ThumbnailCache;
} // namespace headroom::ui

namespace headroom::ui::credits {

class LatestHeadshots;

/// Where the team's credits are, and the newest headshots that some of them became.
class BalancePanel : public Card {
    Q_OBJECT
public:
    explicit BalancePanel(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setOverview(const Overview& overview);

Q_SIGNALS:
    void headshotsRequested();

private:
    enum Line { InPool, WithMembers, Held, Used, LineCount };

    CreditsBar* bar_;
    std::array<TextLabel*, LineCount> values_{};
    Notice* debt_;
    LatestHeadshots* latest_;
    QWidget* latestHead_;
};

} // namespace headroom::ui::credits
