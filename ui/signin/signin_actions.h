#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>

namespace headroom::ui::signin {

/// What the sign-in page asks for. Replies once, on the GUI thread.
class SigninActions {
public:
    virtual ~SigninActions() = default;

    /// Whether an endpoint answers at the address; the reply is its address in canonical form.
    virtual void checkEndpoint(const QString& address, std::function<void(Result<QString>)> reply) = 0;
    virtual void requestCode(const QString& endpoint, const QString& email,
                             std::function<void(Result<void>)> done) = 0;
    virtual void submitCode(const QString& endpoint, const QString& email, const QString& code,
                            std::function<void(Result<void>)> done) = 0;
    /// Starts an endpoint of one's own on this computer and signs in to it.
    virtual void useThisComputer(std::function<void(Result<void>)> done) = 0;
    virtual QString lastEndpoint() const = 0;
    virtual QString lastEmail() const = 0;
};

} // namespace headroom::ui::signin
