#include "app/desktop/token_stores.h"

#include "core/base/log.h"
#include "core/client/worker.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QFileInfo>

#include <atomic>
#include <condition_variable>
#include <qt6keychain/keychain.h>

namespace headroom::desktop {

namespace {

/// A locked key ring asks its owner for the password first.
constexpr std::chrono::seconds keyringPatience{60};

const QString service = QStringLiteral("headroom");

/// QtKeychain works its jobs off in a queue that belongs to the thread of the first job, for as long as the
/// process lives: so does this thread.
client::Worker& keyringThread() {
    static auto* const thread = new client::Worker("headroom-keyring");
    return *thread;
}

struct Answer {
    QKeychain::Error error = QKeychain::OtherError;
    QString text;
};

/// Runs a job on the key ring's thread and waits; OtherError when it takes too long.
Answer runJob(std::function<QKeychain::Job*()> make) {
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Answer> answer;
    };
    const auto shared = std::make_shared<Shared>();
    keyringThread().post([make = std::move(make), shared] {
        QKeychain::Job* job = make(); // deletes itself
        QObject::connect(job, &QKeychain::Job::finished, job, [shared](QKeychain::Job* done) {
            const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done);
            const std::lock_guard lock(shared->mutex);
            shared->answer = Answer{done->error(), read ? read->textData() : QString()};
            shared->changed.notify_all();
        });
        job->start();
    });
    std::unique_lock lock(shared->mutex);
    shared->changed.wait_for(lock, keyringPatience, [&] { return shared->answer.has_value(); });
    return shared->answer.value_or(Answer{});
}

/// Whether a key ring is there to be asked, without starting a bus: the libraries below would, and wait.
bool keyringAnswers() {
    const bool hasBus = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                        QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
    if (!hasBus) return false;
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return false;
    const QStringList known = bus.interface()->registeredServiceNames().value() +
                              bus.interface()->activatableServiceNames().value();
    return known.contains(QStringLiteral("org.freedesktop.secrets")) ||
           known.contains(QStringLiteral("org.kde.kwalletd5")) ||
           known.contains(QStringLiteral("org.kde.kwalletd6"));
}

class KeyringOrFile final : public ChosenTokenStore {
public:
    KeyringOrFile(std::filesystem::path folder, UseKeyring use)
        : file_(std::move(folder))
        , use_(use) {}

    std::optional<TokenPlace> place() const override {
        switch (place_.load()) {
        case Unknown:
            return std::nullopt;
        case InKeyring:
            return TokenPlace::Keyring;
        case InFile:
            break;
        }
        return TokenPlace::File;
    }

    std::optional<std::string> read(const std::string& endpoint) override {
        if (!inKeyring()) return file_.read(endpoint);
        const Answer answer = runJob([endpoint] {
            auto* job = new QKeychain::ReadPasswordJob(service);
            job->setKey(QString::fromStdString(endpoint));
            return job;
        });
        if (answer.error == QKeychain::NoError && !answer.text.isEmpty()) return answer.text.toStdString();
        // From before there was a key ring, or from a run in which it failed.
        auto kept = file_.read(endpoint);
        if (answer.error != QKeychain::EntryNotFound && answer.error != QKeychain::NoError) {
            giveUp(answer.error);
            return kept;
        }
        if (kept && write(endpoint, *kept) && place_ == InKeyring) file_.remove(endpoint);
        return kept;
    }

    Result<void> write(const std::string& endpoint, const std::string& token) override {
        if (inKeyring()) {
            const Answer answer = runJob([endpoint, token] {
                auto* job = new QKeychain::WritePasswordJob(service);
                job->setKey(QString::fromStdString(endpoint));
                job->setTextData(QString::fromStdString(token));
                return job;
            });
            if (answer.error == QKeychain::NoError) {
                file_.remove(endpoint); // an older one
                return {};
            }
            giveUp(answer.error);
        }
        return file_.write(endpoint, token);
    }

    void remove(const std::string& endpoint) override {
        file_.remove(endpoint);
        if (!inKeyring()) return;
        runJob([endpoint] {
            auto* job = new QKeychain::DeletePasswordJob(service);
            job->setKey(QString::fromStdString(endpoint));
            return job;
        });
    }

private:
    enum Where { Unknown, InKeyring, InFile };

    bool inKeyring() {
        if (place_ == Unknown) place_ = use_ == UseKeyring::IfThere && keyringAnswers() ? InKeyring : InFile;
        return place_ == InKeyring;
    }

    void giveUp(QKeychain::Error error) {
        place_ = InFile;
        log::warning("desktop.tokens", "the key ring failed, tokens are kept in a file",
                     {{"error", static_cast<int>(error)}});
    }

    client::FileTokenStore file_;
    const UseKeyring use_;
    std::atomic<Where> place_{Unknown};
};

} // namespace

std::shared_ptr<ChosenTokenStore> makeTokenStore(const Places& places, UseKeyring use) {
    return std::make_shared<KeyringOrFile>((places.data + QStringLiteral("/tokens")).toStdString(), use);
}

std::shared_ptr<ChosenTokenStore> makeTokenStore(const Places& places) {
    return makeTokenStore(places, places.ownFolder ? UseKeyring::Never : UseKeyring::IfThere);
}

} // namespace headroom::desktop
