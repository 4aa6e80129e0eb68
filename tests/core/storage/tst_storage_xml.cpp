#include "core/base/crypto.h"
#include "core/storage/s3/s3_listing.h"
#include "core/storage/s3/xml_reader.h"

#include <QTest>

#include <random>

using namespace headroom;
using namespace headroom::storage;

namespace {

const std::string listing =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ListBucketResult "
    "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>faces</Name><EncodingType>url</EncodingType>\n"
    "<Prefix>photos/</Prefix><IsTruncated>true</IsTruncated><NextContinuationToken>1/a&amp;b=</"
    "NextContinuationToken>\n"
    "<Contents><Key>photos/t/p1</Key><LastModified>2026-11-22T21:31:13.045Z</"
    "LastModified><ETag>&quot;e&quot;</ETag><Size>12</Size></Contents>\n"
    "<!-- somebody else's "
    "--><Contents><Key>photos/Not%20Ours</Key><LastModified>2026-11-22T21:31:13Z</LastModified><Size>1</"
    "Size></Contents>\n"
    "<Contents><Key><![CDATA[photos/t/p2]]></Key><LastModified>2026-11-22T21:31:14Z</LastModified><Size>0</"
    "Size><Owner a='1'/></Contents>\n"
    "</ListBucketResult>\n";

} // namespace

class XmlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listingsAreRead() {
        const auto page = readListing(listing);
        QVERIFY(page.has_value());
        QCOMPARE(page->blobs.size(), std::size_t(2));
        QCOMPARE(page->blobs[0].key.text(), std::string("photos/t/p1"));
        QCOMPARE(page->blobs[0].sizeBytes, std::int64_t(12));
        QCOMPARE(page->blobs[0].storedAt.ms, std::int64_t(1795383073045));
        QCOMPARE(page->blobs[1].key.text(), std::string("photos/t/p2"));
        QCOMPARE(page->next, std::string("1/a&b="));
    }

    void unfinishedUploadsAreRead() {
        const auto page = readUploads(
            "<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>"
            "<NextUploadIdMarker>u2</NextUploadIdMarker><Upload><Key>a/b</Key><UploadId>u1</UploadId>"
            "<Initiated>2026-11-22T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>");
        QVERIFY(page.has_value());
        QCOMPARE(page->uploads.size(), std::size_t(1));
        QCOMPARE(page->uploads[0].uploadId, std::string("u1"));
        QCOMPARE(page->nextKey, std::string("k"));
        QCOMPARE(page->nextUploadId, std::string("u2"));
    }

    void entitiesAndCharactersAreResolved() {
        const auto root = readXml("<a>&lt;&#65;&#x1F600;&amp;amp;&apos;</a>");
        QVERIFY(root.has_value());
        QCOMPARE(root->text, std::string("<A\xF0\x9F\x98\x80&amp;'"));
        QCOMPARE(xmlEscaped("<\"&>"), std::string("&lt;&quot;&amp;&gt;"));
    }

    void whatIsNotXmlIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        const std::pair<const char*, QByteArray> cases[] = {
            {"nothing", ""},
            {"text", "hello"},
            {"open", "<a>"},
            {"crossed", "<a><b></a></b>"},
            {"two roots", "<a/><b/>"},
            {"doctype", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"},
            {"inner doctype", "<a><!DOCTYPE b></a>"},
            {"instruction", "<a><?php x ?></a>"},
            {"unknown entity", "<a>&nbsp;</a>"},
            {"endless entity", "<a>&amp</a>"},
            {"no character", "<a>&#0;</a>"},
            {"surrogate", "<a>&#xD800;</a>"},
            {"bare attribute", "<a b=c/>"},
            {"glued attributes", "<a b='1'c='2'/>"},
            {"tag in attribute", "<a b='<'/>"},
            {"digit name", "<1/>"},
            {"latin 1", "<a>\xFC</a>"},
            {"control", QByteArray("<a>\x01</a>")},
        };
        for (const auto& [name, text] : cases)
            QTest::newRow(name) << text;
        QTest::newRow("deep") << QByteArray("<a>").repeated(100) + QByteArray("</a>").repeated(100);
        QTest::newRow("many") << "<a>" + QByteArray("<b/>").repeated(60'000) + "</a>";
    }
    void whatIsNotXmlIsRefused() {
        QFETCH(QByteArray, text);
        const auto root = readXml(text.toStdString());
        QVERIFY(!root);
        QVERIFY(root.error().code == ErrorCode::Corrupt);
    }

    // Whatever arrives, the reader ends with an answer; under asan this also shows that it stays in bounds.
    void noDamageToAListingBreaksTheReader() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (std::size_t length = 0; length < listing.find_last_of('>'); ++length)
            QVERIFY(!readListing(listing.substr(0, length)));
        int read = 0;
        for (int round = 0; round < 5'000; ++round) {
            std::string damaged = listing;
            for (unsigned i = 0; i <= random() % 4; ++i) {
                const std::size_t at = random() % damaged.size();
                static constexpr std::string_view poison = "<>&;\"'/!?-[]#x\0\xC3 ";
                switch (random() % 3) {
                case 0:
                    damaged[at] = poison[random() % poison.size()];
                    break;
                case 1:
                    damaged.erase(at, random() % 20);
                    break;
                default:
                    damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 40));
                }
            }
            const auto page = readListing(damaged);
            if (page)
                ++read;
            else
                QVERIFY(page.error().code == ErrorCode::Corrupt);
        }
        QVERIFY(read > 0); // damage to text that nobody reads is no damage
    }
};

QTEST_GUILESS_MAIN(XmlTest)
#include "tst_storage_xml.moc"
