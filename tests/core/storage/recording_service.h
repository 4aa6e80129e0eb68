#pragma once

#include "app/sandbox/form_data.h"
#include "core/http/server/server.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace headroom::test {

/// Keeps every request that it gets, in the form of the golden files (record_storage_clients.mjs), and
/// answers as told.
class RecordingService {
public:
    using Answer = std::function<http::Response(const http::Request&)>;

    explicit RecordingService(Answer answer)
        : answer_(std::move(answer)) {
        http::Router router;
        for (const char* path : {"/api/blob/", "/api/blob/mpu", "/v1_1/demo/raw/upload"})
            for (const char* method : {"PUT", "POST"})
                router.add(method, path, [this](http::Request& request) { return take(request); },
                           {.bodyLimitBytes = 64'000'000});
        router.setFallback([this](http::Request& request) { return take(request); });
        server_ = http::Server::create({}, std::move(router)).value();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    QJsonArray requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    static QJsonObject golden(const char* name) {
        QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/storage/golden/") + QLatin1String(name));
        if (!file.open(QIODevice::ReadOnly)) return {};
        return QJsonDocument::fromJson(file.readAll()).object();
    }

    /// Targets with their parameters in one order, so that they can be compared.
    static QJsonObject comparable(QJsonObject entry) {
        const QString target = entry["target"].toString();
        QStringList query = target.section('?', 1).split('&', Qt::SkipEmptyParts);
        query.sort();
        entry["target"] = target.section('?', 0, 0) + "?" + query.join('&');
        return entry;
    }

private:
    static constexpr std::size_t largeBytes = 10'000; ///< of a field, that is not kept

    http::Response take(const http::Request& request) {
        QJsonObject headers;
        for (const auto& field : request.headers) {
            const QString name = QString::fromStdString(field.name).toLower();
            QString value = QString::fromStdString(field.value);
            if (name == "x-api-blob-request-id") value = value.section(':', 0, 1) + ":RANDOM";
            if (name == "x-unique-upload-id") value = QStringLiteral("RANDOM");
            if (name.startsWith("x-") || name == "authorization" || name == "content-range")
                headers[name] = value;
        }
        QString target = QString::fromStdString(request.target.path);
        if (request.target.query.size() > 0)
            target += "?" + QString::fromStdString(request.target.query.encoded());
        QJsonObject entry{
            {"method", QString::fromStdString(request.method)}, {"target", target}, {"headers", headers}};
        const std::string_view type = request.header("Content-Type");
        if (type.starts_with("multipart/form-data")) {
            QJsonObject fields;
            if (const auto form = sandbox::parseFormData(type, request.body))
                for (const auto& part : form->parts)
                    fields[QString::fromStdString(part.name)] =
                        part.bytes.size() > largeBytes ? QStringLiteral("%1 bytes").arg(part.bytes.size())
                                                       : QString::fromStdString(part.bytes);
            entry["fields"] = fields;
        } else if (type == "application/json") {
            const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
            entry["json"] = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
        } else {
            entry["bytes"] = static_cast<qint64>(request.body.size());
        }
        const std::lock_guard lock(mutex_);
        requests_.append(entry);
        return answer_(request);
    }

    Answer answer_;
    mutable std::mutex mutex_;
    QJsonArray requests_;
    std::unique_ptr<http::Server> server_;
};

} // namespace headroom::test
