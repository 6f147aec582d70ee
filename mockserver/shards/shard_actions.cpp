#include "mockserver/shards/shard_actions.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/domain/state.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

constexpr std::size_t accounts_page = 100;  // of account.list, unless another limit is given

ActResult done(json value) { return {true, {}, {}, std::move(value)}; }
ActResult wrong(std::string pointer, std::string text) { return {false, std::move(text), std::move(pointer), nullptr}; }

// What would need to know the accounts of all shards at once.
std::optional<ActResult> refuse_settings(const json& settings, const std::string& at) {
  if (settings.is_object() && settings.value("unknownReceiverIsError", json(false)) == true)
    return wrong(at + "/unknownReceiverIsError",
                 "a server with shards does not know the accounts of all: not with --shards");
  return std::nullopt;
}

json joined(std::vector<ActResult> parts) {
  json all = json::array();
  for (ActResult& part : parts)
    for (json& one : part.value) all.push_back(std::move(one));
  return all;
}

json sum(const std::vector<ActResult>& parts) {
  json total = parts.front().value;
  for (auto part = parts.begin() + 1; part != parts.end(); ++part)
    for (const auto& [name, count] : part->value.items())
      total[name] = total[name].get<std::uint64_t>() + count.get<std::uint64_t>();
  return total;
}

void sort_by(json& list, const char* key) {
  std::sort(list.begin(), list.end(), [key](const json& a, const json& b) { return a[key] < b[key]; });
}

json accounts_of(std::vector<ActResult> parts, const json& arguments) {
  json page = joined(std::move(parts));
  sort_by(page, "userID");
  const auto limit = arguments.value("limit", accounts_page);
  while (page.size() > limit) page.erase(page.end() - 1);
  return page;
}

// Every shard has the same rules; each has seen its own part.
json faults_of(const std::vector<ActResult>& parts) {
  json rules = parts.front().value;
  for (json& rule : rules)
    for (auto part = parts.begin() + 1; part != parts.end(); ++part)
      for (const json& other : part->value)
        if (other["id"] == rule["id"])
          for (const char* count : {"seen", "acted"})
            rule[count] = rule[count].get<std::uint64_t>() + other[count].get<std::uint64_t>();
  return rules;
}

// --- a state is that of one server

json joined_state(std::vector<ActResult> parts) {
  json state = std::move(parts.front().value);
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    for (const char* number : {"messages", "logins"})
      state[number] = std::max(state[number].get<std::uint64_t>(), part->value[number].get<std::uint64_t>());
    for (json& app : part->value["apps"]) {
      const auto same = std::find_if(state["apps"].begin(), state["apps"].end(),
                                     [&](const json& known) { return known["sdkAppID"] == app["sdkAppID"]; });
      if (same == state["apps"].end()) continue;  // app.add is for all shards
      for (json& account : app["accounts"]) (*same)["accounts"].push_back(std::move(account));
      (*same)["tokens"].update(app["tokens"]);
    }
  }
  for (json& app : state["apps"]) sort_by(app["accounts"], "userID");
  return state;
}

// Precondition: the state is good.
json part_of_state(const json& state, const Place& place) {
  json part = state;
  // A number is used by one shard only, also when there were fewer of them.
  for (json& app : part["apps"]) {
    json accounts = json::array();
    for (json& account : app["accounts"])
      if (place.holds(account["userID"].get_ref<const std::string&>())) accounts.push_back(std::move(account));
    app["accounts"] = std::move(accounts);
    json tokens = json::object();
    for (auto& [name, token] : app["tokens"].items())
      if (place.holds(token["user"].get_ref<const std::string&>())) tokens[name] = std::move(token);
    app["tokens"] = std::move(tokens);
  }
  return part;
}

ActResult import_state(int count, const ShardAct& act, const json& state) {
  // As a whole first: a state that is bad anywhere changes nothing.
  if (const auto problem = check_state(state)) return wrong("/state" + problem->pointer, problem->text);
  if (const auto refused = refuse_settings(state["settings"], "/state/settings")) return *refused;
  ActResult result;
  for (int shard = 0; shard < count; ++shard) {
    ActResult one = act(shard, "state.import", {{"state", part_of_state(state, {shard, count})}});
    if (!one.ok) result = std::move(one);
  }
  return result;
}

}  // namespace

std::optional<int> shard_concerned(int count, std::string_view action, const json& arguments) {
  const char* key = action == "message.send" ? "from" : "user";
  const auto user = arguments.find(key);
  if (user == arguments.end() || !user->is_string() || user->get_ref<const std::string&>().empty()) return std::nullopt;
  return shard_of(user->get_ref<const std::string&>(), count);
}

ActResult act_on_shards(int count, const ShardAct& act, std::string_view action, const json& arguments) {
  if (count == 1) return act(0, action, arguments);
  if (const auto problem = check_action(action, arguments)) return wrong(problem->pointer, problem->text);
  if (const auto only = shard_concerned(count, action, arguments)) return act(*only, action, arguments);
  if (action == "state.import") return import_state(count, act, arguments["state"]);
  if (action == "settings.set")
    if (const auto refused = refuse_settings(arguments["settings"], "/settings")) return *refused;
  if (action == "settings.get" || action == "clock.get") return act(0, action, arguments);
  std::vector<ActResult> parts;
  for (int shard = 0; shard < count; ++shard) parts.push_back(act(shard, action, arguments));
  for (ActResult& part : parts)
    if (!part.ok) return std::move(part);
  if (action == "state.export") return done(joined_state(std::move(parts)));
  if (action == "account.list") return done(accounts_of(std::move(parts), arguments));
  if (action == "sessions.list") return done(joined(std::move(parts)));
  if (action == "traffic.get") return done(sum(parts));
  if (action == "fault.list") return done(faults_of(parts));
  return std::move(parts.front());
}

}  // namespace chatproof::mockserver
