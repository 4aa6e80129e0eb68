#include "ui/settings/outcome_toast.h"

#include "ui/widgets/guarded.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QWidget>

namespace headroom::ui::settings {

std::function<void(Result<void>)> outcomeToast(QWidget* page, const QString& success,
                                               std::function<void()> then) {
    return guarded(page, [page, success, then = std::move(then)](const Result<void>& result) {
        if (result)
            showToast(page, {success});
        else
            showToast(page, {sentence(result.error()), Tone::Danger});
        then();
    });
}

} // namespace headroom::ui::settings
