// From photos to headshots.
#include "tests/tour/tour.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLinearGradient>
#include <QPainter>

namespace headroom::tour {

namespace {

const QStringList styles{QStringLiteral("Studio grey"), QStringLiteral("Charcoal"),
                         QStringLiteral("City office")};
const QString textFile = QStringLiteral("meeting notes.jpg");
const QString emptyLandscape = QStringLiteral("no one here.jpg");

/// A good picture without anybody in it.
void paintLandscape(const QString& path) {
    QImage picture(1200, 900, QImage::Format_RGB32);
    QPainter painter(&picture);
    QLinearGradient sky(0, 0, 0, 560);
    sky.setColorAt(0, QColor(0x3f, 0x7c, 0xc4));
    sky.setColorAt(1, QColor(0xf3, 0xd9, 0xb1));
    painter.fillRect(picture.rect(), sky);
    painter.setPen(Qt::NoPen);
    for (int ridge = 0; ridge < 4; ++ridge) {
        painter.setBrush(QColor(0x2c, 0x5a, 0x48).darker(100 + 25 * ridge));
        QPolygon hill{{0, 900}};
        for (int x = 0; x <= 1200; x += 20)
            hill << QPoint(x, 430 + 110 * ridge + int(60 * qSin(x * (0.004 + 0.002 * ridge) + ridge)));
        painter.drawPolygon(hill << QPoint(1200, 900));
    }
    painter.end();
    expect(picture.save(path, "JPEG", 92), QStringLiteral("to write ") + path);
}

QStringList portraits(const QString& folder) {
    return QDir(folder).entryList({QStringLiteral("*.jpg")}, QDir::Files, QDir::Name);
}

QJsonArray completed(Witness& witness) {
    QJsonArray found;
    for (const QJsonValue& headshot : witness.list(QStringLiteral("headshots")))
        if (headshot.toObject().value("state").toString() == QLatin1String("completed"))
            found.append(headshot);
    return found;
}

} // namespace

void Tour::fillPhotoFolder() {
    if (QDir(photoFolder_).exists()) return; // dropped before, and interrupted
    QDir().mkpath(photoFolder_);
    for (const QString& name : portraits(options_.photos))
        expect(QFile::copy(options_.photos + QLatin1Char('/') + name, photoFolder_ + QLatin1Char('/') + name),
               QStringLiteral("to copy ") + name);
    expect(portraits(photoFolder_).size() >= 4, QStringLiteral("four portraits in ") + options_.photos);
    QFile text(photoFolder_ + QLatin1Char('/') + textFile);
    const bool written =
        text.open(QIODevice::WriteOnly) && text.write("Agenda: new pictures for the web site.\n") > 0;
    expect(written, QStringLiteral("to write ") + text.fileName(), text.errorString());
    paintLandscape(photoFolder_ + QLatin1Char('/') + emptyLandscape);
}

void Tour::dropPhotos() {
    showPage(QStringLiteral("Create"));
    fillPhotoFolder();
    const QStringList names = portraits(options_.photos);
    if (photos_) Stage::end(*photos_); // left open by an interruption
    photos_ = &stage_.start(QCoreApplication::applicationFilePath(),
                            {QStringLiteral("--show-photos"), photoFolder_});
    {
        Person other(hands_, QStringLiteral("headroom-tour"));
        const Node first = other.see({QStringLiteral("list item"), names.first()});
        other.click(first);
        hands_.pressKeys(QStringLiteral("ctrl+a"));
        const QPoint from = Person::restingPlace(first).center() - QPoint(0, 14); // on its picture
        hands_.drag(from, window().center() - QPoint(300, 250), [this] {
            person_.see({{}, QStringLiteral("Drop photos here")});
            expect(pictureOfScreen(window()).save(screenshot(QStringLiteral("12-drop-light"))),
                   QStringLiteral("to write a picture"));
        });
    }
    for (const QString& name : names)
        person_.seeDescribed({QStringLiteral("check box"), name}, QStringLiteral("Usable"));
    Stage::end(*photos_);
    // A picture without a face is refused with the reason on its tile; what is no picture at all never gets a
    // tile.
    person_.seeDescribed({{}, emptyLandscape}, QStringLiteral("*face*"));
    person_.see({{}, textFile + QStringLiteral(": *")});
    report_.note(QStringLiteral("%1 portraits are usable; refused: '%2' (%3), %4")
                     .arg(names.size())
                     .arg(emptyLandscape, person_.see({{}, emptyLandscape}).description().toLower(),
                          person_.see({{}, textFile + QStringLiteral(": *")}).name()));
    shoot(QStringLiteral("13-photo-checks-light"), Rest::UntilPicturesAreThere);
    expect(allPhotosUsable(), QStringLiteral("%1 usable photos at the endpoint").arg(names.size()));
}

bool Tour::allPhotosUsable() {
    qsizetype usable = 0;
    for (const QJsonValue& photo : elena_->list(QStringLiteral("photos")))
        usable += photo.toObject().value("state").toString() == QLatin1String("usable");
    return usable == portraits(options_.photos).size();
}

void Tour::makeHeadshots() {
    showPage(QStringLiteral("Create"));
    // One person a headshot: the others are left out, and are colleagues' later.
    const QStringList names = portraits(options_.photos);
    for (const QString& name : names.mid(1))
        person_.untick({QStringLiteral("check box"), name});
    for (const QString& style : styles)
        person_.tick({QStringLiteral("check box"), style});
    person_.see({QStringLiteral("label"), QStringLiteral("3 credits")});
    person_.see({QStringLiteral("label"),
                 services_.hosted()
                     ? QStringLiteral("Your photos are sent to %1 *").arg(services_.generatorTitle())
                     : QStringLiteral("Photos stay on your team's server. *")});
    shoot(QStringLiteral("14-create-light"), Rest::UntilPicturesAreThere);
    person_.click({QStringLiteral("push button"), QStringLiteral("Make headshots")});
    waitUntil(QStringLiteral("three headshots asked for"),
              [&] { return elena_->list(QStringLiteral("headshots")).size() == 3; });
    report_.figure(QStringLiteral("styles"), styles.join(QStringLiteral(", ")));
}

void Tour::lookAtGallery() {
    if (!person_.glance({QStringLiteral("list"), QStringLiteral("Headshots")}))
        showPage(QStringLiteral("Headshots"));
}

void Tour::watchThemFinish() {
    lookAtGallery();
    person_.see({QStringLiteral("list item"), QStringLiteral("Elena Weber, *")});
    expect(pictureOfScreen(window()).save(screenshot(QStringLiteral("15-headshots-in-progress-light"))),
           QStringLiteral("to write a picture"));
    for (const QString& style : styles)
        person_.see({QStringLiteral("list item"), QStringLiteral("Elena Weber, ") + style}, Patience::Long);
    const QJsonArray made = completed(*elena_);
    expect(made.size() == 3, QStringLiteral("three completed headshots at the endpoint"),
           QString::number(made.size()));
    for (const QJsonValue& value : made) {
        const QJsonObject headshot = value.toObject();
        const QString maker = services_.choice().generator;
        expect(headshot.value("generator").toString() == maker, QStringLiteral("a headshot by ") + maker,
               headshot.value("generator").toString());
        const QByteArray bytes =
            elena_->bytes(QStringLiteral("/headshots/%1/content").arg(headshot.value("id").toString()));
        const QImage picture = QImage::fromData(bytes);
        expect(picture.width() >= 1024 && picture.height() >= 1024, QStringLiteral("a whole picture"),
               QStringLiteral("%1x%2").arg(picture.width()).arg(picture.height()));
        expect(bytes.contains("digitalsourcetype"), QStringLiteral("provenance inside the headshot"));
        report_.note(QStringLiteral("%1: %2 x %3, %4 s after it was asked for")
                         .arg(headshot.value("style").toString())
                         .arg(picture.width())
                         .arg(picture.height())
                         .arg(double(headshot.value("completed_at").toInteger() -
                                     headshot.value("created_at").toInteger()) /
                                  1000,
                              0, 'f', 1));
    }
    for (const QJsonValue& member :
         elena_->get(QStringLiteral("/credits/overview")).value("members").toArray()) {
        const QJsonObject use = member.toObject();
        if (use.value("member_id").toString() != elena_->memberId()) continue;
        const qint64 left = 50 / (qint64(colleagues_.size()) + 1) - 3;
        expect(use.value("spent").toInteger() == 3 && use.value("available").toInteger() == left &&
                   use.value("held").toInteger() == 0,
               QStringLiteral("three credits charged once"),
               QString::fromUtf8(QJsonDocument(use).toJson(QJsonDocument::Compact)));
    }
    shoot(QStringLiteral("16-headshots-light"), Rest::UntilPicturesAreThere);
}

void Tour::colleaguesMakeTheirs() {
    struct Order {
        QString who;
        QString photo;
        QStringList styles;
    };
    const std::vector<Order> orders{
        {"Ingrid Solberg", "grace_hopper.jpg", {"ivory", "studio-grey", "monochrome"}},
        {"Daniel Okafor", "white_house_2012.jpg", {"city-office", "charcoal", "brand-blue"}}};
    for (const Order& order : orders) {
        Witness& witness = witnessOf(order.who);
        if (headshotsOf(witness) > 0) continue; // asked for before, and interrupted
        const QJsonObject photo = witness.upload(options_.photos + QLatin1Char('/') + order.photo);
        expect(photo.value("state").toString() == QLatin1String("usable"),
               order.photo + QStringLiteral(" to be usable"), photo.value("refusal").toString());
        QJsonArray lines;
        for (const QString& style : order.styles)
            lines.append(QJsonObject{{"style", style}, {"count", 1}});
        witness.command("POST", QStringLiteral("/headshots/generate"),
                        {{"photo_ids", QJsonArray{photo.value("id")}}, {"styles", lines}});
    }
    askForSomebodyAway();
    // Elena does nothing in the window: hers is a window that shows what others did elsewhere.
    lookAtGallery();
    waitUntil(
        QStringLiteral("%1 finished headshots in the gallery").arg(allHeadshots),
        [&] {
            int finished = 0;
            for (const Node& item :
                 person_.glanceAll({QStringLiteral("list item"), QStringLiteral("*, *")})) {
                const QString name = item.name();
                finished += name.count(QStringLiteral(", ")) == 1;
            }
            return finished >= allHeadshots;
        },
        Patience::Long);
    expect(completed(*elena_).size() == allHeadshots, QStringLiteral("as many at the endpoint"));
    shoot(QStringLiteral("17-gallery-light"), Rest::UntilPicturesAreThere);
    report_.figure(QStringLiteral("headshots"), allHeadshots);
    report_.figure(QStringLiteral("credits spent"), allHeadshots);
}

void Tour::lookAtThem() {
    showPage(QStringLiteral("Headshots"));
    const Wanted first{QStringLiteral("list item"), QStringLiteral("Elena Weber, %1*").arg(styles.first())};
    person_.doubleClick(person_.see(first));
    person_.see({{}, QStringLiteral("Headshot of Elena Weber")});
    shoot(QStringLiteral("18-full-view-light"), Rest::UntilPicturesAreThere);
    person_.tick({QStringLiteral("check box"), QStringLiteral("Favourite")});
    hands_.pressKeys(QStringLiteral("Escape"));
    person_.see(
        {QStringLiteral("list item"), QStringLiteral("Elena Weber, %1, favourite").arg(styles.first())});
    waitUntil(QStringLiteral("a favourite at the endpoint"), [&] {
        for (const QJsonValue& headshot : completed(*elena_))
            if (headshot.toObject().value("favourite").toBool()) return true;
        return false;
    });
    chooseThree();
    shoot(QStringLiteral("19-selection-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Compare")});
    person_.see({{}, QStringLiteral("3 headshots side by side")});
    shoot(QStringLiteral("20-compare-light"), Rest::UntilPicturesAreThere);
    hands_.pressKeys(QStringLiteral("Escape"));
}

void Tour::chooseThree() {
    showPage(QStringLiteral("Headshots"));
    person_.click(person_.see(
        {QStringLiteral("list item"), QStringLiteral("Elena Weber, %1, favourite").arg(styles.front())}));
    hands_.hold(QStringLiteral("ctrl"), [this] {
        for (const QString& style : styles.mid(1))
            person_.click(
                person_.see({QStringLiteral("list item"), QStringLiteral("Elena Weber, ") + style}));
    });
    person_.see({{}, QStringLiteral("3 selected")});
}

} // namespace headroom::tour
