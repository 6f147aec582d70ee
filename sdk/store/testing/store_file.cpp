#include "sdk/store/testing/store_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

namespace chatproof::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 100;  // SQLite's header
constexpr std::size_t page_bytes = 4096;
constexpr char rubbish = static_cast<char>(0xa5);

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Status alterable(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {code_io_failed, file.string() + " does not exist"};
  if (is_open(file)) return {code_io_failed, file.string() + " is open"};
  return {};
}

Status replace(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  return out ? Status{} : Status{code_io_failed, file.string() + " cannot be written"};
}

Status trouble_of(sqlite3* connection) { return {code_database_failed, sqlite3_errmsg(connection)}; }

// Without a log beside the file: a program that leaves nothing but the file itself.
Status execute(const fs::path& file, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int result = sqlite3_open(file.c_str(), &opened);
  const Connection connection(opened);
  if (result != SQLITE_OK || sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return trouble_of(opened);
  return {};
}

Status read_number(sqlite3* connection, const char* sql, std::int64_t& number) {
  const auto take = [](void* to, int, char** values, char**) {
    *static_cast<std::int64_t*>(to) = values[0] == nullptr ? 0 : std::strtoll(values[0], nullptr, 10);
    return 0;
  };
  if (sqlite3_exec(connection, sql, take, &number, nullptr) != SQLITE_OK) return trouble_of(connection);
  return {};
}

}  // namespace

bool is_open(const fs::path& file) {
  std::error_code error;
  return fs::exists(file.string() + "-wal", error);
}

Status damage(const fs::path& file, Damage part) {
  if (Status status = alterable(file); !status.ok()) return status;
  std::string bytes = bytes_of(file);
  const std::size_t from = part == Damage::head ? 0 : std::min(page_bytes, bytes.size());
  const std::size_t until = part == Damage::head ? std::min(head_bytes, bytes.size()) : bytes.size();
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.begin() + static_cast<std::ptrdiff_t>(until),
            rubbish);
  return replace(file, bytes);
}

Status make_newer(const fs::path& file) {
  if (Status status = alterable(file); !status.ok()) return status;
  return execute(file, "PRAGMA user_version=" + std::to_string(schema_version + 1));
}

Status make_foreign(const fs::path& file) {
  if (Status status = alterable(file); !status.ok()) return status;
  if (Status status = replace(file, {}); !status.ok()) return status;
  return execute(file, "CREATE TABLE theirs(thing TEXT); INSERT INTO theirs VALUES('theirs')");
}

Result<Content> content_of(const fs::path& file) {
  // Immutable: SQLite makes no files beside it. While it is open they are there, and needed.
  const std::string uri = "file:" + file.string() + (is_open(file) ? "" : "?immutable=1");
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const Connection connection(opened);
  if (result != SQLITE_OK) return {{}, trouble_of(opened)};
  Content content;
  const struct {
    const char* sql;
    std::int64_t& number;
  } questions[] = {{"PRAGMA user_version", content.version},
                   {"SELECT count(*) FROM message", content.messages},
                   {"SELECT count(*) FROM outbox", content.waiting},
                   {"SELECT cursor FROM progress", content.cursor}};
  for (const auto& question : questions)
    if (Status status = read_number(opened, question.sql, question.number); !status.ok()) return {{}, status};
  return {content, {}};
}

// FNV-1a.
std::uint64_t digest_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return 0;
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const char c : bytes_of(file)) digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return digest;
}

}  // namespace chatproof::store
