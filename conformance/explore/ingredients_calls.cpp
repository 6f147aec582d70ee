// What apps do: every method that works, in every order.
#include "conformance/explore/ingredients.hpp"

namespace chatproof::explore {
namespace {

const std::string short_wait = "1s";  // for the end of a call that nobody waited for while the story went on

void send_text(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "sendC2CTextMessage",
               {{"text", kitchen.new_name("text ")}, {"userID", kitchen.user()}});
}

void send_custom(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "sendC2CCustomMessage",
               {{"customData", {{"text", kitchen.new_name("custom ")}}}, {"userID", kitchen.user()}});
}

// By every way of making a message.
void send_created(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  const std::string name = kitchen.new_name("m"), content = kitchen.new_name("text ");
  const Story data = {{"text", content}};
  const std::vector<std::pair<std::string, Story>> ways = {
      {"createTextMessage", {{"text", content}}},
      {"createTextMessage", {{"text", content}}},
      {"createTextAtMessage", {{"text", content}, {"atUserList", kitchen.some_users()}}},
      {"createCustomMessage", {{"data", data}}},
      {"createCustomMessage#2", {{"data", data}, {"description", "a note"}, {"extension", "ext"}}},
  };
  const auto& [method, made_of] = kitchen.one_of(ways);
  kitchen.step({{"do", actor + "." + method}, {"args", made_of}, {"save", {{name, "$.return"}}}});
  Story args = {{"message", "${" + name + "}"}, {"receiver", kitchen.user()}};
  if (kitchen.chance(0.2)) args["onlineUserOnly"] = true;
  kitchen.call(actor, "sendMessage", std::move(args));
}

void send_burst(Kitchen& kitchen) {
  const std::string actor = kitchen.actor(), user = kitchen.user();
  const auto count = kitchen.between(3, 12);
  for (std::uint64_t i = 0; i < count; ++i)
    kitchen.step({{"do", actor + ".sendC2CTextMessage"},
                  {"args", {{"text", kitchen.new_name("burst ")}, {"userID", user}}},
                  {"as", kitchen.new_name("c")},
                  {"wait", false},
                  {"within", short_wait},
                  {"expect", {{"ok", true}}}});
}

void log_in(Kitchen& kitchen) { kitchen.call(kitchen.actor(), "login"); }

void log_in_as_another(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  kitchen.call(actor, "login", {{"userID", kitchen.user()}});
}

void log_out(Kitchen& kitchen) { kitchen.call(kitchen.actor(), "logout"); }

void log_out_and_in(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  kitchen.call(actor, "logout");
  kitchen.call(actor, "login");
}

void init(Kitchen& kitchen) { kitchen.ask(kitchen.actor(), "initSDK"); }

void un_init(Kitchen& kitchen) { kitchen.ask(kitchen.actor(), "unInitSDK"); }

void start_again(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  if (kitchen.chance(0.7)) kitchen.ask(actor, "unInitSDK");
  kitchen.ask(actor, "initSDK");
  kitchen.call(actor, "login");
}

void read_state(Kitchen& kitchen) {
  kitchen.ask(kitchen.actor(), kitchen.one_of({"getLoginStatus", "getLoginUser", "getServerTime", "getVersion"}));
}

void read_profiles(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "getUsersInfo", {{"userIDList", kitchen.some_users()}});
}

void write_profile(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "setSelfInfo",
               {{"info", {{"nickName", kitchen.new_name("name ")}, {"modifyFlag", 1}}}});
}

void profile_subscription(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), kitchen.one_of({"subscribeUserInfo", "unsubscribeUserInfo"}),
               {{"userIDList", kitchen.some_users()}});
}

void read_statuses(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "getUserStatus", {{"userIDList", kitchen.some_users()}});
}

void write_status(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), "setSelfStatus", {{"status", {{"customStatus", kitchen.new_name("mood ")}}}});
}

