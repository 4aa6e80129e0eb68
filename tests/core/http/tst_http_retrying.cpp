#include "core/http/client/retrying.h"
#include "core/http/server/problem.h"
#include "core/http/server/server.h"
#include "scripted_server.h"

#include <QTest>

#include <atomic>

using namespace headroom;
using namespace headroom::http;

namespace {

class StillClock final : public headroom::Clock {
public:
    Timestamp now() const override { return {1'700'000'000'000}; }
};

} // namespace

class RetryingTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Client> client_;
    std::unique_ptr<Server> server_;
    std::atomic<int> calls_{0};
    int failures_ = 0;
    int failureStatus_ = 503;
    std::string retryAfter_;
    StillClock clock_;
    std::int64_t slept_ = 0;

    Result<ClientResponse> send(const ClientRequest& request, const RetryPolicy& policy = {}) {
        slept_ = 0;
        calls_ = 0;
        RetryingClient retrying(*client_, clock_,
                                [this](std::chrono::milliseconds time) { slept_ += time.count(); });
        return retrying.send(request, policy);
    }

    ClientRequest request(std::string method, Repeat repeat) {
        ClientRequest request;
        request.method = std::move(method);
        request.url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/flaky";
        request.repeat = repeat;
        return request;
    }

private Q_SLOTS:
    void initTestCase() {
        client_ = *Client::create({});
        Router router;
        for (const char* method : {"GET", "POST"}) {
            router.add(method, "/flaky", [this](Request& request) {
                if (++calls_ > failures_) return Response::text(200, request.body);
                Response response = Response::empty(failureStatus_);
                if (!retryAfter_.empty()) response.headers.add("Retry-After", retryAfter_);
                return response;
            });
        }
        server_ = *Server::create({}, std::move(router));
    }

    void passingFailuresAreRepeatedWithGrowingDelays() {
        failures_ = 2;
        failureStatus_ = 503;
        retryAfter_.clear();
        const auto response = send(request("GET", Repeat::Forbidden));
        QCOMPARE(response->status, 200);
        QCOMPARE(calls_.load(), 3);
        QVERIFY(slept_ >= 750 && slept_ <= 1500); // 500 and 1000 ms, each between half and all
        failures_ = 3;
        QCOMPARE(send(request("GET", Repeat::Forbidden))->status, 503);
        QCOMPARE(calls_.load(), 3);
    }

    void unsafeRequestsAreRepeatedOnlyWhenNothingHappened() {
        failures_ = 1;
        failureStatus_ = 503;
        retryAfter_.clear();
        QCOMPARE(send(request("POST", Repeat::Forbidden))->status, 503);
        QCOMPARE(calls_.load(), 1);
        QCOMPARE(send(request("POST", Repeat::Safe))->status, 200);
        QCOMPARE(calls_.load(), 2);
        failureStatus_ = 429;
        QCOMPARE(send(request("POST", Repeat::Forbidden))->status, 200);
        QCOMPARE(calls_.load(), 2);
        failureStatus_ = 402;
        QCOMPARE(send(request("POST", Repeat::Safe))->status, 402);
        QCOMPARE(calls_.load(), 1);
    }

    void servicesMayAskForPatienceButNotForTooMuch() {
        failures_ = 1;
        failureStatus_ = 429;
        retryAfter_ = "7";
        QCOMPARE(send(request("GET", Repeat::Forbidden))->status, 200);
        QCOMPARE(slept_, 7000);
        retryAfter_ = "31";
        QCOMPARE(send(request("GET", Repeat::Forbidden))->status, 429);
        QCOMPARE(calls_.load(), 1);
        retryAfter_.clear();
    }

    void rulesOfAServiceComeFirst() {
        failures_ = 1;
        failureStatus_ = 409;
        RetryPolicy policy;
        policy.repeatable = [](const ClientResponse& response) { return response.status == 409; };
        QCOMPARE(send(request("POST", Repeat::Safe), policy)->status, 200);
        QCOMPARE(calls_.load(), 2);
    }

    void errorsAreRepeatedByTheirClass() {
        ClientRequest refused = request("POST", Repeat::Forbidden);
        refused.url = "http://127.0.0.1:" + std::to_string(unusedPort()) + "/";
        QCOMPARE(send(refused).error().code, ErrorCode::Unavailable);
        QVERIFY(slept_ >= 750); // connecting was tried three times: nothing had been sent
        ScriptedServer breaking([](int socket, int) { ScriptedServer::readHead(socket); });
        ClientRequest broken = request("POST", Repeat::Forbidden);
        broken.url = breaking.url("/");
        QCOMPARE(send(broken).error().code, ErrorCode::UnknownOutcome);
        QCOMPARE(slept_, 0);
        QCOMPARE(breaking.connections(), 1);
        broken.repeat = Repeat::Safe;
        QCOMPARE(send(broken).error().code, ErrorCode::UnknownOutcome);
        QCOMPARE(breaking.connections(), 4);
    }

    void streamsAreRepeatedOnlyWhenTheyCanStartOver() {
        failures_ = 1;
        failureStatus_ = 503;
        int position = 0;
        StreamUpload stream;
        stream.length = 3;
        stream.read = [&](char* out, std::size_t) -> Result<std::size_t> {
            *out = static_cast<char>('a' + position++);
            return 1;
        };
        ClientRequest once = request("POST", Repeat::Safe);
        once.body = stream;
        QCOMPARE(send(once)->status, 503);
        QCOMPARE(calls_.load(), 1);
        position = 0;
        stream.rewind = [&]() -> Result<void> {
            position = 0;
            return {};
        };
        once.body = stream;
        const auto again = send(once);
        QCOMPARE(again->status, 200);
        QCOMPARE(again->body, std::string("abc"));
    }

    void whatReachedTheSinkIsNotRepeated() {
        ScriptedServer cutting([](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        });
        ClientRequest download = request("GET", Repeat::Safe);
        download.url = cutting.url("/");
        std::string received;
        download.sink = [&](std::string_view bytes) -> Result<void> {
            received += bytes;
            return {};
        };
        QCOMPARE(send(download).error().code, ErrorCode::UnknownOutcome);
        QCOMPARE(received, std::string("abc"));
    }

    void stopRequestsEndTheWaiting() {
        failures_ = 100;
        failureStatus_ = 503;
        std::stop_source stop;
        ClientRequest stopped = request("GET", Repeat::Safe);
        stopped.cancel = stop.get_token();
        RetryingClient retrying(*client_, clock_, [&](std::chrono::milliseconds) { stop.request_stop(); });
        calls_ = 0;
        RetryPolicy patient;
        patient.attempts = 50;
        QCOMPARE(retrying.send(stopped, patient)->status, 503);
        QCOMPARE(calls_.load(), 1);
    }

    void delaysGrowToTheirLimitAndAreJittered() {
        const RetryPolicy policy;
        QCOMPARE(backOffMs(policy, 1, 0.0), 250);
        QCOMPARE(backOffMs(policy, 1, 0.9999), 499);
        QCOMPARE(backOffMs(policy, 3, 0.0), 1000);
        QCOMPARE(backOffMs(policy, 60, 0.0), 4000);
    }

    void retryAfterIsANumberOrADate() {
        const Timestamp now = clock_.now(); // Tue, 14 Nov 2023 22:13:20 GMT
        QCOMPARE(*retryAfterMs("120", now), 120'000);
        QCOMPARE(*retryAfterMs(" 0 ", now), 0);
        QCOMPARE(*retryAfterMs("Tue, 14 Nov 2023 22:13:50 GMT", now), 30'000);
        QCOMPARE(*retryAfterMs("Tue, 14 Nov 2023 22:00:00 GMT", now), 0);
        for (const char* bad : {"", "soon", "-5", "1.5"})
            QVERIFY(!retryAfterMs(bad, now));
    }

    void cleanupTestCase() {
        client_.reset();
        server_.reset();
    }
};

QTEST_GUILESS_MAIN(RetryingTest)
#include "tst_http_retrying.moc"
