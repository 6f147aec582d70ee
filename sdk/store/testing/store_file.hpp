// What other programs, and the years, do to the file of a store that nobody has open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sdk/store/store.hpp"

namespace chatproof::store {

enum class Damage : std::uint8_t {
  head,  // the first 100 bytes: the file is no database any more
  rest,  // everything behind the first page: the tables are there, and cannot be read
};

// Each of these needs a file that exists and is not open; if it does not, or is, it says so and changes nothing.
Status damage(const std::filesystem::path& file, Damage part);
Status make_newer(const std::filesystem::path& file);    // as an SDK with the next schema leaves it
Status make_foreign(const std::filesystem::path& file);  // another program's database stands in its place

// Whether an open connection keeps its log beside the file; an orderly one takes it along when it ends.
[[nodiscard]] bool is_open(const std::filesystem::path& file);

struct Content {
  std::int64_t version = 0;
  std::int64_t messages = 0;
  std::int64_t waiting = 0;  // to be sent
  std::int64_t cursor = no_cursor;
};
// Changes nothing. Also while the store is open: then as of the last transaction.
Result<Content> content_of(const std::filesystem::path& file);

// Of all bytes of the file, 0 when it is not there: the same number means an untouched file.
[[nodiscard]] std::uint64_t digest_of(const std::filesystem::path& file);

}  // namespace chatproof::store
