#include <concepts>
#include <initializer_list>
#include <limits>
#include <set>
#include <utility>

#include "mockserver/domain/ids.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/domain/state.hpp"
#include "mockserver/domain/words.hpp"
#include "sdk/usersig/limits.hpp"

namespace chatproof::mockserver {
namespace {

constexpr std::int64_t whole_max = std::int64_t{1} << 53;      // what JSON carries exactly
constexpr std::int64_t counted_max = whole_max / 2;            // of what goes on being counted
constexpr std::int64_t second_max = 3 * usersig::seconds_max;  // beyond the end of any ticket
constexpr std::size_t list_max = 10'000;                       // ids that one user watches
constexpr std::size_t token_max = 256;                         // bytes

std::string below(const std::string& at, const std::string& key) {
  return at + (Json::json_pointer() / key).to_string();
}

bool is_token(std::string_view text) { return !text.empty() && text.size() <= token_max; }

bool deeper_than(const Json& value, int depth) {
  if (!value.is_structured()) return false;
  if (depth == 0) return true;
  for (const Json& one : value)
    if (deeper_than(one, depth - 1)) return true;
  return false;
}

// An object of the state and where it stands. Reads members, and remembers the first thing that is wrong and where.
class Reader {
 public:
  std::optional<Problem> problem;

  void fail(std::string at, std::string text) {
    if (!problem) problem = Problem{std::move(at), std::move(text)};
  }
  void demand(bool holds, const std::string& at, const char* key, std::string text) {
    if (!holds) fail(below(at, key), std::move(text));
  }
  void only(const Json& object, const std::string& at, std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : object.items())
      if (!is_one_of(std::string_view(key), known)) return fail(below(at, key), "is not known here");
  }

