#include "sdk/v2tim/users.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "sdk/v2tim/profile_cache.hpp"
#include "sdk/v2tim/wire_field.hpp"
#include "sdk/v2tim/wire_objects.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;
using wire::Command;

// Spec login 9.09, 9.11, 9.13, 10.06; beyond them 6017 (15.25).
constexpr std::size_t profiles_max = 500;
constexpr std::size_t statuses_max = 500;
constexpr std::size_t subscribe_max = 100;
constexpr std::size_t custom_status_max = 100;  // bytes, spec login 9.05

// The array `key` of a reply; an empty one when the server left it out.
json array_in(const session::Reply& reply, const char* key) { return v2tim::array_in(parse_wire(reply.body), key); }

}  // namespace

void Users::ask(Command command, std::string payload, V2TIMCallback* callback) {
  core_.request(command, std::move(payload), {}, [callback](const session::Reply& reply) {
    if (reply.code != 0) return fail(callback, reply.code, reply.text);
    succeed(callback);
  });
}

void Users::ask_with_ids(const char* method, Command command, const V2TIMStringVector& ids, V2TIMCallback* callback) {
  core_.user_call(argument_error(method, ids), callback, [this, command, ids, callback] {
    if (ids.Size() > subscribe_max) return fail(callback, ERR_INVALID_PARAMETERS, "userIDList is longer than 100");
    ask(command, wire_text(json{{"users", ids_to_wire(ids)}}), callback);
  });
}

void Users::get_profiles(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserFullInfoVector>* callback) {
  // What of them is known by itself. Without a network a login does not wait for more (spec observed O9.1).
  const auto local = [this, ids, callback] {
    if (core_.connected()) return false;
    json known = json::array();
    for (const json& id : ids_to_wire(ids))
      if (const json* profile = core_.profiles().find(id.get<std::string>(), core_.now())) known.push_back(*profile);
    succeed(callback, profiles_from_wire(known));
    return true;
  };
  core_.local_call(argument_error("getUsersInfo", ids), callback, local,
                   [this, ids, callback] { fetch_profiles(ids, callback); });
}

void Users::fetch_profiles(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserFullInfoVector>* callback) {
  if (ids.Size() > profiles_max) return fail(callback, ERR_INVALID_PARAMETERS, "userIDList is longer than 500");
  const json wanted = ids_to_wire(ids);
  std::map<std::string, json> known;
  json asked = json::array();
  for (const json& id : wanted) {
    const json* profile = core_.profiles().find(id.get<std::string>(), core_.now());
    if (profile != nullptr) {
      known.emplace(id, *profile);
    } else {
      asked.push_back(id);
    }
  }
  const auto answer = [wanted, callback](const std::map<std::string, json>& found) {
    json profiles = json::array();  // in the order in which they were asked for
    for (const json& id : wanted)
      if (const auto profile = found.find(id.get<std::string>()); profile != found.end())
        profiles.push_back(profile->second);
    succeed(callback, profiles_from_wire(profiles));
  };
  if (asked.empty()) return answer(known);
  core_.request(Command::profile_get, wire_text(json{{"users", asked}}), {},
                [this, answer, callback, known = std::move(known)](const session::Reply& reply) mutable {
                  if (reply.code != 0) return fail(callback, reply.code, reply.text);
                  for (const json& profile : array_in(reply, "profiles")) {
                    const std::string id = keep(profile);
                    if (!id.empty()) known[id] = profile;
                  }
                  answer(known);
                });
}

// One's own profile is asked for each time: other devices may have changed it. Whose it is; empty when it does not say.
std::string Users::keep(const json& profile) {
  const std::string id = field(profile, "userID", std::string());
  if (!id.empty() && id != core_.login_user()) core_.profiles().fetched(profile, core_.now());
  return id;
}

void Users::set_own_profile(const V2TIMUserFullInfo& info, V2TIMCallback* callback) {
  core_.user_call(argument_error("setSelfInfo", info), callback, [this, info, callback] {
    const json changes = changes_to_wire(info);
    if (changes.empty()) return fail(callback, ERR_INVALID_PARAMETERS, "modifyFlag names no field of the profile");
    ask(Command::profile_set, wire_text(json{{"profile", changes}}), callback);
  });
}

void Users::subscribe_profiles(const V2TIMStringVector& ids, V2TIMCallback* callback) {
  ask_with_ids("subscribeUserInfo", Command::profile_subscribe, ids, callback);
}
void Users::unsubscribe_profiles(const V2TIMStringVector& ids, V2TIMCallback* callback) {
  ask_with_ids("unsubscribeUserInfo", Command::profile_unsubscribe, ids, callback);
}

void Users::get_statuses(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserStatusVector>* callback) {
  core_.user_call(argument_error("getUserStatus", ids), callback, [this, ids, callback] {
    if (ids.Size() > statuses_max) return fail(callback, ERR_INVALID_PARAMETERS, "userIDList is longer than 500");
    core_.request(Command::status_get, wire_text(json{{"users", ids_to_wire(ids)}}), {},
                  [callback](const session::Reply& reply) {
                    if (reply.code != 0) return fail(callback, reply.code, reply.text);
                    succeed(callback, statuses_from_wire(array_in(reply, "statuses")));
                  });
  });
}

void Users::set_own_status(const V2TIMUserStatus& status, V2TIMCallback* callback) {
  core_.user_call(argument_error("setSelfStatus", status), callback,
                  [this, text = from_v2(status.customStatus), callback] {
                    if (text.size() > custom_status_max)
                      return fail(callback, ERR_INVALID_PARAMETERS, "customStatus is longer than 100 bytes");
                    ask(Command::status_set, wire_text(json{{"customStatus", text}}), callback);
                  });
}

void Users::subscribe_statuses(const V2TIMStringVector& ids, V2TIMCallback* callback) {
  ask_with_ids("subscribeUserStatus", Command::status_subscribe, ids, callback);
}
void Users::unsubscribe_statuses(const V2TIMStringVector& ids, V2TIMCallback* callback) {
  ask_with_ids("unsubscribeUserStatus", Command::status_unsubscribe, ids, callback);
}

}  // namespace chatproof::v2tim
