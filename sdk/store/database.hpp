// SQLite, as much of it as the store needs: a connection, cached statements, transactions that roll back by themselves.
// Internal to this room.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/store/store.hpp"

namespace chatproof::store {

class Database;

// One run of a cached statement; destroying it makes the statement ready for the next run.
// Parameters are bound, and columns read, from left to right.
class Query {
 public:
  Query(Database& database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::int64_t value);
  Query& bind_text(std::string_view text);
  Query& bind_bytes(std::string_view bytes);

  // True while there is a row. False at the end and on an error: ask status() then.
  [[nodiscard]] bool next();
  // Runs to the end. The number of rows changed, or nothing on an error.
  std::optional<int> run();
  [[nodiscard]] const Status& status() const { return status_; }

  std::int64_t integer();
  std::string text();

 private:
  Database& database_;
  sqlite3_stmt* statement_;  // null: it could not be prepared
  int bound_ = 0;
  int column_ = 0;
  Status status_;
};

class Database {
 public:
  Database() = default;
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // An empty path is a database in memory, an empty `vfs` the machine's file system.
  Status open(const std::string& path, const std::string& vfs);
  // SQL without parameters and results; may be several statements.
  Status execute(const char* sql);
  // `sql` is a literal: the prepared statement is kept under its text.
  [[nodiscard]] Query query(std::string_view sql);
  // The first column of the first row of a PRAGMA.
  Result<std::int64_t> pragma(const char* name);

  // The last error of the connection, with our code for it.
  [[nodiscard]] Status error() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3, Close> connection_;
  std::map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

// Everything until commit() happens wholly or not at all.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database), begun_(database.execute("BEGIN IMMEDIATE")) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  [[nodiscard]] const Status& begun() const { return begun_; }
  Status commit();

 private:
  Database& database_;
  Status begun_;
  bool committed_ = false;
};

}  // namespace chatproof::store
