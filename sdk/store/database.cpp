#include "sdk/store/database.hpp"

#include <cstdlib>

namespace chatproof::store {
namespace {

constexpr int busy_wait_ms = 1000;

bool is_io(int result) {
  switch (result & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return true;
    default:
      return false;
  }
}

const char* explanation_of(int result) {
  switch (result & 0xff) {
    case SQLITE_CANTOPEN:
      return "the database file cannot be opened";
    case SQLITE_FULL:
      return "no space is left for the database";
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return "the database may not be written";
    case SQLITE_IOERR:
      return "reading or writing the database file failed";
    case SQLITE_CORRUPT:
      return "the database is damaged";
    case SQLITE_NOTADB:
      return "the file is not a database, or its beginning is damaged";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program keeps the database locked";
    default:
      return "the database refused an operation";
  }
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t value) {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

// The bound text must live until the query is done: all callers bind what outlives the Query.
Query& Query::bind_text(std::string_view text) {
  if (statement_ != nullptr) {
    sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  return *this;
}

Query& Query::bind_bytes(std::string_view bytes) {
  if (statement_ != nullptr) {
    sqlite3_bind_blob64(statement_, ++bound_, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
  }
  return *this;
}

bool Query::next() {
  column_ = 0;
  if (statement_ == nullptr) {
    status_ = database_.error();
    return false;
  }
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) status_ = database_.error();
  return false;
}

std::optional<int> Query::run() {
  while (next()) {
  }
  if (!status_.ok()) return std::nullopt;
  return sqlite3_changes(sqlite3_db_handle(statement_));
}

std::int64_t Query::integer() { return sqlite3_column_int64(statement_, column_++); }

std::string Query::text() {
  const int column = column_++;
  const void* bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

// The statements must go before the connection, which would otherwise stay half open.
Database::~Database() { statements_.clear(); }

Status Database::open(const std::string& path, const std::string& vfs) {
  sqlite3* connection = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &connection, flags,
                                     vfs.empty() ? nullptr : vfs.c_str());
  connection_.reset(connection);
  if (result != SQLITE_OK) return error();
  sqlite3_busy_timeout(connection, busy_wait_ms);
  return {};
}

Status Database::execute(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Query Database::query(std::string_view sql) {
  auto& cached = statements_[sql];
  if (cached == nullptr) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                       &statement, nullptr);
    cached.reset(statement);
  }
  return {*this, cached.get()};
}

Result<std::int64_t> Database::pragma(const char* name) {
  Result<std::int64_t> result;
  Query asked = query(name);
  if (asked.next()) result.value = asked.integer();
  result.status = asked.status();
  return result;
}

Status Database::error() const {
  const int result = sqlite3_extended_errcode(connection_.get());
  return {is_io(result) ? code_io_failed : code_database_failed, std::string(explanation_of(result)) + " (SQLite " +
                                                                     std::to_string(result) + ": " +
                                                                     sqlite3_errmsg(connection_.get()) + ")"};
}

Transaction::~Transaction() {
  // Some errors roll back by themselves; then there is nothing left to undo and the answer does not matter.
  if (begun_.ok() && !committed_) (void)database_.execute("ROLLBACK");
}

Status Transaction::commit() {
  Status status = database_.execute("COMMIT");
  committed_ = status.ok();
  return status;
}

}  // namespace chatproof::store
