#include "sdk/store/schema.hpp"

#include <cstddef>
#include <iterator>

namespace chatproof::store {
namespace {

// "chpf": says in the file's header that it is ours.
constexpr std::int64_t application_id = 0x63687066;

// Entry n makes version n + 1 out of version n. Entries are never changed once released: add one.
constexpr const char* migrations[] = {
    R"(
CREATE TABLE message(
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL,
  sender TEXT NOT NULL,
  receiver TEXT NOT NULL,
  seq INTEGER NOT NULL,
  client_time INTEGER NOT NULL,
  server_time INTEGER NOT NULL,
  random INTEGER NOT NULL,
  status INTEGER NOT NULL,
  elements TEXT NOT NULL,
  flags TEXT NOT NULL,
  cloud_custom_data BLOB NOT NULL,
  local_custom_data BLOB NOT NULL,
  local_custom_int INTEGER NOT NULL);
CREATE INDEX message_history ON message(conversation, server_time, seq, id);
CREATE TABLE outbox(
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  request TEXT NOT NULL,
  queued_at INTEGER NOT NULL);
CREATE TABLE profile(
  user_id TEXT PRIMARY KEY,
  json TEXT NOT NULL,
  fetched_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX profile_age ON profile(fetched_at);
CREATE TABLE self_profile(
  only_row INTEGER PRIMARY KEY CHECK(only_row = 1),
  user_id TEXT NOT NULL,
  json TEXT NOT NULL,
  fetched_at INTEGER NOT NULL);
CREATE TABLE progress(
  only_row INTEGER PRIMARY KEY CHECK(only_row = 1),
  cursor INTEGER NOT NULL);
INSERT INTO progress VALUES(1, -1);
CREATE TABLE metadata(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
)",
    R"(
ALTER TABLE progress ADD COLUMN told INTEGER NOT NULL DEFAULT -1;
UPDATE progress SET told=cursor;
)",
};
static_assert(std::size(migrations) == schema_version);

Status refuse(std::string text) { return {code_database_failed, std::move(text)}; }

}  // namespace

Status check_owner(Database& database) {
  const auto version = database.pragma("PRAGMA user_version");
  if (!version.ok()) return version.status;
  const auto owner = database.pragma("PRAGMA application_id");
  if (!owner.ok()) return owner.status;
  if (owner.value == application_id) {
    if (version.value <= schema_version) return {};
    return refuse("the database has version " + std::to_string(version.value) + ", and this SDK knows only up to " +
                  std::to_string(schema_version) + ": it was written by a newer one; nothing was changed");
  }
  const auto things = database.pragma("SELECT count(*) FROM sqlite_schema");
  if (!things.ok()) return things.status;
  if (owner.value == 0 && version.value == 0 && things.value == 0) return {};  // just made
  return refuse("the file is the database of another program; nothing was changed");
}

Status migrate(Database& database) {
  const auto seen = database.pragma("PRAGMA user_version");
  if (!seen.ok()) return seen.status;
  if (seen.value == schema_version) return {};

  Transaction transaction(database);
  if (!transaction.begun().ok()) return transaction.begun();
  // Asked again, because another process may have been faster.
  const auto version = database.pragma("PRAGMA user_version");
  if (!version.ok()) return version.status;
  for (auto next = static_cast<std::size_t>(version.value); next < std::size(migrations); ++next) {
    if (Status status = database.execute(migrations[next]); !status.ok()) return status;
  }
  const std::string marks = "PRAGMA application_id=" + std::to_string(application_id) +
                            ";PRAGMA user_version=" + std::to_string(schema_version);
  if (Status status = database.execute(marks.c_str()); !status.ok()) return status;
  return transaction.commit();
}

}  // namespace chatproof::store
