#pragma once

#include <QString>

namespace headroom::desktop {

struct LocalPorts {
    quint16 endpoint = 0;
    quint16 sandbox = 0;
};

/// Whether those of the last start can be had again. They cannot while programs of a killed desktop are still
/// ending. True when there was no start before.
bool lastLocalPortsAreFree(const QString& dataFolder);
/// Two free loopback ports, the same ones as last time if they are still free: open checkout pages and other
/// programs know the endpoint by its address, so it should not change with every start.
LocalPorts reserveLocalPorts(const QString& dataFolder);

} // namespace headroom::desktop
