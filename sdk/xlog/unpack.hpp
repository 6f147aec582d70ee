// What is inside a block. Internal to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sdk/xlog/block.hpp"

namespace chatproof::xlog {

// Appends the text of the payload to `out`, at most `room` bytes of it; what could be unpacked before an error is kept.
// Empty, or what went wrong. Streams need not have an end (spec login 13.01, 13.02).
[[nodiscard]] std::string unpack(Packing packing, std::string_view payload, std::size_t room, std::string& out);

}  // namespace chatproof::xlog
