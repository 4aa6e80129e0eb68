#pragma once

#include "ui/gallery/sample_data_copy.h"
#include "ui/gallery/sample_office.h"
#include "ui/settings/settings_parts.h"

namespace headroom::ui::gallery {

/// The other sides of the sections of Settings that the endpoint answers for, in memory. What they are asked
/// stands in public members, for tests.
class SampleServices : public settings::ServicesSource, public settings::ServicesActions {
    Q_OBJECT
public:
    explicit SampleServices(QObject* parent = nullptr);

    bool isOffered() const override { return offered_; }
    std::vector<settings::Service> services() const override { return services_; }
    QString problem() const override { return problem_; }
    QString offline() const override { return offline_; }
    void test(const QString& key) override;
    void refresh() override;

    void setOffered(bool offered);
    void setServices(std::vector<settings::Service> services);
    void setProblem(const QString& why);
    void setOffline(const QString& why);
    /// What a test that was asked for comes to.
    void endTest(const QString& key, const settings::ServiceTest& outcome);

    QStringList tested;
    int refreshed = 0;

private:
    bool offered_ = true;
    std::vector<settings::Service> services_;
    QString problem_;
    QString offline_;
};

class SampleGenerators : public settings::GeneratorsSource, public settings::GeneratorsActions {
    Q_OBJECT
public:
    explicit SampleGenerators(QObject* parent = nullptr);

    bool isOffered() const override { return offered_; }
    std::optional<settings::Generators> generators() const override { return generators_; }
    QString problem() const override { return problem_; }
    QString offline() const override { return offline_; }
    void choose(const settings::GeneratorChoice& choice, Done done) override;
    void refresh() override {}

    void setOffered(bool offered);
    void setGenerators(std::optional<settings::Generators> generators);
    void setProblem(const QString& why);
    void setOffline(const QString& why);

    std::optional<ErrorCode> refuseWith; ///< what the next choice is answered with
    std::vector<settings::GeneratorChoice> chosen;

private:
    bool offered_ = true;
    std::optional<settings::Generators> generators_;
    QString problem_;
    QString offline_;
};

class SampleMail : public settings::MailSource, public settings::MailActions {
    Q_OBJECT
public:
    explicit SampleMail(QObject* parent = nullptr);

    std::optional<settings::MailSettings> mail() const override { return mail_; }
    QString problem() const override { return problem_; }
    QString offline() const override { return offline_; }
    void setWanted(const QString& name, bool wanted, Done done) override;
    void setLanguage(const QString& tag, Done done) override;
    void refresh() override {}

    void setMail(std::optional<settings::MailSettings> mail);
    void setProblem(const QString& why);
    void setOffline(const QString& why);

    std::optional<ErrorCode> refuseWith;

private:
    std::optional<settings::MailSettings> mail_;
    QString problem_;
    QString offline_;
};

/// All sides of the Settings page.
struct SampleSettingsParts {
    SampleSettings values;
    SampleServices services;
    SampleGenerators generators;
    SampleMail mail;
    SampleDataCopy dataCopies;

    settings::SettingsParts parts() {
        return {values,     values,   mail,     mail,       generators,
                generators, services, services, dataCopies, dataCopies};
    }
    void setOffline(const QString& why);
    /// As before anything has come from the endpoint.
    void forgetAnswers(const QString& problem);
};

} // namespace headroom::ui::gallery
