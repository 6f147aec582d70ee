// What a shard tells the others, and what it does when they tell it something. Accounts live on one shard each; what
// crosses is: messages, questions for profiles and statuses, and who is watched.
#include <iterator>
#include <map>

#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {

using wire::Command;

// FNV-1a, then mixed: its lowest bits alone are little more than the parity of the letters.
int shard_of(std::string_view user, int count) {
  if (count <= 1) return 0;
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : user) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash ^= hash >> 32;
  hash *= 0x9e3779b97f4a7c15;
  return static_cast<int>((hash >> 32) % static_cast<std::uint64_t>(count));
}

std::string_view Service::name_of(Watch list) { return list == Watch::status ? "status" : "profile"; }
Subscriptions& Service::subscriptions(App& app, Watch list) {
  return list == Watch::status ? app.status : app.profiles;
}

// --- to the others

// Users of other shards that are watched from here now, and no longer.
void Service::tell_watched(const App& app, Watch list, const Subscriptions::Changes& changes, Effects& effects) const {
  for (const auto& [user, watched] : changes)
    if (!place.holds(user))
      effects.push_back(
          Tell{shard_of(user, place.count),
               {{"do", "watch"}, {"list", name_of(list)}, {"app", app.id}, {"user", user}, {"on", watched}}});
}

// Everything again, after this shard has been given another memory.
void Service::tell_all_watched(Effects& effects) {
  for (int shard = 0; shard < place.count; ++shard)
    if (shard != place.index) effects.push_back(Tell{shard, {{"do", "forget"}}});
  for (auto& [id, app] : apps_)
    for (const Watch list : {Watch::status, Watch::profile})
      tell_watched(app, list, subscriptions(app, list).watched(), effects);
}

bool Service::watched_elsewhere(const App& app, Watch list, const std::string& user) const {
  return !interest_.empty() && interest_.contains({app.id, list, user});
}

void Service::tell_watching_shards(const App& app, Watch list, const std::string& user, const Json& object,
                                   Effects& effects) const {
  if (interest_.empty()) return;
  const auto shards = interest_.find({app.id, list, user});
  if (shards == interest_.end()) return;
  for (const int shard : shards->second)
    effects.push_back(Tell{shard, {{"do", "changed"}, {"list", name_of(list)}, {"app", app.id}, {"object", object}}});
}

std::vector<std::string> Service::ask_others(const App& app, Watch list, const std::vector<std::string>& users,
                                             Effects& effects) const {
  std::vector<std::string> own;
  std::map<int, Json> questions;
  for (const std::string& user : users) {
    if (place.holds(user)) {
      own.push_back(user);
    } else {
      questions.try_emplace(shard_of(user, place.count), Json::array()).first->second.push_back(user);
    }
  }
  for (auto& [shard, asked] : questions)
    effects.push_back(
        Ask{shard, {{"do", "ask"}, {"list", name_of(list)}, {"app", app.id}, {"users", std::move(asked)}}});
  return own;
}

// --- from the others

Json Service::from_shard(int from, const Json& message, const Now& now, Effects& effects) {
  const std::string what = text_at(message, "do");
  if (what == "forget") {
    for (auto entry = interest_.begin(); entry != interest_.end();) {
      entry->second.erase(from);
      entry = entry->second.empty() ? interest_.erase(entry) : std::next(entry);
    }
    return nullptr;
  }
  const auto found = apps_.find(static_cast<std::uint32_t>(int_at(message, "app", 0)));
  if (found == apps_.end()) return what == "ask" ? Json::array() : Json();  // it was lost in a restart
  App& app = found->second;
  const Watch list = text_at(message, "list") == "status" ? Watch::status : Watch::profile;
  if (what == "deliver") {
    give(app, account(app.id, text_at(message, "to")), message.value("message", Json::object()),
         flag_at(message, "onlineOnly"), now, effects);
  } else if (what == "changed") {
    tell_watchers(app, list, message.value("object", Json::object()), effects);
  } else if (what == "watch") {
    const std::tuple key{app.id, list, text_at(message, "user")};
    if (flag_at(message, "on")) {
      interest_[key].insert(from);
    } else if (const auto shards = interest_.find(key); shards != interest_.end()) {
      shards->second.erase(from);
      if (shards->second.empty()) interest_.erase(shards);
    }
  } else if (what == "ask") {
    return found_of(app, list, ids_in(message));
  }
  return nullptr;
}

Json Service::found_of(const App& app, Watch list, const std::vector<std::string>& users) {
  Json found = Json::array();
  for (const std::string& user : users)
    if (const auto owner = app.accounts.find(user); owner != app.accounts.end())
      found.push_back(list == Watch::status ? status_json(owner->second) : owner->second.profile());
  return found;
}

void Service::tell_watchers(App& app, Watch list, const Json& object, Effects& effects) {
  const bool status = list == Watch::status;
  const Json payload = {{status ? "statuses" : "profiles", Json::array({object})}};
  for (const std::string& watcher : subscriptions(app, list).watchers_of(text_at(object, "userID")))
    for (const Device& device : account(app.id, watcher).devices)
      if (device.connection != 0)
        effects.push_back(Push{device.connection, status ? Command::user_status : Command::user_info, payload});
}

// In the order of the request, whoever was faster to answer (spec login 15.26).
Json Service::completed(const Json& request, Json reply, Json found) {
  const auto key = reply.contains("statuses") ? "statuses" : "profiles";
  std::map<std::string, Json> by_user;
  for (Json* list : {&reply[key], &found})
    for (Json& object : *list) {
      const std::string user = text_at(object, "userID");  // the right side of an assignment goes first
      by_user[user] = std::move(object);
    }
  Json objects = Json::array();
  for (const std::string& user : ids_in(request))
    if (const auto one = by_user.find(user); one != by_user.end()) objects.push_back(std::move(one->second));
  if (objects.empty() && key == std::string_view("statuses")) return error(70107, "no such user");
  reply[key] = std::move(objects);
  return reply;
}

}  // namespace chatproof::mockserver
