#include "core/photos/upload_metadata.h"
#include "core/photos/uploads_limits.h"
#include "library_fixture.h"

#include <csignal>
#include <fstream>
#include <random>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace headroom;
using namespace headroom::photos;
using test::codeOf;
using test::must;
using test::TeamFixture;

namespace {

std::string jpegBytes(std::size_t size) {
    std::string bytes = randomBytes(size);
    const std::string magic("\xff\xd8\xff\xe0\x00\x10JFIF", 10);
    bytes.replace(0, std::min(size, magic.size()), magic, 0, std::min(size, magic.size()));
    return bytes;
}

UploadChecksum sha1Of(std::string_view bytes) {
    return {Hasher::Algorithm::Sha1, sha1(bytes)};
}

/// A team and its uploads folder.
class UploadFixture : public TeamFixture {
public:
    explicit UploadFixture(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr)
        : TeamFixture(engine, std::move(faults))
        , uploads(*database, *blobs, must(UploadFolder::open(path() / "uploads")), clock) {}

    UploadRequest request(std::int64_t length) const {
        return {.photo = PhotoId::make(),
                .member = member,
                .uploader = member,
                .lengthBytes = length,
                .metadataHeader = formatUploadMetadata({{"filename", "me.jpg"}})};
    }
    Result<Upload> create(const UploadRequest& wanted) {
        return write([&](sync::TeamWrite& w) { return Uploads::create(w, wanted); });
    }
    Result<std::int64_t> patch(const Upload& upload, std::int64_t offset, std::string_view bytes,
                               std::optional<UploadChecksum> checksum = std::nullopt) {
        UploadWriter writer = TRY(uploads.write(upload, offset, std::move(checksum)));
        (void)writer.append(bytes); // finish() says it again
        return writer.finish();
    }
    Upload begin(std::int64_t length) { return must(create(request(length))); }
    int partialFiles() const {
        int files = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path() / "uploads"))
            ++files;
        return files;
    }

    Uploads uploads;
};

} // namespace

class UploadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPhotoArrivesInPieces_data() { test::bothEngines(); }
    void aPhotoArrivesInPieces() {
        UploadFixture f(test::fetchEngine());
        const std::string bytes = jpegBytes(100'000);
        const Upload upload = f.begin(100'000);
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(0));
        QCOMPARE(must(f.patch(upload, 0, bytes.substr(0, 40'000))), std::int64_t(40'000));
        QVERIFY(codeOf(f.uploads.complete(upload)) == ErrorCode::UploadIncomplete);
        const std::string rest = bytes.substr(40'000);
        QCOMPARE(must(f.patch(upload, 40'000, rest, sha1Of(rest))), std::int64_t(100'000));
        const sync::PhotoRow photo = must(f.uploads.complete(upload));
        QVERIFY(photo.state == sync::PhotoState::Checking);
        QCOMPARE(photo.fileName, std::string("me.jpg"));
        QCOMPARE(photo.mediaType, std::string("image/jpeg"));
        QCOMPARE(photo.sha256, toHex(sha256(bytes)));
        QVERIFY(must(f.blobs->getBytes(*storage::BlobKey::parse(photoBlobKey(f.team, photo.id)))) == bytes);
        QCOMPARE(f.changesOf("photo", photo.id.text()), std::int64_t(1));
        QCOMPARE(f.partialFiles(), 0);
        // The last answer was lost: asking again changes nothing.
        QVERIFY(must(f.uploads.complete(upload)) == photo);
        const Upload again = must(f.uploads.find(f.team, upload.id));
        QCOMPARE(must(f.uploads.offset(again)), std::int64_t(100'000));
        QCOMPARE(f.changesOf("photo", photo.id.text()), std::int64_t(1));
    }

    void creationIsRepeatable_data() { test::bothEngines(); }
    void creationIsRepeatable() {
        UploadFixture f(test::fetchEngine());
        const UploadRequest request = f.request(10);
        const Upload first = must(f.create(request));
        QVERIFY(must(f.create(request)).id == first.id);
        UploadRequest other = request;
        other.lengthBytes = 11;
        QVERIFY(codeOf(f.create(other)) == ErrorCode::IdempotencyConflict);
        other = request;
        other.member = f.addMember();
        QVERIFY(codeOf(f.create(other)) == ErrorCode::IdempotencyConflict);
        must(f.patch(first, 0, jpegBytes(10)));
        must(f.uploads.complete(first));
        QVERIFY(must(f.create(request)).completedAt.has_value());
        // Also after the upload itself is forgotten.
        f.clock.advanceMs(uploadLifeMs + 1);
        QCOMPARE(must(f.uploads.sweep()).expired, 1);
        const Upload later = must(f.create(request));
        QVERIFY(later.id != first.id && later.completedAt.has_value());
        QCOMPARE(must(f.uploads.offset(later)), std::int64_t(10));
        QVERIFY(must(f.uploads.complete(later)).id == request.photo);
    }

    void sizesThatCannotBeAreRefused() {
        UploadFixture f(database::Engine::Sqlite);
        QVERIFY(codeOf(f.create(f.request(0))) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(f.create(f.request(-1))) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(f.create(f.request(uploadBytesMax + 1))) == ErrorCode::TooLarge);
        UploadRequest badMetadata = f.request(5);
        badMetadata.metadataHeader = "a b c";
        QVERIFY(codeOf(f.create(badMetadata)) == ErrorCode::InvalidInput);
    }

    void capsHoldPerMember_data() { test::bothEngines(); }
    void capsHoldPerMember() {
        UploadFixture f(test::fetchEngine());
        for (int i = 0; i < openUploadsPerMemberMax; ++i)
            f.begin(100);
        QVERIFY(codeOf(f.create(f.request(100))) == ErrorCode::LimitExceeded);
        UploadRequest others = f.request(100);
        others.member = f.addMember();
        QVERIFY(f.create(others));
        // Unfinished ones in sum, and with what is kept already.
        f.execute("UPDATE uploads SET length_bytes = $1 WHERE member_id = $2",
                  {openUploadBytesPerMemberMax, others.member});
        others.photo = PhotoId::make();
        QVERIFY(codeOf(f.create(others)) == ErrorCode::LimitExceeded);
        f.execute("DELETE FROM uploads");
        const PhotoId big = f.addPhoto(others.member);
        f.execute("UPDATE photos SET size_bytes = $1 WHERE id = $2", {photoBytesPerMemberMax - 99, big});
        QVERIFY(codeOf(f.create(others)) == ErrorCode::LimitExceeded);
        f.execute("UPDATE photos SET size_bytes = $1 WHERE id = $2", {photoBytesPerMemberMax - 100, big});
        QVERIFY(f.create(others));
    }

    void aWrongOffsetChangesNothing() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(10);
        QVERIFY(codeOf(f.patch(upload, 1, "x")) == ErrorCode::OffsetMismatch);
        must(f.patch(upload, 0, "01234"));
        for (const std::int64_t wrong : {0, 4, 6, 10})
            QVERIFY(codeOf(f.patch(upload, wrong, "x")) == ErrorCode::OffsetMismatch);
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(5));
    }

    void aWrongChecksumKeepsTheOffset() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(20);
        must(f.patch(upload, 0, "01234", sha1Of("01234")));
        QVERIFY(codeOf(f.patch(upload, 5, "56789", sha1Of("56788"))) == ErrorCode::ChecksumMismatch);
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(5));
        const UploadChecksum strong{Hasher::Algorithm::Sha256, sha256("56789")};
        QCOMPARE(must(f.patch(upload, 5, "56789", strong)), std::int64_t(10));
        QCOMPARE(f.partialFiles(), 1);
    }

    void uncheckedBytesAreNeverVisible() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(20);
        {
            UploadWriter writer = must(f.uploads.write(upload, 0, sha1Of("0123456789")));
            must(writer.append("01234"));
            QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(0));
        } // the connection broke
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(0));
        {
            UploadWriter writer = must(f.uploads.write(upload, 0, std::nullopt));
            must(writer.append("01234"));
        } // without a checksum, what arrived counts
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(5));
    }

    void moreBytesThanTheLengthUndoTheBody() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(10);
        must(f.patch(upload, 0, "0123"));
        UploadWriter writer = must(f.uploads.write(upload, 4, std::nullopt));
        must(writer.append("456"));
        QVERIFY(codeOf(writer.append("7890")) == ErrorCode::TooLarge);
        QVERIFY(codeOf(writer.finish()) == ErrorCode::TooLarge);
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(4));
        QVERIFY(codeOf(f.patch(upload, 4, "4567890", sha1Of("4567890"))) == ErrorCode::TooLarge);
        QCOMPARE(must(f.uploads.offset(upload)), std::int64_t(4));
    }

    void aSecondWriterIsRefusedAndTheFirstAskedToEnd() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(10);
        std::optional<UploadWriter> first = must(f.uploads.write(upload, 0, std::nullopt));
        must(first->append("01"));
        QVERIFY(codeOf(f.patch(upload, 2, "x")) == ErrorCode::UploadLocked);
        QVERIFY(codeOf(first->append("23")) == ErrorCode::Cancelled);
        first.reset();
        QCOMPARE(must(f.patch(upload, 2, "23")), std::int64_t(4));
        // Another process on the node has locks of its own.
        Uploads otherProcess(*f.database, *f.blobs, must(UploadFolder::open(f.path() / "uploads")), f.clock);
        const UploadWriter held = must(f.uploads.write(upload, 4, std::nullopt));
        QVERIFY(codeOf(otherProcess.write(upload, 4, std::nullopt)) == ErrorCode::UploadLocked);
    }

    void aFullDiskKeepsWhatCameAndSaysSo() {
        UploadFixture f(database::Engine::Sqlite);
        const Upload upload = f.begin(300'000);
        const std::string bytes = jpegBytes(300'000);
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{100'000, 100'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            auto writer = f.uploads.write(upload, 0, std::nullopt);
            const auto appended = writer->append(bytes);
            const bool full = !appended && appended.error().code == ErrorCode::DiskFull;
            const auto finished = writer->finish();
            ::_exit(full && !finished && finished.error().code == ErrorCode::DiskFull ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        const std::int64_t offset = must(f.uploads.offset(upload));
        QCOMPARE(offset, std::int64_t(100'000));
        must(f.patch(upload, offset, bytes.substr(100'000)));
        QCOMPARE(must(f.uploads.complete(upload)).sha256, toHex(sha256(bytes)));
    }

    void whatIsNoPictureIsRefusedWithoutItsBytes_data() { test::bothEngines(); }
    void whatIsNoPictureIsRefusedWithoutItsBytes() {
        UploadFixture f(test::fetchEngine());
        const Upload upload = f.begin(12);
        must(f.patch(upload, 0, "#!/bin/sh\nrm"));
        const sync::PhotoRow photo = must(f.uploads.complete(upload));
        QVERIFY(photo.state == sync::PhotoState::Refused);
        QCOMPARE(photo.refusal, std::string("photo_not_an_image"));
        QCOMPARE(f.blobCount("photos/"), 0);
        QCOMPARE(f.partialFiles(), 0);
    }

    void aFileThatIsNotTheAnnouncedOneIsDropped_data() { test::bothEngines(); }
    void aFileThatIsNotTheAnnouncedOneIsDropped() {
        UploadFixture f(test::fetchEngine());
        const std::string bytes = jpegBytes(50);
        UploadRequest request = f.request(50);
        request.metadataHeader = formatUploadMetadata({{"sha256", toHex(sha256("other"))}});
        const Upload upload = must(f.create(request));
        must(f.patch(upload, 0, bytes));
        QVERIFY(codeOf(f.uploads.complete(upload)) == ErrorCode::ChecksumMismatch);
        QVERIFY(codeOf(f.uploads.find(f.team, upload.id)) == ErrorCode::NotFound);
        QCOMPARE(f.partialFiles(), 0);
        request.metadataHeader = formatUploadMetadata({{"sha256", toHex(sha256(bytes))}});
        const Upload second = must(f.create(request));
        must(f.patch(second, 0, bytes));
        QVERIFY(f.uploads.complete(second));
    }

    void givingUpLeavesNothing_data() { test::bothEngines(); }
    void givingUpLeavesNothing() {
        UploadFixture f(test::fetchEngine());
        const Upload upload = f.begin(10);
        must(f.patch(upload, 0, "0123"));
        {
            const UploadWriter busy = must(f.uploads.write(upload, 4, std::nullopt));
            QVERIFY(codeOf(f.uploads.terminate(upload)) == ErrorCode::UploadLocked);
        }
        must(f.uploads.terminate(upload));
        QVERIFY(codeOf(f.uploads.find(f.team, upload.id)) == ErrorCode::NotFound);
        QCOMPARE(f.partialFiles(), 0);
        QVERIFY(codeOf(f.uploads.find(TeamId::make(), upload.id)) == ErrorCode::NotFound);
    }

    void expiredUploadsAndStrayFilesAreSwept_data() { test::bothEngines(); }
    void expiredUploadsAndStrayFilesAreSwept() {
        UploadFixture f(test::fetchEngine());
        const Upload old = f.begin(10);
        must(f.patch(old, 0, "0123"));
        std::ofstream(f.path() / "uploads" / (newUuid() + ".part")) << "stray";
        f.clock.advanceMs(uploadLifeMs);
        QVERIFY(codeOf(f.uploads.find(f.team, old.id)) == ErrorCode::Gone);
        const Upload young = f.begin(10);
        must(f.patch(young, 0, "0123"));
        f.clock.advanceMs(SystemClock().now().ms - f.clock.now().ms + strayPartialAgeMs + 60'000);
        f.execute("UPDATE uploads SET expires_at = $1 WHERE id = $2", {f.clock.now().plusMs(1000), young.id});
        const UploadSweepReport report = must(f.uploads.sweep());
        QCOMPARE(report.expired, 1);
        QCOMPARE(report.strays, 1);
        QCOMPARE(f.partialFiles(), 1);
        QCOMPARE(must(f.uploads.offset(young)), std::int64_t(4));
    }

    // Whichever database call fails, also the answer of a commit: afterwards there is the photo once with its
    // bytes, or the upload can be completed again.
    void whicheverCallFailsThePhotoArrivesOnce_data() { test::bothEngines(); }
    void whicheverCallFailsThePhotoArrivesOnce() {
        const auto faults = std::make_shared<test::NthCallFails>();
        UploadFixture f(test::fetchEngine(), faults);
        const std::string bytes = jpegBytes(1000);
        for (long n = 1;; ++n) {
            const Upload upload = f.begin(1000);
            must(f.patch(upload, 0, bytes));
            faults->arm(n);
            const auto first = f.uploads.complete(upload);
            faults->disarm();
            QVERIFY(faults->fired() || first.has_value());
            if (!first) must(f.uploads.sweep()); // what a restart does
            const sync::PhotoRow photo = must(f.uploads.complete(upload));
            QVERIFY(photo.id == upload.photo);
            QCOMPARE(f.changesOf("photo", photo.id.text()), std::int64_t(1));
            QVERIFY(must(f.blobs->getBytes(*storage::BlobKey::parse(photoBlobKey(f.team, photo.id)))) ==
                    bytes);
            if (!faults->fired()) {
                QVERIFY(n > 4);
                break;
            }
        }
        QCOMPARE(f.partialFiles(), 0);
    }

    // Random requests against a model that is a string.
    void randomPatchesAgreeWithANaiveModel() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const auto below = [&](std::int64_t bound) {
            return static_cast<std::int64_t>(random() % static_cast<unsigned long>(bound));
        };
        UploadFixture f(database::Engine::Sqlite);
        for (int file = 0; file < 20; ++file) {
            const std::int64_t length = 1 + below(5000);
            const std::string bytes = jpegBytes(static_cast<std::size_t>(length));
            const Upload upload = f.begin(length);
            std::string model;
            for (int step = 0; step < 400 && static_cast<std::int64_t>(model.size()) < length; ++step) {
                const auto size = static_cast<std::int64_t>(model.size());
                const bool rightOffset = below(5) != 0;
                const std::int64_t offset = rightOffset ? size : below(length + 10);
                const std::int64_t wanted =
                    below(10) == 0 ? length - size + 1 + below(5) : below(1 + (length - size) / 3 + 1);
                std::string body =
                    bytes.substr(static_cast<std::size_t>(size), static_cast<std::size_t>(wanted));
                body.resize(static_cast<std::size_t>(wanted), 'x');
                const int checksum = static_cast<int>(below(3)); // none, right, wrong
                std::optional<UploadChecksum> digest;
                if (checksum > 0) digest = sha1Of(checksum == 1 ? body : body + "?");
                const bool breaks = below(4) == 0;
                auto writer = f.uploads.write(upload, offset, digest);
                QCOMPARE(writer.has_value(), offset == size);
                if (!writer) continue;
                std::size_t sent = 0;
                bool tooLarge = false;
                while (sent < body.size() && !tooLarge) {
                    const std::size_t piece = std::min<std::size_t>(body.size() - sent, 1 + random() % 700);
                    if (breaks && random() % 3 == 0) break;
                    tooLarge = !writer->append(std::string_view(body).substr(sent, piece));
                    if (!tooLarge) sent += piece;
                }
                const bool whole = sent == body.size();
                if (whole) {
                    const auto finished = writer->finish();
                    QCOMPARE(finished.has_value(), checksum != 2);
                    if (checksum != 2) model += body;
                } else {
                    must(writer->abandon());
                    if (!tooLarge && checksum == 0) model += body.substr(0, sent);
                }
                QCOMPARE(must(f.uploads.offset(upload)), static_cast<std::int64_t>(model.size()));
            }
            if (static_cast<std::int64_t>(model.size()) < length) continue;
            QVERIFY(model == bytes);
            QCOMPARE(must(f.uploads.complete(upload)).sha256, toHex(sha256(bytes)));
        }
    }
};

QTEST_GUILESS_MAIN(UploadsTest)
#include "tst_photos_uploads.moc"
