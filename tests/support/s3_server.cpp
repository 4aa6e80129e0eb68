#include "tests/support/s3_server.h"

#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/storage/s3/s3_address.h"
#include "core/storage/s3/s3_calls.h"

#include <QFile>

namespace headroom::test {

namespace {

using namespace storage;

std::string environment(const char* name) {
    return qEnvironmentVariable(name).toStdString();
}

bool makeBucket(const S3Options& options) {
    const SystemClock clock;
    S3Calls calls(options, S3Address::create(options).value(), http::Client::create({}).value(), clock, {});
    const S3Ask ask{.method = "PUT", .key = {}, .query = {}, .headers = {}, .payloadHash = {}, .addBody = {}};
    const auto made = calls.demand(ask);
    if (!made) qWarning("no bucket: %s", describe(made.error()).c_str());
    return made.has_value();
}

} // namespace

std::optional<S3Server> S3Server::find() {
    S3Server server;
    S3Options& options = server.options_;
    options.endpoint = environment("HEADROOM_TEST_S3_ENDPOINT");
    if (!options.endpoint.empty()) {
        options.region = environment("HEADROOM_TEST_S3_REGION");
        options.bucket = environment("HEADROOM_TEST_S3_BUCKET");
        options.credentials.accessKey = environment("HEADROOM_TEST_S3_ACCESS_KEY");
        options.credentials.secretKey = environment("HEADROOM_TEST_S3_SECRET_KEY");
        return server;
    }
    QFile record(QStringLiteral(HEADROOM_TEST_S3_FILE));
    if (!record.open(QIODevice::ReadOnly)) return std::nullopt;
    for (const QByteArray& line : record.readAll().split('\n'))
        if (line.startsWith("endpoint=")) options.endpoint = line.mid(9).toStdString();
    if (options.endpoint.empty()) return std::nullopt;
    options.region = "us-east-1";
    options.bucket = "t-" + newUuid();
    options.credentials = {.accessKey = "test:tester", .secretKey = "testing", .sessionToken = {}};
    if (!makeBucket(options)) return std::nullopt;
    return server;
}

S3Options S3Server::virtualHostOptions() const {
    S3Options options = options_;
    options.addressing = S3Addressing::VirtualHost;
    const std::size_t port = options.endpoint.rfind(':');
    options.endpoint = "http://s3.localhost" + options.endpoint.substr(port);
    return options;
}

} // namespace headroom::test
