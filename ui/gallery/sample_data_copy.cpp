#include "ui/gallery/sample_data_copy.h"

namespace headroom::ui::gallery {

using settings::CopyOf;
using settings::CopySaving;
using settings::DataCopy;

SampleDataCopy::SampleDataCopy(QObject* parent)
    : DataCopySource(parent) {
    sides_[CopyOf::Oneself] = {};
    sides_[CopyOf::Team] = {};
    makeReady(CopyOf::Oneself);
}

std::optional<DataCopy> SampleDataCopy::copy(CopyOf of) const {
    return sides_.at(of).copy;
}

std::optional<CopySaving> SampleDataCopy::saving(CopyOf of) const {
    return sides_.at(of).saving;
}

QString SampleDataCopy::fileName(CopyOf of) const {
    return of == CopyOf::Team ? QStringLiteral("headroom-team-data.zip")
                              : QStringLiteral("headroom-own-data.zip");
}

void SampleDataCopy::prepare(CopyOf of, Done done) {
    if (refuseWith) return done(fail(*refuseWith));
    DataCopy copy;
    copy.phase = DataCopy::Phase::Preparing;
    copy.asked = QDateTime::currentDateTime();
    setCopy(of, copy);
    done({});
}

void SampleDataCopy::remove(CopyOf of, Done done) {
    if (refuseWith) return done(fail(*refuseWith));
    setCopy(of, DataCopy{});
    done({});
}

void SampleDataCopy::save(CopyOf of, const QString& file, Done done) {
    savedTo << file;
    sides_.at(of).saved = std::move(done);
    setSaving(of, 0, -1);
}

void SampleDataCopy::cancelSaving(CopyOf of) {
    sides_.at(of).saving.reset();
    sides_.at(of).saved = {};
    Q_EMIT changed();
}

void SampleDataCopy::setTeamOffered(bool offered) {
    teamOffered_ = offered;
    Q_EMIT changed();
}

void SampleDataCopy::setCopy(CopyOf of, std::optional<DataCopy> copy) {
    sides_.at(of).copy = std::move(copy);
    Q_EMIT changed();
}

void SampleDataCopy::makeReady(CopyOf of) {
    DataCopy copy;
    copy.phase = DataCopy::Phase::Ready;
    copy.sizeBytes = 48'300'000;
    copy.asked = QDateTime::currentDateTime();
    copy.until = QDateTime::currentDateTime().addDays(7);
    setCopy(of, copy);
}

void SampleDataCopy::setSaving(CopyOf of, qint64 received, qint64 total) {
    sides_.at(of).saving = CopySaving{received, total};
    Q_EMIT changed();
}

void SampleDataCopy::endSaving(CopyOf of, const Result<void>& result) {
    sides_.at(of).saving.reset();
    const Done done = std::exchange(sides_.at(of).saved, {});
    Q_EMIT changed();
    if (done) done(result);
}

void SampleDataCopy::setProblem(const QString& why) {
    problem_ = why;
    Q_EMIT changed();
}

void SampleDataCopy::setOffline(const QString& why) {
    offline_ = why;
    Q_EMIT changed();
}

} // namespace headroom::ui::gallery
