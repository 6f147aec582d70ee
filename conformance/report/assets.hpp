// The parts of the page, made from html/ when the project is built. To be joined in their order.
#pragma once

#include <span>
#include <string_view>

namespace chatproof::report {

[[nodiscard]] std::span<const std::string_view> html_template();
[[nodiscard]] std::span<const std::string_view> html_style();
[[nodiscard]] std::span<const std::string_view> html_script();

}  // namespace chatproof::report
