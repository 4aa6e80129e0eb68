#pragma once

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <utility>

namespace headroom::client {

/// A thread with a queue of its own: what is posted runs there, in order, one at a time. Answers come back to
/// the thread of whoever asked, unless that object is gone by then. Made and destroyed on one thread.
class Worker {
public:
    explicit Worker(const char* threadName) {
        thread_.setObjectName(threadName);
        context_.moveToThread(&thread_);
        thread_.start();
    }

    /// Runs what is queued, then ends the thread.
    ~Worker() {
        QMetaObject::invokeMethod(
            &context_, [this] { thread_.quit(); }, Qt::QueuedConnection);
        thread_.wait();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// For objects that shall live there.
    QThread* thread() { return &thread_; }

    void post(std::function<void()> work) {
        QMetaObject::invokeMethod(&context_, std::move(work), Qt::QueuedConnection);
    }

    /// `then` gets what `work` returned, on `asker`'s thread.
    template <class Work, class Then>
    void ask(QObject* asker, Work work, Then then) {
        // A QPointer may only be looked at on the asker's thread; the relay lives there and dies with the
        // asker.
        auto relay = std::make_shared<Relay>(asker);
        post([work = std::move(work), then = std::move(then), relay]() mutable {
            auto answer = std::make_shared<decltype(work())>(work());
            relay->deliver([then = std::move(then), answer]() mutable { then(std::move(*answer)); });
        });
    }

private:
    /// Queues calls to an object that another thread may destroy meanwhile.
    class Relay {
    public:
        explicit Relay(QObject* target)
            : target_(target)
            , postbox_(new QObject) {
            postbox_->moveToThread(target->thread());
        }
        ~Relay() { postbox_->deleteLater(); }
        void deliver(std::function<void()> call) {
            QMetaObject::invokeMethod(
                postbox_,
                [target = target_, call = std::move(call)] {
                    if (target) call();
                },
                Qt::QueuedConnection);
        }

    private:
        QPointer<QObject> target_;
        QObject* postbox_;
    };

    QThread thread_;
    QObject context_;
};

} // namespace headroom::client
