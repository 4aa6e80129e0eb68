#pragma once

#include "ui/settings/data_copy_source.h"

#include <map>

namespace headroom::ui::gallery {

/// The other side of the section "Your data", in memory. What it is asked stands in public members, for
/// tests.
class SampleDataCopy : public settings::DataCopySource, public settings::DataCopyActions {
    Q_OBJECT
public:
    explicit SampleDataCopy(QObject* parent = nullptr);

    bool isTeamOffered() const override { return teamOffered_; }
    std::optional<settings::DataCopy> copy(settings::CopyOf of) const override;
    std::optional<settings::CopySaving> saving(settings::CopyOf of) const override;
    QString fileName(settings::CopyOf of) const override;
    QString problem() const override { return problem_; }
    QString offline() const override { return offline_; }
    void prepare(settings::CopyOf of, Done done) override;
    void remove(settings::CopyOf of, Done done) override;
    void save(settings::CopyOf of, const QString& file, Done done) override;
    void cancelSaving(settings::CopyOf of) override;
    void watch(bool looking) override { watched = looking; }

    void setTeamOffered(bool offered);
    void setCopy(settings::CopyOf of, std::optional<settings::DataCopy> copy);
    /// As when the endpoint is done.
    void makeReady(settings::CopyOf of);
    void setSaving(settings::CopyOf of, qint64 received, qint64 total);
    void endSaving(settings::CopyOf of, const Result<void>& result);
    void setProblem(const QString& why);
    void setOffline(const QString& why);

    std::optional<ErrorCode> refuseWith; ///< what the next wish is answered with
    QStringList savedTo;
    bool watched = false;

private:
    struct Side {
        std::optional<settings::DataCopy> copy = settings::DataCopy{};
        std::optional<settings::CopySaving> saving;
        Done saved;
    };
    bool teamOffered_ = true;
    std::map<settings::CopyOf, Side> sides_;
    QString problem_;
    QString offline_;
};

} // namespace headroom::ui::gallery
