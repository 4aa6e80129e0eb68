#pragma once

#include "tests/tour/bucket.h"
#include "tests/tour/mailbox.h"
#include "tests/tour/stage.h"

#include <QTemporaryDir>

#include <optional>

namespace headroom::tour {

/// What the endpoint uses instead of what is built in.
struct ServiceChoice {
    QString generator = QStringLiteral("studio"); ///< or replicate, stability: played by the sandbox
    QString storage = QStringLiteral("disk");     ///< or s3; cloudinary, vercel-blob: played by the sandbox
    QString mail = QStringLiteral("folder");      ///< or smtp
    QString s3Server;                             ///< the program that serves S3: tests/support/swift
    QString smtpServer; ///< and the one that takes mails: packaging/oracles/smtp_sink.py

    /// What cannot be had of that, in words; empty when all can.
    QString problem() const;
};

/// Starts the real servers among them, which end with the stage, and tells the endpoint of all by the
/// environment: the desktop hands its own down.
class Services {
public:
    /// Starts nothing yet, but sets the environment for what needs no server of ours.
    /// `mails`: where those that come to the mail server stay.
    Services(Stage& stage, ServiceChoice choice, const QString& localFolder, const QString& mails);

    const ServiceChoice& choice() const { return choice_; }
    bool hosted() const { return choice_.generator != QLatin1String("studio"); }
    /// What the window calls the hosted generator.
    QString generatorTitle() const;
    /// Where the desktop is to fetch bytes itself.
    bool givesLinks() const { return storesInS3() || choice_.storage == QLatin1String("vercel-blob"); }
    bool storesInS3() const { return choice_.storage == QLatin1String("s3"); }
    bool mailsLeave() const { return choice_.mail == QLatin1String("smtp"); }

    bool needServers() const { return storesInS3() || mailsLeave(); }
    /// Before the desktop starts. What runs then, in words.
    QStringList start();

    const Mailbox& mailbox() const { return mailbox_; }
    /// Who logs in at the mail server.
    QString mailUser() const { return QStringLiteral("northwind"); }
    /// Where photos and headshots lie. Asks a service that must run by then.
    std::unique_ptr<Bucket> bucket() const;
    /// What the servers wrote when something was wrong, for somebody who looks for the reason.
    QStringList logs() const;

private:
    void chooseGenerator();
    void chooseStorage();
    void startS3();
    void startMail();

    Stage& stage_;
    ServiceChoice choice_;
    QString localFolder_;
    QString mails_;
    Mailbox mailbox_;
    std::optional<QTemporaryDir> s3Folder_;
    QUrl s3_;
};

} // namespace headroom::tour
