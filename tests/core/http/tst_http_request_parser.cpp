#include "core/http/server/request_parser.h"

#include <QTest>

#include <random>

using namespace headroom;
using namespace headroom::http;

namespace {

using State = RequestParser::State;

struct Outcome {
    int status = 0; ///< 0: accepted, -1: more is needed
    RequestHead head;
    std::size_t consumed = 0;
};

Outcome parse(std::string_view bytes, const ServerLimits& limits = {}) {
    RequestParser parser(limits);
    const auto step = parser.readHead(bytes);
    Outcome outcome;
    outcome.consumed = step.consumed;
    switch (step.state) {
    case State::NeedMore:
        outcome.status = -1;
        break;
    case State::Refused:
        outcome.status = parser.status();
        break;
    case State::Done:
        outcome.head = parser.takeHead();
        break;
    }
    return outcome;
}

const std::string host = "Host: a\r\n";

std::string get(const std::string& fields) {
    return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

struct Decoded {
    State state = State::NeedMore;
    std::string body;
};

/// Feeds a chunked body in pieces as the session does, through an output of `capacity` bytes.
Decoded decode(std::string_view bytes, std::size_t piece, std::size_t capacity) {
    const ServerLimits limits;
    RequestParser parser(limits);
    parser.readHead("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    Decoded decoded;
    std::string buffer;
    std::string out(capacity, '\0');
    while (decoded.state == State::NeedMore) {
        const auto step = parser.readChunked(buffer, out.data(), capacity);
        buffer.erase(0, step.consumed);
        decoded.body.append(out, 0, step.produced);
        decoded.state = step.state;
        if (step.state != State::NeedMore || step.produced == capacity) continue;
        if (bytes.empty()) return decoded;
        buffer += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    return decoded;
}

} // namespace

class RequestParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordinaryRequestsAreTakenApart() {
        const std::string text = "POST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nX:  v \r\n\r\n";
        const Outcome outcome = parse(text + "bodyGET ");
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.consumed, text.size());
        QCOMPARE(outcome.head.method, std::string("POST"));
        QCOMPARE(outcome.head.target, std::string("/a?b=c"));
        QVERIFY(outcome.head.framing == Framing::Length);
        QCOMPARE(outcome.head.contentLength, std::uint64_t(3));
        QCOMPARE(std::string(outcome.head.headers.value("x")), std::string("v"));
    }

    void ambiguousAndBrokenHeadersAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& bytes, int status) {
            QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size())) << status;
        };
        row("no host", get(""), 400);
        row("two hosts", get(host + host), 400);
        row("length and chunked", get(host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400);
        row("chunked and length", get(host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400);
        row("two equal lengths", get(host + "Content-Length: 3\r\nContent-Length: 3\r\n"), 400);
        row("two lengths", get(host + "Content-Length: 3\r\nContent-Length: 4\r\n"), 400);
        row("length list", get(host + "Content-Length: 3, 3\r\n"), 400);
        row("negative length", get(host + "Content-Length: -1\r\n"), 400);
        row("signed length", get(host + "Content-Length: +1\r\n"), 400);
        row("hex length", get(host + "Content-Length: 0x1\r\n"), 400);
        row("length overflows", get(host + "Content-Length: 99999999999999999999\r\n"), 400);
        row("gzip", get(host + "Transfer-Encoding: gzip\r\n"), 501);
        row("gzip, chunked", get(host + "Transfer-Encoding: gzip, chunked\r\n"), 501);
        row("chunked twice", get(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
        row("chunked, identity", get(host + "Transfer-Encoding: chunked, identity\r\n"), 501);
        row("old and chunked", "GET / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n", 400);
        row("blank before colon", get(host + "X : 1\r\n"), 400);
        row("no colon", get(host + "X\r\n"), 400);
        row("empty name", get(host + ": x\r\n"), 400);
        row("NUL in a value", get(host + std::string("X: a\0b\r\n", 8)), 400);
        row("bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400);
        row("bare LF in a field", get(host + "X: a\nY: b\r\n"), 400);
        row("bare CR in a field", get(host + "X: a\rY: b\r\n"), 400);
        row("no version", "GET /\r\n" + host + "\r\n", 400);
        row("version 2", "GET / HTTP/2.0\r\n" + host + "\r\n", 505);
        row("version 0.9", "GET / HTTP/0.9\r\n" + host + "\r\n", 505);
        row("method is no token", "G(T / HTTP/1.1\r\n" + host + "\r\n", 400);
        row("blank in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n", 400);
        row("odd expectation", get(host + "Expect: the unexpected\r\n"), 417);
        row("TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400);
    }
    void ambiguousAndBrokenHeadersAreRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QCOMPARE(parse({bytes.constData(), std::size_t(bytes.size())}).status, status);
    }

    void headersAreBoundedHoweverTheyArrive() {
        ServerLimits limits;
        limits.headerBytes = 1000;
        limits.headerFields = 10;
        QCOMPARE(parse(get(host + "X: " + std::string(2000, 'x') + "\r\n"), limits).status, 431);
        QCOMPARE(parse("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", limits).status,
                 431);
        QCOMPARE(parse("GET /" + std::string(2000, 'x'), limits).status, 431);
        std::string many = host;
        for (int i = 0; i < 9; ++i)
            many += "A: b\r\n";
        QCOMPARE(parse(get(many), limits).status, 0);
        QCOMPARE(parse(get(many + "A: b\r\n"), limits).status, 431);

        // In pieces, so that each one is small for itself.
        limits.headerFields = 1000;
        RequestParser parser(limits);
        std::string buffer = "GET / HTTP/1.1\r\n";
        State state = State::NeedMore;
        std::size_t sent = 0;
        while (state == State::NeedMore && sent < 10'000) {
            buffer += "Some-Field: some value\r\n";
            sent += 24;
            const auto step = parser.readHead(buffer);
            buffer.erase(0, step.consumed);
            state = step.state;
        }
        QVERIFY(state == State::Refused);
        QCOMPARE(parser.status(), 431);
        QVERIFY(sent < 2000);
    }

    void chunksAreDecodedWhateverTheirPieces() {
        const std::string_view bytes =
            "4\r\nWiki\r\n6;ext=1\r\npedia \r\nc\r\nin \r\n\r\nchunk\r\n0\r\nX: y\r\n\r\n";
        for (const std::size_t piece : {1U, 2U, 3U, 7U, 100U}) {
            for (const std::size_t capacity : {1U, 4U, 5U, 100U}) {
                const Decoded decoded = decode(bytes, piece, capacity);
                QVERIFY(decoded.state == State::Done);
                QCOMPARE(QByteArray::fromStdString(decoded.body), QByteArray("Wikipedia in \r\n\r\nchunk"));
            }
        }
    }

    void brokenChunksAreRefused() {
        for (const char* bad : {"-2\r\nab\r\n0\r\n\r\n", "x\r\n", "2\r\nabc\r\n0\r\n\r\n",
                                "2\nab\r\n0\r\n\r\n", "fffffffffffffffff\r\n", "2 \r\n ab\r\n",
                                "+2\r\nab\r\n", "0x2\r\nab\r\n\r\n", "0\r\nContent-Length: 3\r\n\r\n"})
            QVERIFY2(decode(bad, 3, 100).state == State::Refused, bad);
        QVERIFY(decode("2;" + std::string(100'000, 'x'), 4096, 100).state == State::Refused);
        QVERIFY(decode("0\r\n" + std::string(100'000, 'x'), 4096, 100).state == State::Refused);
        QVERIFY(decode("2\r\nab\r\n0\r\n", 3, 100).state == State::NeedMore);
    }

    void trailersDoNotBecomeHeaders() {
        const ServerLimits limits;
        RequestParser parser(limits);
        const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        parser.readHead(head);
        const RequestHead before = parser.takeHead();
        char out[10];
        const auto step = parser.readChunked("0\r\nAuthorization: Bearer x\r\n\r\n", out, sizeof out);
        QVERIFY(step.state == State::Done);
        QVERIFY(!before.headers.contains("Authorization"));
        QVERIFY(!parser.takeHead().headers.contains("Authorization"));
    }

    void arbitraryBytesNeverBreakTheParser() {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const std::string sample =
            "POST /a/b?c=d HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\n"
            "Expect: 100-continue\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        const std::string_view spice = "\r\n\0 :;,/%\t\x7f\xff"
                                       "0aF-";
        for (int round = 0; round < 30'000; ++round) {
            std::string bytes = sample;
            const auto edits = random() % 6;
            for (unsigned i = 0; i < edits; ++i) {
                const auto at = random() % bytes.size();
                switch (random() % 4) {
                case 0:
                    bytes[at] = static_cast<char>(random());
                    break;
                case 1:
                    bytes.insert(at, 1, spice[random() % spice.size()]);
                    break;
                case 2:
                    bytes.erase(at, 1 + random() % 8);
                    break;
                case 3:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 40));
                    break;
                }
                if (bytes.empty()) bytes = "x";
            }
            const ServerLimits limits;
            RequestParser parser(limits);
            std::string buffer;
            std::size_t fed = 0;
            bool body = false;
            for (bool going = true; going;) {
                char out[16];
                const auto step =
                    body ? parser.readChunked(buffer, out, sizeof out) : parser.readHead(buffer);
                QVERIFY(step.consumed <= buffer.size());
                buffer.erase(0, step.consumed);
                if (step.state == State::Refused) break;
                if (step.state == State::Done) {
                    if (body) break;
                    const RequestHead head = parser.takeHead();
                    // Whatever was accepted is unambiguous.
                    QVERIFY(isToken(head.method));
                    QCOMPARE(head.headers.count("Host"),
                             std::size_t(head.versionMinor == 1 ? 1 : head.headers.count("Host")));
                    for (const auto& field : head.headers)
                        QVERIFY(isToken(field.name) && isFieldValue(field.value));
                    if (head.framing != Framing::Chunked) break;
                    body = true;
                    continue;
                }
                if (step.produced > 0) continue;
                const std::size_t piece = 1 + random() % 20;
                going = fed < bytes.size();
                buffer += std::string_view(bytes).substr(std::min(fed, bytes.size()), piece);
                fed += piece;
            }
        }
    }
};

QTEST_GUILESS_MAIN(RequestParserTest)
#include "tst_http_request_parser.moc"
