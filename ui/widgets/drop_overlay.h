#pragma once

#include <QUrl>
#include <QWidget>

class QMimeData;

namespace headroom::ui {

/// Makes the whole window of `host` accept dropped files while `host` is visible, and shows that it does: a
/// scrim with a dashed frame over the host while files hover. Emits local file paths only.
class DropOverlay : public QWidget {
    Q_OBJECT
public:
    DropOverlay(QWidget* host, const QString& title, const QString& text);

    bool eventFilter(QObject* watched, QEvent* event) override;

    /// Local files in what was dropped or pasted; folders included.
    static QStringList localFiles(const QMimeData* data);

Q_SIGNALS:
    void filesDropped(const QStringList& paths);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void watchWindow();

    QWidget* host_;
    QWidget* window_ = nullptr;
    QString title_;
    QString text_;
};

} // namespace headroom::ui
