// A gateway as one shard of a server: who does not live here is sent on, and what concerns others goes over the links.
#include <nlohmann/json.hpp>

#include "mockserver/gateway/connection.hpp"
#include "mockserver/gateway/gateway.hpp"
#include "mockserver/shards/shard_links.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;
using wire::FrameType;

constexpr std::size_t questions_max = 100'000;  // that wait for other shards

}  // namespace

runtime::NetError Gateway::open_shard_links(Place place, const std::string& token, const runtime::Endpoint& at) {
  service.place = place;
  shard_links_ = std::make_unique<ShardLinks>(
      loop_, network_, place, token, [this](int from, const Json& message) { told_by_shard(from, message); },
      [this](int shard) { lost_shard(shard); });
  return shard_links_->listen(at);
}

runtime::Endpoint Gateway::shard_link() const { return shard_links_->local(); }

void Gateway::meet_shards(const std::vector<ShardAddress>& shards) {
  std::vector<runtime::Endpoint> links;
  shard_ports_.clear();
  for (const ShardAddress& shard : shards) {
    links.push_back(shard.link);
    shard_ports_.push_back(shard.port);
  }
  shard_links_->meet(std::move(links));
}

// Before fault rules and logs see the request: it will come again where the user lives.
bool Gateway::redirected(Connection& connection, const Json& request) {
  if (shard_ports_.empty() || !request.is_object() || !service.clients().contains(connection.id())) return false;
  const std::string user = text_at(request, "userID");
  if (service.place.holds(user)) return false;
  const int shard = shard_of(user, service.place.count);
  const std::uint16_t port = shard_ports_[static_cast<std::size_t>(shard)];
  note("redirect", connection, {{"shard", shard}, {"port", port}});
  const std::string payload = wire::write_goaway_port(port);
  connection.send({FrameType::goaway, Command::none, 0, payload});
  return true;
}

// True when the reply has to wait for what other shards answer.
bool Gateway::ask_shards(ConnectionId from, Command command, std::uint32_t id, const Json& request, Json& reply,
                         const Effects& effects) {
  if (shard_ports_.empty()) return false;
  std::set<int> asked;
  for (const Effect& effect : effects)
    if (const auto* ask = std::get_if<Ask>(&effect)) asked.insert(ask->shard);
  if (asked.empty()) return false;
  const std::uint64_t number = ++questions_asked_;
  bool good = questions_.size() < questions_max;
  for (const Effect& effect : effects)
    if (const auto* ask = std::get_if<Ask>(&effect); ask != nullptr && good) {
      Json question = ask->question;
      question["number"] = number;
      good = shard_links_->linked(ask->shard) && shard_links_->send(ask->shard, question);
    }
  if (!good) {
    reply = unreachable();
    return false;
  }
  questions_.emplace(number,
                     Question{from, command, id, request, std::move(reply), Json::array(), std::move(asked), {}});
  return true;
}

Json Gateway::unreachable() { return error(60008, "the shard of a user does not answer"); }

void Gateway::tell_shard(const Tell& tell) {
  if (!shard_links_ || !shard_links_->send(tell.shard, tell.message))
    report({"shardTrouble", {}, {}, 0, 0, {{"shard", tell.shard}, {"lost", text_at(tell.message, "do")}}});
}

void Gateway::told_by_shard(int from, const Json& message) {
  if (message.contains("answer")) return answered_by_shard(from, message);
  Effects effects;
  Json found = service.from_shard(from, message, now(), effects);
  if (text_at(message, "do") == "ask") {
    const auto number = message.value("number", std::uint64_t{0});
    // What does not fit into a frame would not fit into the reply either.
    if (!shard_links_->send(from, {{"answer", number}, {"found", std::move(found)}}))
      static_cast<void>(shard_links_->send(from, {{"answer", number}}));
  }
  carry_out(effects);
}

void Gateway::answered_by_shard(int from, const Json& message) {
  const auto found = questions_.find(message.value("answer", std::uint64_t{0}));
  if (found == questions_.end() || found->second.missing.erase(from) == 0) return;
  Question& question = found->second;
  if (const auto objects = message.find("found"); objects != message.end() && objects->is_array()) {
    for (const Json& object : *objects) question.found.push_back(object);
  } else {
    question.failure = error(80002, "the answer would be larger than a frame");
  }
  if (question.missing.empty()) end_question(found->first);
}

void Gateway::end_question(std::uint64_t number) {
  auto node = questions_.extract(number);
  Question& question = node.mapped();
  answer(question.from, question.command, question.id,
         question.failure.is_null()
             ? Service::completed(question.request, std::move(question.reply), std::move(question.found))
             : std::move(question.failure));
}

void Gateway::lost_shard(int shard) {
  report({"shardTrouble", {}, {}, 0, 0, {{"shard", shard}, {"lost", "link"}}});
  std::vector<std::uint64_t> hopeless;
  for (auto& [number, question] : questions_) {
    if (!question.missing.contains(shard)) continue;
    question.failure = unreachable();
    hopeless.push_back(number);
  }
  for (const std::uint64_t number : hopeless) end_question(number);
}

}  // namespace chatproof::mockserver