void status_subscription(Kitchen& kitchen) {
  kitchen.call(kitchen.actor(), kitchen.one_of({"subscribeUserStatus", "unsubscribeUserStatus"}),
               {{"userIDList", kitchen.some_users()}});
}

// Those whose callbacks no invariant counts.
void listeners(Kitchen& kitchen) {
  const std::string kind = kitchen.one_of({"Group", "Conversation", "Friend", "Signaling", "Community"});
  kitchen.ask(kitchen.actor(), (kitchen.chance(0.5) ? "add" : "remove") + kind + "Listener");
}

// Who does not listen for a while hears nothing, and everything afterwards.
void deaf(Kitchen& kitchen) {
  const std::string actor = kitchen.actor(), kind = kitchen.one_of({"SDK", "SimpleMsg", "AdvancedMsg"});
  kitchen.ask(actor, "remove" + kind + "Listener");
  if (kitchen.chance(0.7))
    kitchen.step({{"advance", kitchen.one_of({"1ms", "3s", "40s", "5m"})}, {"reason", "nobody listens"}});
  kitchen.ask(actor, "add" + kind + "Listener");
}

void managers(Kitchen& kitchen) {
  kitchen.ask(kitchen.actor(), kitchen.one_of({"getInstance", "getMessageManager", "getGroupManager",
                                               "getCommunityManager", "getConversationManager", "getFriendshipManager",
                                               "getOfflinePushManager", "getSignalingManager"}));
}

void experimental(Kitchen& kitchen) { kitchen.call(kitchen.actor(), "callExperimentalAPI", {{"api", "unknown"}}); }

}  // namespace

Story Kitchen::some_users() {
  Story out = Story::array();
  for (const std::string& user : users_)
    if (out.empty() || chance(0.5)) out.push_back(user);
  if (chance(0.2)) out.push_back("stranger");
  return out;
}

bool Kitchen::move_inside(Story& call, const std::string& actor) {
  if (!calls_from_inside || !chance(0.2)) return false;
  const std::string callback = one_of({"onConnecting", "onConnectSuccess", "onConnectFailed", "onKickedOffline",
                                       "onUserSigExpired", "onRecvNewMessage"});
  call["inside"] = {{"cb", actor + "." + callback}};
  return true;
}

void Kitchen::ask(const std::string& actor, const std::string& method, Story args) {
  Story made = {{"do", actor + "." + method}};
  if (!args.empty()) made["args"] = std::move(args);
  (void)move_inside(made, actor);
  step(std::move(made));
}

void Kitchen::call(const std::string& actor, const std::string& method, Story args) {
  Story made = {{"do", actor + "." + method}};
  if (!args.empty()) made["args"] = std::move(args);
  if (move_inside(made, actor) || chance(0.6)) {
    made["as"] = new_name("c");
    made["wait"] = false;
    made["within"] = short_wait;
  }
  made["expect"] = {{"ok", true}};
  step(std::move(made));
}

const std::vector<Ingredient>& call_ingredients() {
  static const std::vector<Ingredient> table = {
      {"text", 12, send_text},
      {"custom", 4, send_custom},
      {"created", 6, send_created},
      {"burst", 4, send_burst},
      {"login", 8, log_in},
      {"switch", 3, log_in_as_another},
      {"logout", 3, log_out},
      {"relogin", 3, log_out_and_in},
      {"init", 2, init},
      {"unInit", 2, un_init},
      {"startAgain", 3, start_again},
      {"state", 3, read_state},
      {"getProfiles", 3, read_profiles},
      {"setProfile", 3, write_profile},
      {"profileSubscription", 2, profile_subscription},
      {"getStatuses", 3, read_statuses},
      {"setStatus", 2, write_status},
      {"statusSubscription", 2, status_subscription},
      {"listeners", 1, listeners},
      {"deaf", 2, deaf},
      {"managers", 1, managers},
      {"experimental", 1, experimental},
  };
  return table;
}

}  // namespace chatproof::explore
