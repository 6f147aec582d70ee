// What one user's SDK remembers on this device: messages, what is still to be sent, profiles, how far it has received.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::store {

// The codes of the public API (spec login section 8, last row).
inline constexpr int code_load_failed = 6005;      // messages are there but could not be read
inline constexpr int code_database_failed = 6019;  // damaged, foreign, newer or busy database
inline constexpr int code_io_failed = 6022;        // directory, permission or space

inline constexpr int schema_version = 2;
inline constexpr std::int64_t no_cursor = -1;           // nothing was ever received on this device
inline constexpr std::size_t text_bytes_max = 1 << 20;  // of any one field; the wire carries no more
inline constexpr std::size_t history_rows_max = 1000;   // of one question
inline constexpr std::size_t profiles_max = 10'000;     // the least recently fetched ones go, when the store is opened

// Success, or a code above with a text for people and the log.
struct [[nodiscard]] Status {
  int code = 0;
  std::string text;
  [[nodiscard]] bool ok() const { return code == 0; }
};

// `value` is of use only when ok().
template <class T>
struct [[nodiscard]] Result {
  T value{};
  Status status;
  [[nodiscard]] bool ok() const { return status.ok(); }
};

struct Message {
  std::string id;            // msgID: not empty; the same id is the same message
  std::string conversation;  // not empty, for example "c2c_alice"
  std::string sender;
  std::string receiver;
  std::int64_t seq = 0;
  std::int64_t client_time = 0;  // Unix seconds, of the device that made it
  std::int64_t server_time = 0;  // Unix seconds; what history is ordered by
  std::uint32_t random = 0;
  int status = 0;                 // as V2TIMMessageStatus
  std::string elements;           // JSON text; this room does not look inside
  std::string flags;              // JSON text of everything else that belongs to the message
  std::string cloud_custom_data;  // any bytes
  std::string local_custom_data;  // any bytes; on this device only
  int local_custom_int = 0;       // on this device only
  bool operator==(const Message&) const = default;
};

// A message that the server has not acknowledged yet.
struct Outgoing {
  std::string message_id;      // the message is in the store too
  std::string request;         // what to send again
  std::int64_t queued_at = 0;  // Unix seconds
  bool operator==(const Outgoing&) const = default;
};

struct Profile {
  std::string user_id;
  std::string json;
  std::int64_t fetched_at = 0;  // Unix seconds
  bool operator==(const Profile&) const = default;
};

// From newest to oldest; the rows older than `before`, a message of the conversation, or the newest ones.
struct HistoryQuery {
  std::string conversation;
  std::optional<std::string> before;
  std::size_t limit = 20;  // at most history_rows_max
};

// For tests of what an app does when the device's storage fails.
struct Options {
  std::optional<std::size_t> bytes_max;  // rounded up to whole pages of 4 KiB
  std::string vfs;                       // SQLite's name of the file system; empty: the machine's
};

struct Opened;

// `<init_path>/<sdk_app_id>_<hex of user_id>/im.db` (spec observed O6.1). An empty init_path is the current directory.
[[nodiscard]] std::filesystem::path path_for(const std::filesystem::path& init_path, std::uint32_t sdk_app_id,
                                             std::string_view user_id);

// One user's database. Not thread-safe: one thread at a time. Every call that changes something is a transaction of
// its own: it happened wholly or, with an error, not at all.
class Store {
 public:
  // Makes missing directories and brings an older database up to schema_version. Nothing is ever deleted: a damaged,
  // foreign or newer file is refused as it is. Another process may have the same file open; a call that finds it
  // locked waits a second at most.
  [[nodiscard]] static Opened open(const std::filesystem::path& file, const Options& options = {});
  // Lives in memory and is gone with the object.
  [[nodiscard]] static Opened open_in_memory(const Options& options = {});

  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- receiving: exactly once; at least once where the process was killed while a message was told
  // Puts messages away and moves the cursor, both or neither. The value says for each message whether it is new; one
  // that the store has already is left as it is. The cursor never goes back.
  Result<std::vector<bool>> receive(std::span<const Message> messages, std::int64_t cursor);
  // The highest number of the account's inbox that was put away here, or no_cursor.
  Result<std::int64_t> cursor();
  // Up to which number the app has been told: what lies between here and cursor() is to be told again.
  Result<std::int64_t> told();
  Status set_cursor(
      std::int64_t cursor);  // everything up to it is told, and nothing behind it is here; may also go back

  // --- messages
  // True when it is new; one that the store has already is left as it is.
  Result<bool> insert(const Message& message);
  Result<std::optional<Message>> find(std::string_view id);
  Result<std::vector<Message>> history(const HistoryQuery& query);
  // These are true when the message is there.
  Result<bool> update(const Message& message);  // everything but the local custom data
  Result<bool> set_status(std::string_view id, int status);
  Result<bool> set_local_custom_data(std::string_view id, std::string_view data);
  Result<bool> set_local_custom_int(std::string_view id, int value);
  Result<bool> remove(std::string_view id);  // also from the outbox

  // --- sending
  // Puts the message away (unless it is there) and queues the request. Queued already: the request is replaced and
  // keeps its place.
  Status enqueue(const Message& message, const Outgoing& outgoing);
  Result<std::vector<Outgoing>> outbox();  // in the order in which they were queued
  // The server has it: takes it off the outbox and replaces what is stored by `sent`, which may have another id.
  // True when `sent` was not in the store under its own id before: its copy may come by way of receive() first.
  Result<bool> acknowledge(std::string_view queued_id, const Message& sent);
  // The server has refused it: takes it off the outbox and gives the message this status.
  Status give_up(std::string_view queued_id, int status);

  // --- profiles
  Status put_profiles(std::span<const Profile> profiles);
  Result<std::optional<Profile>> profile(std::string_view user_id);
  Status put_self_profile(const Profile& profile);  // kept apart: it is never thrown away
  Result<std::optional<Profile>> self_profile();

  // --- anything else, by name
  Status put(std::string_view name, std::string_view value);
  Result<std::optional<std::string>> get(std::string_view name);
  Status erase(std::string_view name);

 private:
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Exactly one: a store, or a status that is not ok().
struct Opened {
  std::unique_ptr<Store> store;
  Status status;
};

}  // namespace chatproof::store
