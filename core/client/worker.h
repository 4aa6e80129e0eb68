#pragma once

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <utility>

namespace headroom::client {

/// Brings calls to the thread of an object that may be gone by then. Made on that thread; used and freed on
/// any.
class Postbox {
public:
    explicit Postbox(QObject* target)
        : target_(target)
        , receiver_(new QObject) {}
    ~Postbox() {
        // After what was delivered: a deleteLater() from here may overtake it (QTest::qWait() and whoever
        // else sends deferred deletions first).
        QMetaObject::invokeMethod(
            receiver_, [receiver = receiver_] { receiver->deleteLater(); }, Qt::QueuedConnection);
    }
    Postbox(const Postbox&) = delete;
    Postbox& operator=(const Postbox&) = delete;

    void deliver(std::function<void()> call) {
        // The pointer may only be looked at on its own thread; the receiver lives there and outlives this
        // call.
        QMetaObject::invokeMethod(
            receiver_,
            [target = target_, call = std::move(call)] {
                if (target) call();
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<QObject> target_;
    QObject* receiver_;
};

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
        auto postbox = std::make_shared<Postbox>(asker);
        post([work = std::move(work), then = std::move(then), postbox]() mutable {
            auto answer = std::make_shared<decltype(work())>(work());
            postbox->deliver([then = std::move(then), answer]() mutable { then(std::move(*answer)); });
        });
    }

    /// Waits until it is done. For making and freeing the objects that live there; never from there.
    void runAndWait(std::function<void()> work) {
        QMetaObject::invokeMethod(&context_, std::move(work), Qt::BlockingQueuedConnection);
    }

private:
    QThread thread_;
    QObject context_;
};

} // namespace headroom::client
