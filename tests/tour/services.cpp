#include "tests/tour/services.h"

#include "tests/tour/expectation.h"
#include "tests/tour/witness.h"

#include <QDir>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

namespace headroom::tour {

namespace {

const QString bucketName = QStringLiteral("headroom-tour");

QString notOneOf(const char* what, const QString& name, const QStringList& known) {
    return known.contains(name) ? QString()
                                : QStringLiteral("%1 must be one of %2, not %3")
                                      .arg(QLatin1String(what), known.join(QStringLiteral(", ")), name);
}

void set(const char* name, const QString& value) {
    qputenv(name, value.toLocal8Bit());
}

} // namespace

QString ServiceChoice::problem() const {
    for (const QString& words :
         {notOneOf("--generator", generator,
                   {QStringLiteral("studio"), QStringLiteral("replicate"), QStringLiteral("stability")}),
          notOneOf("--storage", storage,
                   {QStringLiteral("disk"), QStringLiteral("s3"), QStringLiteral("cloudinary"),
                    QStringLiteral("vercel-blob")}),
          notOneOf("--mail", mail, {QStringLiteral("folder"), QStringLiteral("smtp")})})
        if (!words.isEmpty()) return words;
    if (storage == QLatin1String("s3") && s3Server.isEmpty())
        return QStringLiteral("--storage s3 needs --s3-server");
    if (mail == QLatin1String("smtp") && smtpServer.isEmpty())
        return QStringLiteral("--mail smtp needs --smtp-server");
    return {};
}

Services::Services(Stage& stage, ServiceChoice choice, const QString& localFolder, const QString& mails)
    : stage_(stage)
    , choice_(std::move(choice))
    , localFolder_(localFolder)
    , mails_(mails)
    , mailbox_(Mailbox::onDisk(localFolder)) {
    chooseGenerator();
    chooseStorage();
}

QString Services::generatorTitle() const {
    return choice_.generator == QLatin1String("replicate") ? QStringLiteral("Replicate")
                                                           : QStringLiteral("Stability AI");
}

QStringList Services::start() {
    QStringList words;
    if (storesInS3()) {
        startS3();
        words << QStringLiteral("S3 with the bucket %1 at %2").arg(bucketName, s3_.authority());
    }
    if (mailsLeave()) {
        startMail();
        words << QStringLiteral("a mail server with STARTTLS and login at 127.0.0.1:") +
                     qEnvironmentVariable("HEADROOM_SMTP_PORT");
    }
    return words;
}

void Services::chooseGenerator() {
    if (!hosted()) return;
    set("HEADROOM_GENERATORS", choice_.generator + QStringLiteral(",studio"));
    if (choice_.generator == QLatin1String("replicate")) {
        set("HEADROOM_REPLICATE_TOKEN", QStringLiteral("r8_tour"));
        set("HEADROOM_REPLICATE_API", QStringLiteral("sandbox"));
        set("HEADROOM_REPLICATE_MODEL", QStringLiteral("nano-banana"));
    } else {
        set("HEADROOM_STABILITY_KEY", QStringLiteral("sk-tour"));
        set("HEADROOM_STABILITY_API", QStringLiteral("sandbox"));
    }
}

void Services::chooseStorage() {
    set("HEADROOM_STORAGE", choice_.storage);
    if (choice_.storage == QLatin1String("cloudinary"))
        set("HEADROOM_CLOUDINARY_URL", QStringLiteral("sandbox"));
    if (choice_.storage == QLatin1String("vercel-blob")) {
        set("HEADROOM_VERCEL_BLOB_TOKEN", QStringLiteral("vercel_blob_rw_sandbox_secret"));
        set("HEADROOM_VERCEL_BLOB_API", QStringLiteral("sandbox"));
        set("HEADROOM_VERCEL_BLOB_CONTENT", QStringLiteral("sandbox"));
        set("HEADROOM_VERCEL_BLOB_DIRECT", QStringLiteral("yes"));
    }
}

void Services::startS3() {
    // Beside the programs: the server wants extended attributes, which a file system in memory may not have.
    s3Folder_.emplace(QCoreApplication::applicationDirPath() + QStringLiteral("/../tour-s3-XXXXXX"));
    expect(s3Folder_->isValid(), QStringLiteral("a folder for the S3 server"), s3Folder_->errorString());
    const QString ready = QString::fromLatin1(
        stage_.startServer(choice_.s3Server, {QStringLiteral("serve"), s3Folder_->path()}, logs().front()));
    expect(ready.startsWith(QLatin1String("http://")), QStringLiteral("an S3 server"), ready);
    s3_ = QUrl(ready);
    set("HEADROOM_S3_ENDPOINT", s3_.toString());
    set("HEADROOM_S3_BUCKET", bucketName);
    set("HEADROOM_S3_ACCESS_KEY", QStringLiteral("test:tester"));
    set("HEADROOM_S3_SECRET_KEY", QStringLiteral("testing"));
    set("HEADROOM_S3_DIRECT", QStringLiteral("yes"));
    (void)bucket(); // makes it
}

void Services::startMail() {
    const QString folder = stage_.folder() + QStringLiteral("/smtp");
    expect(QDir().mkpath(folder) && QDir().mkpath(mails_), QStringLiteral("to make ") + mails_);
    const QString key = folder + QStringLiteral("/key.pem");
    const QString certificate = folder + QStringLiteral("/cert.pem");
    stage_.run(QStringLiteral("openssl"),
               {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                QStringLiteral("/CN=mail.northwind.example"), QStringLiteral("-addext"),
                QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"), key,
                QStringLiteral("-out"), certificate});
    const QString password = QUuid::createUuid().toString(QUuid::WithoutBraces);
    // Debian's own Python: the mail server is one of its packages.
    const QByteArray ready =
        stage_.startServer(QStringLiteral("/usr/bin/python3"),
                           {choice_.smtpServer, QStringLiteral("--key"), key, QStringLiteral("--cert"),
                            certificate, QStringLiteral("--login"), mailUser() + QLatin1Char(':') + password,
                            QStringLiteral("--keep"), mails_},
                           logs().back());
    const int port = QJsonDocument::fromJson(ready).object().value(QStringLiteral("port")).toInt();
    expect(port > 0, QStringLiteral("a mail server (package python3-aiosmtpd)"), QString::fromUtf8(ready));
    set("HEADROOM_SMTP_HOST", QStringLiteral("127.0.0.1"));
    set("HEADROOM_SMTP_PORT", QString::number(port));
    set("HEADROOM_SMTP_USER", mailUser());
    set("HEADROOM_SMTP_PASSWORD", password);
    set("HEADROOM_SMTP_CA_FILE", certificate);
    set("HEADROOM_MAIL_FROM", QStringLiteral("headroom@northwind.example"));
    mailbox_ = Mailbox(mails_);
}

std::unique_ptr<Bucket> Services::bucket() const {
    if (storesInS3()) return swiftBucket(s3_, bucketName);
    if (choice_.storage == QLatin1String("disk"))
        return diskBucket(localFolder_ + QStringLiteral("/endpoint/blobs"));
    const QUrl sandbox = addressOf(localFolder_, QStringLiteral("sandbox"));
    return choice_.storage == QLatin1String("cloudinary") ? cloudinaryBucket(sandbox)
                                                          : vercelBlobBucket(sandbox);
}

QStringList Services::logs() const {
    return {stage_.folder() + QStringLiteral("/s3.log"), stage_.folder() + QStringLiteral("/smtp.log")};
}

} // namespace headroom::tour
