// A case's result as bytes, for the way from the process that ran it to the one that reports it.
#pragma once

#include <string>
#include <string_view>

#include "conformance/check/result.hpp"

namespace chatproof::check {

[[nodiscard]] std::string to_bytes(CaseResult result);
// Of bytes that to_bytes() has given; others throw nlohmann::json::exception.
[[nodiscard]] CaseResult result_of(std::string_view bytes);

}  // namespace chatproof::check