  std::string text(const Json& object, const std::string& at, const char* key, std::size_t most) {
    const Json* value = member(object, at, key);
    if (value == nullptr) return {};
    demand(value->is_string(), at, key, "text is expected");
    if (problem) return {};
    demand(value->get_ref<const std::string&>().size() <= most, at, key, "is longer than " + std::to_string(most));
    return value->get<std::string>();
  }
  std::string user(const Json& object, const std::string& at, const char* key) {
    const std::string id = text(object, at, key, whole_text);
    demand(is_user_id(id), at, key, "a user ID has 1 to 32 bytes of printable ASCII");
    return id;
  }
  bool flag(const Json& object, const std::string& at, const char* key) {
    const Json* value = member(object, at, key);
    if (value == nullptr) return false;
    demand(value->is_boolean(), at, key, "true or false is expected");
    return !problem && value->get<bool>();
  }
  std::int64_t whole(const Json& object, const std::string& at, const char* key, std::int64_t least,
                     std::int64_t most) {
    const Json* value = member(object, at, key);
    if (value == nullptr) return least;
    demand(value->is_number_integer() && *value >= least && *value <= most, at, key,
           "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
    return problem ? least : value->get<std::int64_t>();
  }
  std::int64_t second(const Json& object, const std::string& at, const char* key) {
    return whole(object, at, key, -second_max, second_max);
  }
  TicketMark mark(const Json& object, const std::string& at, const char* key) {
    return static_cast<TicketMark>(whole(object, at, key, 1, whole_max));
  }
  const Json& object(const Json& parent, const std::string& at, const char* key) {
    static const Json nothing = Json::object();
    const Json* value = member(parent, at, key);
    if (value == nullptr) return nothing;
    demand(value->is_object(), at, key, "an object is expected");
    return problem ? nothing : *value;
  }
  // Calls each(element, pointer).
  template <class Each>
  void list(const Json& parent, const std::string& at, const char* key, const Each& each) {
    const Json* value = member(parent, at, key);
    if (value == nullptr) return;
    demand(value->is_array(), at, key, "an array is expected");
    for (std::size_t i = 0; !problem && i < value->size(); ++i)
      each((*value)[i], at + "/" + key + "/" + std::to_string(i));
  }
  template <class Each>
  void objects(const Json& parent, const std::string& at, const char* key, const Each& each) {
    list(parent, at, key, [&](const Json& one, const std::string& here) {
      if (!one.is_object()) return fail(here, "an object is expected");
      each(one, here);
    });
  }

  static constexpr std::size_t whole_text = std::numeric_limits<std::size_t>::max();

 private:
  const Json* member(const Json& object, const std::string& at, const char* key) {
    if (problem) return nullptr;
    const auto found = object.find(key);
    if (found != object.end()) return &*found;
    fail(below(at, key), "is missing");
    return nullptr;
  }
};

Device read_device(Reader& reader, const Json& from, const std::string& at) {
  reader.only(from, at, {"id", "platform", "token", "login", "kickedWhileAway", "startAt", "ticket"});
  Device device;
  device.id = reader.text(from, at, "id", Reader::whole_text);
  reader.demand(is_device_id(device.id), at, "id", "a device ID has 1 to 128 bytes of printable ASCII");
  std::string platform = reader.text(from, at, "platform", Reader::whole_text);
  reader.demand(is_software(platform), at, "platform", "at most 64 bytes of printable ASCII are expected");
  device.software = std::make_shared<Software>(Software{{}, std::move(platform)});
  device.token = reader.text(from, at, "token", token_max);
  device.login_number = static_cast<std::uint64_t>(reader.whole(from, at, "login", 0, whole_max));
  if (from.contains("startAt")) device.start_at = reader.whole(from, at, "startAt", 0, whole_max);
  if (from.contains("ticket")) device.ticket = reader.mark(from, at, "ticket");
  device.kicked_while_away = reader.flag(from, at, "kickedWhileAway");
  return device;
}

std::vector<TicketMark> read_marks(Reader& reader, const Json& from, const std::string& at, const char* key) {
  std::vector<TicketMark> marks;
  if (!from.contains(key)) return marks;
  reader.list(from, at, key, [&](const Json& one, const std::string& here) {
    if (!one.is_number_unsigned() || one < 1 || one > whole_max) return reader.fail(here, "is no mark of a ticket");
    marks.push_back(one.get<TicketMark>());
  });
  return marks;
}

std::optional<Decree> read_decree(Reader& reader, const Json& from, const std::string& at, const std::string& name) {
  const std::string before = name + "Before", tickets = name + "Tickets";
  if (!from.contains(before)) {
    reader.demand(!from.contains(tickets), at, tickets.c_str(), "needs " + before);
    return std::nullopt;
  }
  return Decree{reader.second(from, at, before.c_str()), read_marks(reader, from, at, tickets.c_str())};
}

KeptMessage read_message(Reader& reader, const Json& from, const std::string& at, std::int64_t place) {
  for (const char* key : {"from", "to"}) static_cast<void>(reader.user(from, at, key));
  static_cast<void>(reader.text(from, at, "msgID", message_max));
  reader.whole(from, at, "seq", 0, whole_max);
  reader.list(from, at, "elements", [](const Json&, const std::string&) {});
  static_cast<void>(reader.object(from, at, "fromProfile"));
  if (const std::int64_t cursor = reader.whole(from, at, "cursor", 1, whole_max); cursor != place)
    reader.fail(at + "/cursor", std::to_string(place) + " is expected: its place in the inbox");
  KeptMessage message{reader.second(from, at, "timestamp"), {}};
  if (reader.problem) return message;
  message.text = as_text(from);
  if (message.text.size() > kept_message_max)
    reader.fail(at, "is larger than " + std::to_string(kept_message_max) + " bytes");
  return message;
}

void read_sent(Reader& reader, const Json& from, const std::string& at, Belongings& own) {
  reader.objects(from, at, "sent", [&](const Json& one, const std::string& here) {
    reader.only(one, here, {"name", "reply", "digest"});
    const std::string name = reader.text(one, here, "name", message_max), in_reply = here + "/reply";
    const Json& reply = reader.object(one, here, "reply");
    reader.only(reply, in_reply, {"code", "msgID", "seq", "timestamp", "cursor"});
    reader.whole(reply, in_reply, "code", 0, 0);
    static_cast<void>(reader.text(reply, in_reply, "msgID", message_max));
    for (const char* key : {"seq", "cursor"}) reader.whole(reply, in_reply, key, 0, whole_max);
    reader.second(reply, in_reply, "timestamp");
    std::uint64_t digest = 0;
    if (one.contains("digest")) digest = static_cast<std::uint64_t>(reader.whole(one, here, "digest", 0, whole_max));
    reader.demand(own.sent.emplace(name, Sent{reply, digest}).second, here, "name", "is there twice");
    own.sent_order.push_back(name);
  });
}

void read_kicked_tokens(Reader& reader, const Json& from, const std::string& at, Belongings& own) {
  if (!from.contains("kickedTokens")) return;
  reader.list(from, at, "kickedTokens", [&](const Json& one, const std::string& here) {
    const bool good = one.is_string() && is_token(one.get_ref<const std::string&>());
    if (!good) return reader.fail(here, "is no token");
    own.kicked_tokens.push_back(one.get<std::string>());
  });
  reader.demand(own.kicked_tokens.size() <= kicked_tokens_max, at, "kickedTokens",
                "holds more than " + std::to_string(kicked_tokens_max));
}

void read_belongings(Reader& reader, const Json& from, const std::string& at, Account& owner) {
  Belongings read;
  read.custom_status = reader.text(from, at, "customStatus", custom_status_max);
  read.first_place = reader.whole(from, at, "firstPlace", 1, counted_max);
  reader.objects(from, at, "inbox", [&](const Json& message, const std::string& here) {
    read.inbox.push_back(read_message(reader, message, here, read.last_place() + 1));
  });
  read.delivered = reader.whole(from, at, "delivered", 0, read.last_place());
  read.revoked = read_decree(reader, from, at, "revoked");
  read.expired = read_decree(reader, from, at, "expired");
  read.former_tickets = read_marks(reader, from, at, "formerTickets");
  read_sent(reader, from, at, read);
  read_kicked_tokens(reader, from, at, read);
  const bool any = !read.custom_status.empty() || !read.inbox.empty() || read.first_place != 1 || read.delivered != 0 ||
                   read.revoked || read.expired || !read.former_tickets.empty() || !read.sent.empty() ||
                   !read.kicked_tokens.empty();
  if (any) owner.keep() = std::move(read);
}

void read_profile(Reader& reader, const Json& from, const std::string& at, Account& owner) {
  const Json& profile = reader.object(from, at, "profile");
  const std::string here = at + "/profile";
  if (reader.user(profile, here, "userID") != owner.id) reader.fail(here + "/userID", "is another user's");
  for (const auto& [name, value] : profile.items())
    if (name != "userID")
      if (const auto refused = refuse_profile_field(name, value))
        reader.fail(below(here, name), text_at(*refused, "text"));
  if (profile != owner.profile()) owner.changed_profile = profile;
}

std::vector<std::string> read_watched(Reader& reader, const Json& from, const std::string& at, const char* key) {
  std::vector<std::string> users;
  std::set<std::string_view> seen;
  reader.list(from, at, key, [&](const Json& one, const std::string& here) {
    const bool good = one.is_string() && is_user_id(one.get_ref<const std::string&>());
    if (!good) return reader.fail(here, "a user ID is expected");
    if (!seen.insert(one.get_ref<const std::string&>()).second) return reader.fail(here, "is there twice");
    users.push_back(one.get<std::string>());
  });
  reader.demand(users.size() <= list_max, at, key, "holds more than " + std::to_string(list_max));
  return users;
}

void read_account(Reader& reader, const Json& from, const std::string& at, App& app) {
  reader.only(from, at,
              {"userID", "profile", "customStatus", "loggedOut", "banned", "inbox", "firstPlace", "delivered",
               "statusSubscriptions", "profileSubscriptions", "devices", "sent", "revokedBefore", "revokedTickets",
               "expiredBefore", "expiredTickets", "formerTickets", "kickedTokens", "awaySince"});
  Account owner;
  owner.id = reader.user(from, at, "userID");
  reader.demand(!app.accounts.contains(owner.id), at, "userID", "is there twice");
  read_profile(reader, from, at, owner);
  owner.logged_out = reader.flag(from, at, "loggedOut");
  owner.banned = reader.flag(from, at, "banned");
  if (from.contains("awaySince")) owner.away_since = reader.second(from, at, "awaySince");
  reader.objects(from, at, "devices", [&](const Json& one, const std::string& here) {
    Device device = read_device(reader, one, here);
    reader.demand(owner.find_device(device.id) == nullptr, here, "id", "is there twice");
    owner.device(device.id) = device;
  });
  read_belongings(reader, from, at, owner);
  const auto status = read_watched(reader, from, at, "statusSubscriptions");
  const auto profiles = read_watched(reader, from, at, "profileSubscriptions");
  if (reader.problem) return;
  static_cast<void>(app.status.add(owner.id, status, list_max));
  static_cast<void>(app.profiles.add(owner.id, profiles, list_max));
  app.accounts[owner.id] = std::move(owner);
}

// What nobody could come back with is forgotten: of users without an account, and of devices with another token.
void read_token(Reader& reader, const std::string& name, const Json& from, const std::string& at, App& app) {
  reader.only(from, at, {"user", "device", "expires", "expired"});
  const auto user = reader.user(from, at, "user");
  const auto device_id = reader.text(from, at, "device", device_id_max);
  const auto expires = reader.second(from, at, "expires");
  const auto expired = reader.flag(from, at, "expired");
  if (!is_token(name)) reader.fail(at, "is no token");
  const auto owner = app.accounts.find(user);
  Device* const device = reader.problem || owner == app.accounts.end() ? nullptr : owner->second.find_device(device_id);
  if (device == nullptr || device->token != name) return;
  device->token_expires = expires;
  device->token_expired = expired;
}

App read_app(Reader& reader, const Json& from, const std::string& at) {
  App app;
  reader.only(from, at, {"sdkAppID", "key", "accounts", "tokens"});
  app.id = static_cast<std::uint32_t>(
      reader.whole(from, at, "sdkAppID", 1, std::int64_t{std::numeric_limits<std::uint32_t>::max()}));
  app.key = reader.text(from, at, "key", Reader::whole_text);
  reader.demand(!app.key.empty(), at, "key", "must not be empty");
  reader.objects(from, at, "accounts",
                 [&](const Json& one, const std::string& here) { read_account(reader, one, here, app); });
  const Json& tokens = reader.object(from, at, "tokens");
  for (const auto& [name, one] : tokens.items()) {
    const std::string here = below(at + "/tokens", name);
    if (!one.is_object()) reader.fail(here, "an object is expected");
    if (reader.problem) break;
    read_token(reader, name, one, here, app);
  }
  return app;
}

}  // namespace

std::variant<State, Problem> read_state(const Json& state, const Settings& settings) {
  if (!state.is_object() || text_at(state, "schemaVersion") != state_version)
    return Problem{"/schemaVersion", "\"" + std::string(state_version) + "\" is expected"};
  if (deeper_than(state, state_depth_max))
    return Problem{"", "values are nested more than " + std::to_string(state_depth_max) + " deep"};
  Reader reader;
  reader.only(state, "", {"schemaVersion", "settings", "messages", "logins", "apps"});
  State read{settings, {}, 0, 0};
  if (auto problem = apply_settings(read.settings, reader.object(state, "", "settings")))
    return Problem{"/settings" + problem->pointer, problem->text};
  read.messages = static_cast<std::uint64_t>(reader.whole(state, "", "messages", 0, counted_max));
  read.logins = static_cast<std::uint64_t>(reader.whole(state, "", "logins", 0, counted_max));
  reader.objects(state, "", "apps", [&](const Json& from, const std::string& at) {
    App app = read_app(reader, from, at);
    reader.demand(!read.apps.contains(app.id), at, "sdkAppID", "is there twice");
    read.apps[app.id] = std::move(app);
  });
  if (reader.problem) return *reader.problem;
  return read;
}

std::optional<Problem> check_state(const Json& state) {
  auto read = read_state(state, {});
  auto* problem = std::get_if<Problem>(&read);
  return problem != nullptr ? std::optional(std::move(*problem)) : std::nullopt;
}

}  // namespace chatproof::mockserver
