#include "tests/tour/eyes.h"

#include "tests/tour/expectation.h"

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>

namespace headroom::tour {

QImage pictureOfScreen(const QRect& area) {
    const std::unique_ptr<xcb_connection_t, decltype(&xcb_disconnect)> connection(
        xcb_connect(nullptr, nullptr), &xcb_disconnect);
    expect(xcb_connection_has_error(connection.get()) == 0, QStringLiteral("an X server at DISPLAY"));
    const xcb_screen_t* screen = xcb_setup_roots_iterator(xcb_get_setup(connection.get())).data;
    const QRect all(0, 0, screen->width_in_pixels, screen->height_in_pixels);
    const QRect part = area.isEmpty() ? all : area & all;
    const std::unique_ptr<xcb_get_image_reply_t, decltype(&std::free)> answer(
        xcb_get_image_reply(connection.get(),
                            xcb_get_image(connection.get(), XCB_IMAGE_FORMAT_Z_PIXMAP, screen->root,
                                          qint16(part.x()), qint16(part.y()), quint16(part.width()),
                                          quint16(part.height()), ~0U),
                            nullptr),
        &std::free);
    expect(answer != nullptr && xcb_get_image_data_length(answer.get()) >= part.width() * part.height() * 4,
           QStringLiteral("a picture of the screen with 24 bits a pixel"));
    return QImage(xcb_get_image_data(answer.get()), part.width(), part.height(), part.width() * 4,
                  QImage::Format_RGB32)
        .copy();
}

} // namespace headroom::tour
