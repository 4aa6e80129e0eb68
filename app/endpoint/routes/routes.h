#pragma once

#include "app/endpoint/api/api.h"

// One function for each group of operations; app/endpoint/endpoint.cpp calls them all once at start.
namespace headroom::endpoint {

void bindSignInRoutes(Api& api);
void bindTeamRoutes(Api& api);
void bindMemberRoutes(Api& api);
void bindInvitationRoutes(Api& api);
void bindFeedRoutes(Api& api);
void bindCreditRoutes(Api& api);
void bindPaymentRoutes(Api& api);
void bindPhotoRoutes(Api& api);
void bindUploadRoutes(Api& api);
void bindGeneratorRoutes(Api& api);
void bindHeadshotRoutes(Api& api);
void bindStyleRoutes(Api& api);
void bindMailRoutes(Api& api);
void bindDataCopyRoutes(Api& api);
void bindServiceRoutes(Api& api);
void bindOperationRoutes(Api& api);

} // namespace headroom::endpoint
