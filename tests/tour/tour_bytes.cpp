// Where photos and headshots truly lie, past the endpoint.
#include "tests/tour/tour.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QImageReader>
#include <QSet>

#include <cmath>

namespace headroom::tour {

namespace {

/// A photo or headshot as its row describes it, and somebody who may read it.
struct Kept {
    Witness* reader = nullptr;
    QString folder; ///< "photos" or "headshots", in the API as in the bucket
    QString sha256;
    qint64 bytes = 0;
    /// A photo without a face is kept, too, to be looked at; what is no picture at all is not.
    bool wanted = false;
    bool found = false;
};

/// By id.
QMap<QString, Kept> keptBy(Witness& reader, const QString& folder) {
    QMap<QString, Kept> found;
    for (const QJsonValue& row : reader.list(folder)) {
        const QString state = row["state"].toString();
        const bool wanted = state == QLatin1String("usable") || state == QLatin1String("completed");
        found.insert(row["id"].toString(), {&reader, folder, row["sha256"].toString(),
                                            row["size_bytes"].toInteger(), wanted, false});
    }
    return found;
}

/// The id in "photos/TEAM/ID" or "headshots/TEAM/ID-ATTEMPT".
QString idIn(const QString& key) {
    constexpr int uuidLength = 36;
    return key.section(QLatin1Char('/'), 2).left(uuidLength);
}

/// On the average over some thousand pixels: how much they differ, of 255.
double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return 255;
    constexpr int stride = 16;
    double sum = 0;
    qint64 count = 0;
    for (int y = 0; y < a.height(); y += stride)
        for (int x = 0; x < a.width(); x += stride, ++count) {
            const QRgb left = a.pixel(x, y);
            const QRgb right = b.pixel(x, y);
            sum += (std::abs(qRed(left) - qRed(right)) + std::abs(qGreen(left) - qGreen(right)) +
                    std::abs(qBlue(left) - qBlue(right))) /
                   3.0;
        }
    return sum / double(count);
}

} // namespace

void Tour::lookAtBytes() {
    QMap<QString, Kept> kept;
    std::vector<Witness*> readers{&*elena_};
    for (Witness& colleague : others_)
        readers.push_back(&colleague);
    for (Witness* reader : readers) {
        kept.insert(keptBy(*reader, QStringLiteral("photos")));
        kept.insert(keptBy(*reader, QStringLiteral("headshots")));
    }
    const std::unique_ptr<Bucket> bucket = services_.bucket();
    QStringList others;
    QList<QImage> headshots;
    QSet<QString> contents; // a stand-in may light each style alike, and the desktop fetches equal bytes once
    qint64 photos = 0;
    qint64 sum = 0;
    for (const Bucket::Object& object : bucket->list()) {
        const QString id = idIn(object.key);
        if (!kept.contains(id) || kept[id].found) {
            others << object.key;
            continue;
        }
        Kept& row = kept[id];
        const QByteArray bytes = bucket->read(object.key);
        const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        expect(object.key.startsWith(row.folder + QLatin1Char('/')) && object.bytes == row.bytes &&
                   QString::fromLatin1(digest) == row.sha256,
               QStringLiteral("the bytes of %1 %2 as %3").arg(row.folder, id, object.key));
        expect(row.reader->bytes(QStringLiteral("/%1/%2/content").arg(row.folder, id)) == bytes,
               QStringLiteral("the endpoint to give the same bytes of ") + object.key);
        row.found = true;
        sum += bytes.size();
        if (row.folder == QLatin1String("headshots")) {
            headshots << QImage::fromData(bytes);
            contents << row.sha256;
        } else {
            ++photos;
        }
    }
    for (auto row = kept.cbegin(); row != kept.cend(); ++row)
        expect(row->found || !row->wanted, QStringLiteral("the bytes of %1 %2").arg(row->folder, row.key()));
    expect(headshots.size() == allHeadshots, QStringLiteral("%1 headshots there").arg(allHeadshots),
           QString::number(headshots.size()));
    // What an attempt that was killed left is swept a day later.
    expect(others.isEmpty() || options_.killsPerStep > 0, QStringLiteral("nothing else there"),
           others.join(QStringLiteral(", ")));
    report_.note(
        QStringLiteral("%1 photos and %2 headshots, %3 MB: as their rows say, and as the endpoint gives them")
            .arg(photos)
            .arg(headshots.size())
            .arg(double(sum) / 1e6, 0, 'f', 1));
    compareExports(headshots);
    if (services_.choice().storage == QLatin1String("disk")) return;
    QDirIterator onDisk(localFolder() + QStringLiteral("/endpoint/blobs"), QDir::Files,
                        QDirIterator::Subdirectories);
    expect(!onDisk.hasNext(), QStringLiteral("no blob on the disk"),
           onDisk.hasNext() ? onDisk.next() : QString());
    report_.note(QStringLiteral("none of them is on the endpoint's disk"));
    if (services_.givesLinks()) fetchDirectly(*bucket, contents.size());
}

void Tour::compareExports(const QList<QImage>& stored) {
    // Exported files are written anew, with less about them: the pictures are compared.
    constexpr double same = 3;
    int whole = 0;
    const QDir folder(options_.out + QStringLiteral("/headshots"));
    for (const QFileInfo& info : folder.entryInfoList(QDir::Files)) {
        const QImage picture = QImageReader(info.filePath()).read();
        if (picture.width() < 1024) continue;
        const bool equals = std::any_of(stored.begin(), stored.end(), [&](const QImage& candidate) {
            return difference(picture, candidate) < same;
        });
        expect(equals, info.fileName() + QStringLiteral(" to show one of the stored headshots"));
        ++whole;
    }
    expect(whole == ownHeadshots, QStringLiteral("three exported files in their own size"),
           QString::number(whole));
    report_.note(QStringLiteral("the exported files show just these"));
}

/// As the desktop does when it exports: by a link of the bucket's own, which needs no sign-in.
void Tour::fetchDirectly(Bucket& bucket, qint64 headshots) {
    const qint64 direct = elena_->contentAnswers(307);
    expect(direct >= headshots || options_.killsPerStep > 0,
           QStringLiteral("the desktop to fetch the headshots directly"), QString::number(direct));
    const QList<Bucket::Object> objects = bucket.list();
    const auto any = std::find_if(objects.begin(), objects.end(), [](const Bucket::Object& object) {
        return object.key.startsWith(QLatin1String("headshots/"));
    });
    const QUrl link = elena_->directLink(QStringLiteral("/headshots/%1/content").arg(idIn(any->key)));
    const auto fetch = [](const QUrl& from) {
        test::HttpClient stranger(from.adjusted(QUrl::RemovePath | QUrl::RemoveQuery));
        return stranger.get(QString::fromLatin1(from.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority)));
    };
    expect(link.isValid() && fetch(link).body == bucket.read(any->key), QStringLiteral("the bytes by a link"),
           link.adjusted(QUrl::RemoveQuery).toString());
    const test::HttpAnswer without = fetch(link.adjusted(QUrl::RemoveQuery));
    expect(without.status >= 400, QStringLiteral("no bytes without the link's signature"),
           QString::number(without.status));
    report_.note(
        QStringLiteral("the desktop fetched bytes directly (%1 links given); without a link there are none")
            .arg(direct));
}

} // namespace headroom::tour
