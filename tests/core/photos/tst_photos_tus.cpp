#include "core/photos/tus.h"
#include "core/photos/uploads_limits.h"

#include <QTest>

#include <map>
#include <random>

using namespace headroom;
using namespace headroom::photos;
using namespace std::string_literals;

namespace {

using Fields = std::map<std::string, std::string>;

tus::Headers headers(Fields fields) {
    auto shared = std::make_shared<Fields>(std::move(fields));
    return [shared](std::string_view name) -> std::optional<std::string_view> {
        const auto found = shared->find(std::string(name));
        if (found == shared->end()) return std::nullopt;
        return found->second;
    };
}

std::string headerOf(const tus::Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers)
        if (key == name) return value;
    return "(none)";
}

const Fields patchFields{{"content-type", "application/offset+octet-stream"}, {"upload-offset", "0"}};

Fields with(Fields fields, const std::string& name, const std::string& value) {
    fields[name] = value;
    return fields;
}

} // namespace

class TusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherVersionIsRefusedWithOurs() {
        QVERIFY(tus::readVersion(headers({{"tus-resumable", "1.0.0"}})));
        for (const auto& fields :
             {Fields{}, Fields{{"tus-resumable", "0.2.2"}}, Fields{{"tus-resumable", ""}}}) {
            const auto read = tus::readVersion(headers(fields));
            QVERIFY(!read);
            QCOMPARE(read.error().status, 412);
            QCOMPARE(headerOf(read.error(), "Tus-Version"), std::string("1.0.0"));
        }
    }

    void optionsSayWhatIsOffered() {
        const tus::Answer answer = tus::optionsAnswer();
        QCOMPARE(answer.status, 204);
        QCOMPARE(headerOf(answer, "Tus-Version"), std::string("1.0.0"));
        QCOMPARE(headerOf(answer, "Tus-Max-Size"), std::to_string(uploadBytesMax));
        QCOMPARE(headerOf(answer, "Tus-Checksum-Algorithm"), std::string("sha1,sha256"));
        QVERIFY(headerOf(answer, "Tus-Extension").find("creation") == 0);
    }

    void methodOverrideCountsOnPostOnly() {
        const auto override = headers({{"x-http-method-override", "PATCH"}});
        QVERIFY(tus::methodOf("POST", override) == tus::Method::Patch);
        QVERIFY(tus::methodOf("GET", override) == tus::Method::Other);
        QVERIFY(tus::methodOf("HEAD", override) == tus::Method::Head);
        QVERIFY(tus::methodOf("POST", headers({})) == tus::Method::Post);
    }

    void creationsThatAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << "x"
                              << "" << 400;
        QTest::newRow("zero") << "upload-length"
                              << "0" << 400;
        QTest::newRow("negative") << "upload-length"
                                  << "-1" << 400;
        QTest::newRow("plus") << "upload-length"
                              << "+1" << 400;
        QTest::newRow("space") << "upload-length"
                               << " 1" << 400;
        QTest::newRow("hex") << "upload-length"
                             << "0x10" << 400;
        QTest::newRow("overflow") << "upload-length"
                                  << "99999999999999999999" << 400;
        QTest::newRow("too large") << "upload-length" << QString::number(uploadBytesMax + 1) << 413;
        QTest::newRow("deferred") << "upload-defer-length"
                                  << "1" << 400;
        QTest::newRow("concat") << "upload-concat"
                                << "partial" << 400;
    }
    void creationsThatAreRefused() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, status);
        const auto read = tus::readCreation(headers({{name.toStdString(), value.toStdString()}}));
        QVERIFY(!read);
        QCOMPARE(read.error().status, status);
        QCOMPARE(headerOf(read.error(), "Tus-Resumable"), std::string("1.0.0"));
        QVERIFY(read.error().error.has_value());
    }

    void aCreationIsReadWhole() {
        const auto read = tus::readCreation(headers({{"upload-length", "100"},
                                                     {"upload-metadata", "filename d29ybGQ=,is_confidential"},
                                                     {"content-length", "0"}}));
        QVERIFY(read.has_value());
        QCOMPARE(read->lengthBytes, std::int64_t(100));
        QCOMPARE(read->metadataHeader, std::string("filename d29ybGQ=,is_confidential"));
        QCOMPARE(read->metadata.at("filename"), std::string("world"));
        QCOMPARE(read->metadata.at("is_confidential"), std::string());
        QVERIFY(!read->carriesBytes);
        QVERIFY(tus::readCreation(headers({{"upload-length", "100"},
                                           {"content-type", "application/offset+octet-stream"},
                                           {"content-length", "5"}}))
                    ->carriesBytes);
        QCOMPARE(
            tus::readCreation(
                headers({{"upload-length", "100"}, {"content-type", "image/jpeg"}, {"content-length", "5"}}))
                .error()
                .status,
            415);
    }

    void patchesThatAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("type") << "content-type"
                              << "application/octet-stream" << 415;
        QTest::newRow("no type") << "content-type"
                                 << "" << 415;
        QTest::newRow("offset") << "upload-offset"
                                << "a" << 400;
        QTest::newRow("no offset") << "upload-offset"
                                   << "" << 400;
        QTest::newRow("negative offset") << "upload-offset"
                                         << "-5" << 400;
        QTest::newRow("length") << "content-length"
                                << "many" << 400;
        QTest::newRow("algorithm") << "upload-checksum"
                                   << "md5 XrY7u+Ae7tCTyyK7j1rNww==" << 400;
        QTest::newRow("short digest") << "upload-checksum"
                                      << "sha1 XrY7u+Ae7tCTyyK7j1rNww==" << 400;
        QTest::newRow("no digest") << "upload-checksum"
                                   << "sha1" << 400;
        QTest::newRow("not base64") << "upload-checksum"
                                    << "sha1 !!!" << 400;
        QTest::newRow("base64url") << "upload-checksum"
                                   << "sha1 Kq5sNclPz7QV2-lfQIuc6R7oRu0=" << 400;
    }
    void patchesThatAreRefused() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, status);
        const auto read = tus::readPatch(headers(with(patchFields, name.toStdString(), value.toStdString())));
        QVERIFY(!read);
        QCOMPARE(read.error().status, status);
    }

    void theChecksumOfTheSpecificationIsRead() {
        const auto read = tus::readPatch(
            headers(with(patchFields, "upload-checksum", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")));
        QVERIFY(read.has_value());
        QVERIFY(read->checksum->digest == sha1("hello world"));
        QVERIFY(tus::readPatch(
            headers(with(patchFields, "content-type", "Application/Offset+Octet-Stream; x=y"))));
    }

    void wrongOffsetsAndTooManyBytesAreKnownBeforeTheBody() {
        QVERIFY(tus::checkPatch({.offset = 5, .checksum = {}, .bodyBytes = 5}, 5, 10));
        QVERIFY(tus::checkPatch({.offset = 5, .checksum = {}, .bodyBytes = {}}, 5, 10));
        QCOMPARE(tus::checkPatch({.offset = 4, .checksum = {}, .bodyBytes = 1}, 5, 10).error().status, 409);
        QCOMPARE(tus::checkPatch({.offset = 6, .checksum = {}, .bodyBytes = 1}, 5, 10).error().status, 409);
        QCOMPARE(tus::checkPatch({.offset = 5, .checksum = {}, .bodyBytes = 6}, 5, 10).error().status, 413);
        QCOMPARE(tus::checkPatch({.offset = 5, .checksum = {}, .bodyBytes = INT64_MAX}, 5, 10).error().status,
                 413);
    }

    void answersCarryWhatTusWants() {
        const tus::Standing standing{
            .offset = 0, .lengthBytes = 10, .metadataHeader = "a Yg==", .expiresAt = {1'700'000'000'000}};
        const tus::Answer head = tus::headAnswer(standing);
        QCOMPARE(headerOf(head, "Upload-Offset"), std::string("0"));
        QCOMPARE(headerOf(head, "Upload-Length"), std::string("10"));
        QCOMPARE(headerOf(head, "Upload-Metadata"), std::string("a Yg=="));
        QCOMPARE(headerOf(head, "Cache-Control"), std::string("no-store"));
        QCOMPARE(headerOf(head, "Upload-Expires"), std::string("Tue, 14 Nov 2023 22:13:20 GMT"));
        const tus::Answer created = tus::createdAnswer("/api/uploads/1", standing);
        QCOMPARE(created.status, 201);
        QCOMPARE(headerOf(created, "Location"), std::string("/api/uploads/1"));
        tus::Standing complete = standing;
        complete.offset = 10;
        const tus::Answer patched = tus::patchAnswer(complete);
        QCOMPARE(patched.status, 204);
        QCOMPARE(headerOf(patched, "Upload-Offset"), std::string("10"));
        QCOMPARE(headerOf(patched, "Upload-Expires"), std::string("(none)"));
        QCOMPARE(headerOf(patched, "Tus-Resumable"), std::string("1.0.0"));
    }

    void refusalsHaveTheStatusesOfTus() {
        const std::pair<ErrorCode, int> expected[] = {
            {ErrorCode::NotFound, 404},  {ErrorCode::Gone, 410},         {ErrorCode::OffsetMismatch, 409},
            {ErrorCode::TooLarge, 413},  {ErrorCode::UploadLocked, 423}, {ErrorCode::ChecksumMismatch, 460},
            {ErrorCode::DiskFull, 507},  {ErrorCode::Unavailable, 503},  {ErrorCode::Internal, 500},
            {ErrorCode::FileAccess, 500}};
        for (const auto& [code, status] : expected)
            QCOMPARE(tus::refusal({code, ""}).status, status);
    }

    void metadataThatIsRefused_data() {
        QTest::addColumn<QString>("header");
        for (const char* header :
             {",", "a b", "a YQ==,", ",a YQ==", "a YQ==,a Yg==", " YQ==", "a  YQ==", "a YQ== ", "a YQ",
              "a YQ==, b Yg==", "a Y_-=", "ä YQ==", "a YQ==\n", "a\tYQ=="})
            QTest::addRow("%s", header) << QString::fromUtf8(header);
        QTest::newRow("long") << QString("a ") + QString(8000, 'A');
        QTest::newRow("long key") << QString(65, 'k');
    }
    void metadataThatIsRefused() {
        QFETCH(QString, header);
        QVERIFY(!parseUploadMetadata(header.toStdString()));
    }

    void tooManyKeysAreRefused() {
        UploadMetadata many;
        for (std::size_t i = 0; i <= uploadMetadataKeysMax; ++i)
            many["key" + std::to_string(i)] = "v";
        QVERIFY(!parseUploadMetadata(formatUploadMetadata(many)));
        many.erase("key0");
        QVERIFY(*parseUploadMetadata(formatUploadMetadata(many)) == many);
    }

    void fileNamesCannotBePaths() {
        QCOMPARE(cleanFileName("../../etc/passwd"), std::string("passwd"));
        QCOMPARE(cleanFileName("C:\\Users\\me\\photo.jpg"), std::string("photo.jpg"));
        QCOMPARE(cleanFileName(".."), std::string());
        QCOMPARE(cleanFileName("a\nb.jpg"), std::string());
        QCOMPARE(cleanFileName("\xff\xfe.jpg"), std::string());
        QCOMPARE(cleanFileName("Ünïcode 写真.jpg"), std::string("Ünïcode 写真.jpg"));
        QCOMPARE(cleanFileName(std::string(300, 'a')), std::string());
    }

    // Whatever comes in, reading ends in a value or in a refusal with a status from 400 on.
    void arbitraryHeadersNeverConfuseTheReader() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const auto pick = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
        const std::string alphabet = "sha126 =,;+-/\\\"0123456789abcxyzABC\n\r\t\xff\xc3"s + '\0';
        const std::vector<std::string> seeds{"sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                                             "filename d29ybGQ=,b",
                                             "100",
                                             "0",
                                             "application/offset+octet-stream",
                                             "1.0.0"};
        const std::vector<std::string> names{"upload-length",   "upload-offset",         "upload-metadata",
                                             "upload-checksum", "content-type",          "content-length",
                                             "tus-resumable",   "x-http-method-override"};
        for (int round = 0; round < 20'000; ++round) {
            Fields fields;
            for (const std::string& name : names) {
                if (pick(4) == 0) continue;
                std::string value = seeds[pick(seeds.size())];
                for (std::size_t edits = pick(4); edits > 0; --edits) {
                    const std::size_t at = pick(value.size() + 1);
                    if (pick(2) == 0)
                        value.insert(at, 1, alphabet[pick(alphabet.size())]);
                    else if (at < value.size())
                        value.erase(at, 1 + pick(4));
                }
                fields[name] = value;
            }
            const auto creation = tus::readCreation(headers(fields));
            if (creation) {
                QVERIFY(creation->lengthBytes > 0 && creation->lengthBytes <= uploadBytesMax);
                QVERIFY(parseUploadMetadata(formatUploadMetadata(creation->metadata)) == creation->metadata);
            } else {
                QVERIFY(creation.error().status >= 400 && creation.error().error.has_value());
            }
            const auto patch = tus::readPatch(headers(fields));
            if (patch)
                QVERIFY(patch->offset >= 0);
            else
                QVERIFY(patch.error().status >= 400);
            (void)tus::methodOf("POST", headers(fields));
        }
    }
};

QTEST_GUILESS_MAIN(TusTest)
#include "tst_photos_tus.moc"
