#pragma once

#include "app/endpoint/api/call.h"
#include "app/endpoint/api/operations.h"
#include "core/http/server/router.h"

#include <map>
#include <string>

namespace headroom::endpoint {

/// Binds handlers to the operations of openapi.json. Route files call bind(); router() then checks that the
/// document and the program name the same operations, and puts authentication and authorisation in front of
/// each handler as its x-access says, so that no handler can forget them.
class Api {
public:
    Api(Services& services, std::vector<Operation> operations);

    /// Aborts when the document has no such operation or it is bound already: errors of the program.
    void bind(const std::string& operationId, Handler handler);
    void bindUpload(const std::string& operationId, UploadHandler handler);

    /// Internal when an operation of the document has no handler.
    Result<http::Router> router() const;

private:
    struct Bound {
        Handler handler;
        UploadHandler upload;
    };

    const Operation& operation(const std::string& id) const;

    Services& services_;
    std::vector<Operation> operations_;
    std::map<std::string, Bound> bound_;
};

} // namespace headroom::endpoint
