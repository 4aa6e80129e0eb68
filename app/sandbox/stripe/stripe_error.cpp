#include "app/sandbox/stripe/stripe_error.h"

namespace headroom::sandbox {

Json StripeError::body() const {
    Json error = extra.is_object() ? extra : Json::object();
    error["type"] = type;
    if (!code.empty()) {
        error["code"] = code;
        error["doc_url"] = "https://docs.stripe.com/error-codes/" + code;
    }
    error["message"] = message;
    if (!param.empty()) error["param"] = param;
    return Json{{"error", error}};
}

Refusal refuse(std::string message, std::string code, std::string param) {
    StripeError error;
    error.message = std::move(message);
    error.code = std::move(code);
    error.param = std::move(param);
    return Refusal(std::move(error));
}

Refusal noSuch(const std::string& what, const std::string& id, std::string param) {
    StripeError error;
    error.status = 404;
    error.code = "resource_missing";
    error.message = "No such " + what + ": '" + id + "'";
    error.param = std::move(param);
    return Refusal(std::move(error));
}

} // namespace headroom::sandbox
