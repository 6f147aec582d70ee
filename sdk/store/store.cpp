#include "sdk/store/store.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>
#include <utility>

#include "sdk/store/database.hpp"
#include "sdk/store/schema.hpp"

namespace chatproof::store {
namespace {

constexpr std::size_t page_bytes = 4096;

Status check(const Message& message) {
  if (message.id.empty()) return {code_database_failed, "a message without an id cannot be stored"};
  if (message.conversation.empty()) return {code_database_failed, "a message without a conversation cannot be stored"};
  for (const std::string* text :
       {&message.id, &message.conversation, &message.sender, &message.receiver, &message.elements, &message.flags,
        &message.cloud_custom_data, &message.local_custom_data}) {
    if (text->size() > text_bytes_max) return {code_database_failed, "a field of the message is longer than 1 MiB"};
  }
  return {};
}

Status check_size(std::string_view text) {
  if (text.size() <= text_bytes_max) return {};
  return {code_database_failed, "the value is longer than 1 MiB"};
}

void bind(Query& query, const Message& message) {
  query.bind_text(message.id).bind_text(message.conversation).bind_text(message.sender).bind_text(message.receiver);
  query.bind(message.seq).bind(message.client_time).bind(message.server_time).bind(message.random);
  query.bind(message.status).bind_text(message.elements).bind_text(message.flags);
  query.bind_bytes(message.cloud_custom_data);
}

#define MESSAGE_COLUMNS                                                                                  \
  "id, conversation, sender, receiver, seq, client_time, server_time, random, status, elements, flags, " \
  "cloud_custom_data, local_custom_data, local_custom_int"

Message read_message(Query& query) {
  Message message;
  message.id = query.text();
  message.conversation = query.text();
  message.sender = query.text();
  message.receiver = query.text();
  message.seq = query.integer();
  message.client_time = query.integer();
  message.server_time = query.integer();
  message.random = static_cast<std::uint32_t>(query.integer());
  message.status = static_cast<int>(query.integer());
  message.elements = query.text();
  message.flags = query.text();
  message.cloud_custom_data = query.text();
  message.local_custom_data = query.text();
  message.local_custom_int = static_cast<int>(query.integer());
  return message;
}

Profile read_profile(Query& query) {
  Profile profile;
  profile.user_id = query.text();
  profile.json = query.text();
  profile.fetched_at = query.integer();
  return profile;
}

// A message that cannot be read because the database is broken has a code of its own.
Status as_load_failure(Status status) {
  if (status.code == code_database_failed) status.code = code_load_failed;
  return status;
}

// Whether the statement changed a row.
Result<bool> changed(Query& query) {
  const auto rows = query.run();
  return {rows.value_or(0) > 0, query.status()};
}

Status outcome(Query& query) {
  query.run();
  return query.status();
}

}  // namespace

class Store::Impl {
 public:
  Status open(const std::string& path, const Options& options);
  Result<bool> insert(const Message& message);
  Result<bool> knows(std::string_view id);
  Result<bool> replace(std::string_view id, const Message& message);
  Result<std::int64_t> place(const char* question);
  Status erase_outgoing(std::string_view id);
  Status erase_message(std::string_view id);

