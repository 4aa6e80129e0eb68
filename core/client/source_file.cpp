#include "core/client/source_file.h"

#include "core/base/crypto.h"
#include "core/client/client_limits.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace headroom::client {

Result<SourceFile> inspectSource(const std::string& path) {
    const QFileInfo info(QString::fromStdString(path));
    if (!info.exists()) return fail(ErrorCode::NotFound, "the file is not there");
    if (!info.isFile() || info.size() == 0) return fail(ErrorCode::InvalidInput, "not a file with content");
    if (info.size() > uploadMaxBytes) return fail(ErrorCode::TooLarge, "the file is too large");
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::FileAccess, "the file cannot be read");
    const QByteArray head = file.read(fingerprintBytes);
    return SourceFile{info.size(), info.lastModified().toMSecsSinceEpoch(),
                      toHex(sha256({head.constData(), static_cast<std::size_t>(head.size())}))};
}

} // namespace headroom::client
