// Times, spans and foreign text for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chatproof::usersig {

// "2023-11-14 22:13:20 UTC"; the plain number when it lies outside the years 1970 to 9999.
[[nodiscard]] std::string utc(std::int64_t unix_seconds);
// "180 d", "1 d 2 h", "59 s": the two largest units.
[[nodiscard]] std::string span(std::int64_t seconds);
// In double quotes, with everything but printable ASCII as \xNN, and cut after 80 characters: a ticket's content must
// not be able to play with the reader's terminal.
[[nodiscard]] std::string in_quotes(std::string_view text);
[[nodiscard]] std::string hex(std::string_view bytes);

}  // namespace chatproof::usersig