  Database database;
};

Status Store::Impl::open(const std::string& path, const Options& options) {
  if (Status status = database.open(path, options.vfs); !status.ok()) return status;
  if (Status status = check_owner(database); !status.ok()) return status;
  // A crash of the process loses nothing; a crash of the machine at worst the last transactions, each as a whole. The
  // server sends again what the cursor says was not processed.
  if (Status status = database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"); !status.ok()) {
    return status;
  }
  if (options.bytes_max) {
    const std::size_t pages = (*options.bytes_max + page_bytes - 1) / page_bytes;
    const std::string limit = "PRAGMA max_page_count=" + std::to_string(pages);
    if (Status status = database.execute(limit.c_str()); !status.ok()) return status;
  }
  if (Status status = migrate(database); !status.ok()) return status;
  Query prune = database.query(
      "DELETE FROM profile WHERE user_id IN (SELECT user_id FROM profile ORDER BY fetched_at DESC, user_id LIMIT -1 "
      "OFFSET ?)");
  prune.bind(profiles_max);
  return outcome(prune);
}

Result<bool> Store::Impl::insert(const Message& message) {
  if (Status status = check(message); !status.ok()) return {false, status};
  Query query = database.query("INSERT INTO message(" MESSAGE_COLUMNS
                               ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO NOTHING");
  bind(query, message);
  query.bind_bytes(message.local_custom_data).bind(message.local_custom_int);
  return changed(query);
}

Result<bool> Store::Impl::knows(std::string_view id) {
  Query query = database.query("SELECT 1 FROM message WHERE id=?");
  const bool found = query.bind_text(id).next();
  return {found, query.status()};
}

// All but what belongs to this device only.
Result<bool> Store::Impl::replace(std::string_view id, const Message& message) {
  if (Status status = check(message); !status.ok()) return {false, status};
  Query query = database.query(
      "UPDATE message SET id=?, conversation=?, sender=?, receiver=?, seq=?, client_time=?, server_time=?, random=?, "
      "status=?, elements=?, flags=?, cloud_custom_data=? WHERE id=?");
  bind(query, message);
  query.bind_text(id);
  return changed(query);
}

Result<std::int64_t> Store::Impl::place(const char* question) {
  Query query = database.query(question);
  std::int64_t place = no_cursor;
  if (query.next()) place = query.integer();
  return {place, query.status()};
}

Status Store::Impl::erase_outgoing(std::string_view id) {
  Query query = database.query("DELETE FROM outbox WHERE message_id=?");
  query.bind_text(id);
  return outcome(query);
}

Status Store::Impl::erase_message(std::string_view id) {
  Query query = database.query("DELETE FROM message WHERE id=?");
  return outcome(query.bind_text(id));
}

std::filesystem::path path_for(const std::filesystem::path& init_path, std::uint32_t sdk_app_id,
                               std::string_view user_id) {
  std::string folder = std::to_string(sdk_app_id) + "_";
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : user_id) {
    const auto byte = static_cast<unsigned char>(c);
    folder += digits[byte >> 4];
    folder += digits[byte & 15];
  }
  return init_path / folder / "im.db";
}

Opened Store::open(const std::filesystem::path& file, const Options& options) {
  std::error_code error;
  const std::filesystem::path directory = file.parent_path();
  if (!directory.empty()) std::filesystem::create_directories(directory, error);
  if (error) {
    return {nullptr, {code_io_failed, "the directory " + directory.string() + " cannot be made: " + error.message()}};
  }
  auto impl = std::make_unique<Impl>();
  Status status = impl->open(file.string(), options);
  if (!status.ok()) {
    status.text = file.string() + ": " + status.text;
    return {nullptr, std::move(status)};
  }
  return {std::unique_ptr<Store>(new Store(std::move(impl))), {}};
}

Opened Store::open_in_memory(const Options& options) {
  auto impl = std::make_unique<Impl>();
  if (Status status = impl->open({}, options); !status.ok()) return {nullptr, std::move(status)};
  return {std::unique_ptr<Store>(new Store(std::move(impl))), {}};
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::vector<bool>> Store::receive(std::span<const Message> messages, std::int64_t cursor) {
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return {{}, transaction.begun()};
  std::vector<bool> fresh;
  fresh.reserve(messages.size());
  for (const Message& message : messages) {
    const auto inserted = impl_->insert(message);
    if (!inserted.ok()) return {{}, inserted.status};
    fresh.push_back(inserted.value);
  }
  {
    Query query = impl_->database.query("UPDATE progress SET cursor=max(cursor, ?)");
    if (Status status = outcome(query.bind(cursor)); !status.ok()) return {{}, status};
  }
  Status status = transaction.commit();
  return {std::move(fresh), std::move(status)};
}

Result<std::int64_t> Store::cursor() { return impl_->place("SELECT cursor FROM progress"); }

Result<std::int64_t> Store::told() { return impl_->place("SELECT told FROM progress"); }

Status Store::set_cursor(std::int64_t cursor) {
  Query query = impl_->database.query("UPDATE progress SET cursor=?1, told=?1");
  return outcome(query.bind(cursor));
}

Result<bool> Store::insert(const Message& message) { return impl_->insert(message); }

Result<std::optional<Message>> Store::find(std::string_view id) {
  Query query = impl_->database.query("SELECT " MESSAGE_COLUMNS " FROM message WHERE id=?");
  query.bind_text(id);
  std::optional<Message> found;
  if (query.next()) found = read_message(query);
  return {std::move(found), as_load_failure(query.status())};
}

Result<std::vector<Message>> Store::history(const HistoryQuery& asked) {
  const auto limit = static_cast<std::int64_t>(std::min(asked.limit, history_rows_max));
  // A `before` that is not there, or of another conversation, has nothing older.
  Query query = impl_->database.query(
      asked.before
          ? "SELECT " MESSAGE_COLUMNS
            " FROM message WHERE conversation=?1 AND (server_time, seq, id) < (SELECT server_time, seq, id FROM message"
            " WHERE id=?3 AND conversation=?1) ORDER BY server_time DESC, seq DESC, id DESC LIMIT ?2"
          : "SELECT " MESSAGE_COLUMNS
            " FROM message WHERE conversation=?1 ORDER BY server_time DESC, seq DESC, id DESC LIMIT ?2");
  query.bind_text(asked.conversation).bind(limit);
  if (asked.before) query.bind_text(*asked.before);
  std::vector<Message> rows;
  while (query.next()) rows.push_back(read_message(query));
  return {std::move(rows), as_load_failure(query.status())};
}

Result<bool> Store::update(const Message& message) { return impl_->replace(message.id, message); }

Result<bool> Store::set_status(std::string_view id, int status) {
  Query query = impl_->database.query("UPDATE message SET status=? WHERE id=?");
  return changed(query.bind(status).bind_text(id));
}

Result<bool> Store::set_local_custom_data(std::string_view id, std::string_view data) {
  if (Status status = check_size(data); !status.ok()) return {false, status};
  Query query = impl_->database.query("UPDATE message SET local_custom_data=? WHERE id=?");
  return changed(query.bind_bytes(data).bind_text(id));
}

Result<bool> Store::set_local_custom_int(std::string_view id, int value) {
  Query query = impl_->database.query("UPDATE message SET local_custom_int=? WHERE id=?");
  return changed(query.bind(value).bind_text(id));
}

Result<bool> Store::remove(std::string_view id) {
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return {false, transaction.begun()};
  if (Status status = impl_->erase_outgoing(id); !status.ok()) return {false, status};
  Result<bool> removed;
  {
    Query query = impl_->database.query("DELETE FROM message WHERE id=?");
    removed = changed(query.bind_text(id));
  }
  if (removed.ok()) removed.status = transaction.commit();
  return removed;
}

Status Store::enqueue(const Message& message, const Outgoing& outgoing) {
  if (Status status = check_size(outgoing.request); !status.ok()) return status;
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return transaction.begun();
  if (const auto inserted = impl_->insert(message); !inserted.ok()) return inserted.status;
  {
    Query query = impl_->database.query(
        "INSERT INTO outbox(message_id, request, queued_at) VALUES(?,?,?) ON CONFLICT(message_id) DO UPDATE SET "
        "request=excluded.request, queued_at=excluded.queued_at");
    query.bind_text(message.id).bind_text(outgoing.request).bind(outgoing.queued_at);
    if (Status status = outcome(query); !status.ok()) return status;
  }
  return transaction.commit();
}

Result<std::vector<Outgoing>> Store::outbox() {
  Query query = impl_->database.query("SELECT message_id, request, queued_at FROM outbox ORDER BY place");
  std::vector<Outgoing> rows;
  while (query.next()) {
    Outgoing& row = rows.emplace_back();
    row.message_id = query.text();
    row.request = query.text();
    row.queued_at = query.integer();
  }
  return {std::move(rows), query.status()};
}

Result<bool> Store::acknowledge(std::string_view queued_id, const Message& sent) {
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return {false, transaction.begun()};
  if (Status status = impl_->erase_outgoing(queued_id); !status.ok()) return {false, status};
  auto known = impl_->knows(sent.id);
  if (!known.ok()) return known;
  if (known.value && sent.id != queued_id) {
    // The copy from the inbox was faster: it is the message now.
    if (Status status = impl_->erase_message(queued_id); !status.ok()) return {false, status};
  } else {
    // The queued row becomes the sent one, and keeps what the app attached to it here.
    auto replaced = impl_->replace(queued_id, sent);
    if (replaced.ok() && !replaced.value) replaced = impl_->insert(sent);
    if (!replaced.ok()) return replaced;
  }
  return {!known.value, transaction.commit()};
}

Status Store::give_up(std::string_view queued_id, int message_status) {
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return transaction.begun();
  if (Status status = impl_->erase_outgoing(queued_id); !status.ok()) return status;
  if (const auto set = set_status(queued_id, message_status); !set.ok()) return set.status;
  return transaction.commit();
}

Status Store::put_profiles(std::span<const Profile> profiles) {
  Transaction transaction(impl_->database);
  if (!transaction.begun().ok()) return transaction.begun();
  for (const Profile& profile : profiles) {
    if (Status status = check_size(profile.json); !status.ok()) return status;
    Query query = impl_->database.query("INSERT OR REPLACE INTO profile(user_id, json, fetched_at) VALUES(?,?,?)");
    query.bind_text(profile.user_id).bind_text(profile.json).bind(profile.fetched_at);
    if (Status status = outcome(query); !status.ok()) return status;
  }
  return transaction.commit();
}

Result<std::optional<Profile>> Store::profile(std::string_view user_id) {
  Query query = impl_->database.query("SELECT user_id, json, fetched_at FROM profile WHERE user_id=?");
  query.bind_text(user_id);
  std::optional<Profile> found;
  if (query.next()) found = read_profile(query);
  return {std::move(found), query.status()};
}

Status Store::put_self_profile(const Profile& profile) {
  if (Status status = check_size(profile.json); !status.ok()) return status;
  Query query = impl_->database.query("INSERT OR REPLACE INTO self_profile VALUES(1,?,?,?)");
  return outcome(query.bind_text(profile.user_id).bind_text(profile.json).bind(profile.fetched_at));
}

Result<std::optional<Profile>> Store::self_profile() {
  Query query = impl_->database.query("SELECT user_id, json, fetched_at FROM self_profile");
  std::optional<Profile> found;
  if (query.next()) found = read_profile(query);
  return {std::move(found), query.status()};
}

Status Store::put(std::string_view name, std::string_view value) {
  if (Status status = check_size(value); !status.ok()) return status;
  Query query = impl_->database.query("INSERT OR REPLACE INTO metadata VALUES(?,?)");
  return outcome(query.bind_text(name).bind_bytes(value));
}

Result<std::optional<std::string>> Store::get(std::string_view name) {
  Query query = impl_->database.query("SELECT value FROM metadata WHERE name=?");
  query.bind_text(name);
  std::optional<std::string> found;
  if (query.next()) found = query.text();
  return {std::move(found), query.status()};
}

Status Store::erase(std::string_view name) {
  Query query = impl_->database.query("DELETE FROM metadata WHERE name=?");
  return outcome(query.bind_text(name));
}

}  // namespace chatproof::store
