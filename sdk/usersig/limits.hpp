// Every limit of this room, in one place.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chatproof::usersig {

// A real ticket has 150 to 300 characters; a longer one than this is refused before anything is decoded.
inline constexpr std::size_t ticket_chars_max = 8 * 1024;
// What a ticket may unpack to. A ticket within ticket_chars_max could otherwise blow up to megabytes.
inline constexpr std::size_t json_bytes_max = 16 * 1024;
inline constexpr std::size_t user_id_bytes_max =
    1024;  // of a creator; whether the service accepts it is its own matter
inline constexpr std::size_t userbuf_bytes_max = 4 * 1024;
// TLS.time and TLS.expire, in seconds: more is not a time any more, and the sum must not overflow.
inline constexpr std::int64_t seconds_max = 1'000'000'000'000;
inline constexpr std::int64_t expire_default = 180LL * 24 * 3600;

}  // namespace chatproof::usersig
