#pragma once

#include <QString>

namespace headroom::desktop {

struct LocalPorts {
    quint16 endpoint = 0;
    quint16 sandbox = 0;
};

/// Two free loopback ports, the same ones as last time if they are still free. The desktop's cache and open
/// checkout pages know the endpoint by its address, so it should not change with every start.
LocalPorts reserveLocalPorts(const QString& dataFolder);

} // namespace headroom::desktop
