// Says whether a text is well-formed XML, as far as this project writes any: elements, attributes, references, one
// declaration.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatproof::report {

// Nothing when it is well-formed, else what is wrong and at which byte.
[[nodiscard]] std::optional<std::string> xml_problem(std::string_view text);

}  // namespace chatproof::report
