#include "core/database/endpoint_migrations.h"
