#include "app/endpoint/pages/checkout_page.h"

#include "app/endpoint/resources.h"

#include <string_view>

namespace headroom::endpoint {

namespace {

void fill(std::string& page, std::string_view mark, std::string_view text) {
    for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + text.size()))
        page.replace(at, mark.size(), text);
}

} // namespace

std::string checkoutPage(CheckoutReturn how, const std::optional<OrderId>& order) {
    std::string page(embedded(resources::endpointFiles(), "checkout_done.html"));
    fill(page, "@title@", how == CheckoutReturn::Done ? "Thank you" : "Nothing was bought");
    fill(page, "@text@",
         how == CheckoutReturn::Done
             ? "The payment was handed in. Headroom shows the new credits as soon as it is confirmed; you "
               "can close "
               "this page."
             : "You left the checkout before paying. You can close this page, or start again from Headroom.");
    // Only a well-formed id gets here, so nothing of the address bar ends up in the page.
    fill(page, "@order@", order ? std::string_view(order->text()) : std::string_view("none"));
    return page;
}

} // namespace headroom::endpoint
