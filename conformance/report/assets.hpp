// The parts of the page, made from html/ when the project is built.
#pragma once

#include <string_view>

namespace chatproof::report {

[[nodiscard]] std::string_view html_template();
[[nodiscard]] std::string_view html_style();
[[nodiscard]] std::string_view html_script();

}  // namespace chatproof::report
