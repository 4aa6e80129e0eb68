#include "core/base/crypto.h"

#include <QTest>

#include <set>

using namespace headroom;

class CryptoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void digestsMatchThePublishedVectors() {
        // FIPS 180-2, "abc"
        QCOMPARE(toHex(sha256("abc")),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        // tus 1.0.0, checksum extension
        QCOMPARE(toBase64(sha1("hello world")), std::string("Kq5sNclPz7QV2+lfQIuc6R7oRu0="));
        // RFC 4231, test case 2
        QCOMPARE(toHex(hmacSha256("Jefe", "what do ya want for nothing?")),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    void hashingInPiecesEqualsHashingAtOnce() {
        Hasher hasher(Hasher::Algorithm::Sha256);
        hasher.update("a");
        hasher.update("");
        hasher.update("bc");
        QCOMPARE(hasher.finish(), sha256("abc"));
    }

    void base64RoundTripsAndRefusesTheRest() {
        // RFC 4648, section 10
        const std::pair<const char*, const char*> vectors[] = {
            {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
            {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
        for (const auto& [bytes, text] : vectors) {
            QCOMPARE(toBase64(bytes), std::string(text));
            QCOMPARE(fromBase64(text).value_or("?"), std::string(bytes));
        }
        for (const char* bad : {"Zg", "Zg=", "Z===", "Zh==", "Zm9=", "Zm 8", "Zm9v\n", "====", "Zg==Zg=="})
            QVERIFY2(!fromBase64(bad), bad);
        for (int length = 0; length < 100; ++length) {
            const std::string bytes = randomBytes(static_cast<std::size_t>(length));
            QCOMPARE(fromBase64(toBase64(bytes)).value_or("?"), bytes);
            QCOMPARE(fromHex(toHex(bytes)).value_or("?"), bytes);
        }
    }

    void tokensDiffer() {
        std::set<std::string> tokens;
        for (int i = 0; i < 1000; ++i)
            tokens.insert(randomToken());
        QCOMPARE(tokens.size(), std::size_t(1000));
        QCOMPARE(tokens.begin()->size(), std::size_t(43));
    }

    void comparisonLooksAtEveryByte() {
        QVERIFY(equalInConstantTime("abc", "abc"));
        QVERIFY(!equalInConstantTime("abc", "abd"));
        QVERIFY(!equalInConstantTime("abc", "ab"));
        QVERIFY(equalInConstantTime("", ""));
    }

    void drawsStayBelowTheBound() {
        bool seen[7] = {};
        for (int i = 0; i < 500; ++i) {
            const auto number = randomBelow(7);
            QVERIFY(number < 7);
            seen[number] = true;
        }
        for (const bool s : seen)
            QVERIFY(s);
    }
};

QTEST_APPLESS_MAIN(CryptoTest)
#include "tst_base_crypto.moc"
