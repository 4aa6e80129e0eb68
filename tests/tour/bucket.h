#pragma once

#include <QList>
#include <QString>

#include <memory>

class QUrl;

namespace headroom::tour {

/// Stored bytes, looked at past the endpoint and in another way than it goes: what is not here was not kept
/// where it should have been. Whatever cannot be read fails the step.
class Bucket {
public:
    struct Object {
        QString key;
        qint64 bytes = 0;
    };

    virtual ~Bucket() = default;
    virtual QList<Object> list() = 0;
    virtual QByteArray read(const QString& key) = 0;

protected:
    Bucket() = default;
    Bucket(const Bucket&) = default;
    Bucket& operator=(const Bucket&) = default;
};

/// A bucket of the S3 server of tests/support/swift, made when it is not there; looked at by the server's own
/// protocol, not by S3's.
std::unique_ptr<Bucket> swiftBucket(const QUrl& server, const QString& name);
/// The folder that a disk store keeps.
std::unique_ptr<Bucket> diskBucket(const QString& folder);
/// What the sandbox's Cloudinary and Vercel Blob hold.
std::unique_ptr<Bucket> cloudinaryBucket(const QUrl& sandbox);
std::unique_ptr<Bucket> vercelBlobBucket(const QUrl& sandbox);

} // namespace headroom::tour
