#include "mockserver/gateway/gateway.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mockserver/domain/ids.hpp"
#include "mockserver/gateway/connection.hpp"
#include "mockserver/shards/shard_links.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::mockserver {

using wire::Command;
using wire::Frame;
using wire::FrameType;

namespace {

constexpr runtime::Duration port_retry = std::chrono::seconds(1);
constexpr runtime::Duration drain_grace = std::chrono::seconds(1);
constexpr std::size_t devices_max = 100'000;  // whose connections are counted
constexpr int depth_max = 32;                 // of a request's JSON; messages are written again, and writing recurses

bool registers(Command command) { return command == Command::login || command == Command::resume; }

}  // namespace

Gateway::Gateway(runtime::Loop& loop, runtime::Network& network, runtime::Chance chance, ServerEventSink sink)
    : service({chance.random.named("service"), std::move(chance.secrets)}),
      faults(chance.random.named("faults")),
      loop_(loop),
      network_(network),
      sink_(std::move(sink)),
      reader_(depth_max) {
  service.somebody_logs = static_cast<bool>(sink_);
  if (sink_) learn_secrets_of(service.export_state());
}

Gateway::~Gateway() = default;

void Gateway::set_links(LinkHand hand) {
  links_ = std::move(hand);
  if (links_) faults.allow(FaultGroup::link);
}

runtime::NetError Gateway::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls) {
  runtime::ServerTls faulty = tls;
  if (tls.enabled()) faulty.fault = [this] { return fault_at_handshake(); };
  auto result =
      network_.listen(at, faulty, [this](std::unique_ptr<runtime::Stream> stream) { accepted(std::move(stream)); });
  if (!result.listener) return result.error;
  if (at_first_.is_null()) at_first_ = service.export_state();
  listener_ = std::move(result.listener);
  local_ = listener_->local();
  tls_ = tls;
  return runtime::NetError::none;
}

Now Gateway::now() const {
  const auto unix = loop_.unix_now() + clock_shift_;
  return {loop_.now(), std::chrono::floor<std::chrono::seconds>(unix).time_since_epoch().count(),
          std::chrono::floor<std::chrono::milliseconds>(unix).time_since_epoch().count()};
}

Gateway::Connection* Gateway::find(ConnectionId id) {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : found->second.get();
}

// --- life of a connection

void Gateway::accepted(std::unique_ptr<runtime::Stream> stream) {
  // Different on every shard.
  const ConnectionId id =
      ++last_id_ * static_cast<ConnectionId>(service.place.count) + static_cast<ConnectionId>(service.place.index);
  auto& connection =
      *connections_.emplace(id, std::make_unique<Connection>(*this, id, std::move(stream))).first->second;
  by_silence_.push_back(connection);
  connection.last_heard = loop_.now();
  if (by_silence_.size() == 1) watch_silence();
  if (sink_) note("connect", connection, nullptr);
  connection.start();
  fault_at_connect(connection);
}

void Gateway::gone(ConnectionId id, std::string_view how) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  if (sink_) note("disconnect", *found->second, {{"how", how}});
  by_silence_.erase(by_silence_.iterator_to(*found->second));
  found->second->drop_stream();
  finished_.push_back(std::move(found->second));  // it may be on the stack
  if (finished_.size() == 1) burial_ = loop_.after({}, [this] { finished_.clear(); });
  connections_.erase(found);
  Effects effects;
  service.closed(id, how, now(), effects);
  carry_out(effects);
}

std::vector<ConnectionId> Gateway::connections_of(const std::string& user, const std::string& device) const {
  // Of one user: without a look at those of all others, for an operator may do it to each of 100,000.
  if (!user.empty()) return service.connections_of(user, device);
  std::vector<ConnectionId> ids;
  for (const auto& [id, connection] : connections_) {
    const auto client = service.clients().find(id);
    if (device.empty() || (client != service.clients().end() && client->second.device == device)) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Gateway::end_connections(const std::string& user, const std::string& device, End how) {
  for (const ConnectionId id : connections_of(user, device)) {
    Connection* connection = find(id);
    if (connection == nullptr) continue;  // what the end of another one caused ended it too
    if (how == End::reset) connection->reset();
    gone(id, how == End::reset ? "reset by server" : "closed by server");
  }
}

void Gateway::freeze(const std::string& user, const std::string& device, bool frozen) {
  for (const ConnectionId id : connections_of(user, device))
    if (Connection* connection = find(id)) connection->freeze(frozen);
}

void Gateway::drain() {
  for (const ConnectionId id : connections_of({}, {}))
    if (Connection* connection = find(id)) connection->send({FrameType::goaway, Command::none, 0, {}});
}

void Gateway::stop_listening() {
  listener_.reset();
  restart_timer_.cancel();
  drain_timer_.cancel();
}

void Gateway::refuse(runtime::Duration span) {
  stop_listening();
  start_after(span);
}

void Gateway::maintain(runtime::Duration span) {
  refuse(span);
  drain();
  drain_timer_ = loop_.after(drain_grace, [this] { end_connections({}, {}, End::close); });
}

void Gateway::restart(bool keep_state, runtime::Duration down) {
  stop_listening();
  end_connections({}, {}, End::reset);
  delayed_.clear();
  if (!keep_state) {
    service.forget_everything();
    tell_all_watched();
  }
  start_after(down);
}

// The port was ours a moment ago. If somebody took it meanwhile, the server waits for it.
void Gateway::start_after(runtime::Duration down) {
  restart_timer_ = loop_.after(down, [this] {
    if (!listening() && listen_again() != runtime::NetError::none) start_after(port_retry);
  });
}

std::optional<Problem> Gateway::import_state(const Json& state) {
  Service trial(runtime::Random(0));
  if (auto problem = trial.import_state(state)) return problem;
  end_connections({}, {}, End::reset);
  delayed_.clear();
  static_cast<void>(service.import_state(state));
  if (sink_) learn_secrets_of(state);
  tell_all_watched();
  set_timers();
  return std::nullopt;
}

void Gateway::tell_all_watched() {
  Effects effects;
  service.tell_all_watched(effects);
  carry_out(effects);
}

void Gateway::shift_clock(runtime::Duration by) {
  clock_shift_ += by;
  Effects effects;
  service.tick(now(), effects);
  carry_out(effects);
  set_timers();
}

void Gateway::reset() {
  faults.clear();
  clock_shift_ = {};
  restart_timer_.cancel();
  static_cast<void>(import_state(at_first_.is_null() ? Service(runtime::Random(0)).export_state() : at_first_));
  if (!listening() && !at_first_.is_null()) start_after({});
}

void Gateway::set_timers() {
  expiry_set_.reset();
  watch_silence();
  watch_expiry();
}

void Gateway::heard(Connection& connection) {
  by_silence_.splice(by_silence_.end(), by_silence_, by_silence_.iterator_to(connection));
  connection.last_heard = loop_.now();
}

// Spec login 2.11: a link without a sign of life for so long is dead.
void Gateway::watch_silence() {
  if (by_silence_.empty()) return silence_timer_.cancel();
  const auto longest = [this]() -> Connection& { return static_cast<Connection&>(by_silence_.front()); };
  const auto due = longest().last_heard + service.settings.presence_timeout;
  silence_timer_ = loop_.at(due, runtime::TimerKind::periodic, [this, longest] {
    const auto limit = loop_.now() - service.settings.presence_timeout;
    while (!by_silence_.empty() && longest().last_heard <= limit) gone(longest().id(), "silence");
    watch_silence();
  });
}

void Gateway::watch_expiry() {
  const auto next = service.next_expiry();
  if (next == expiry_set_) return;
  expiry_set_ = next;
  if (!next) return expiry_timer_.cancel();
  const auto wait = std::chrono::milliseconds(std::max<std::int64_t>(0, *next * 1000 - now().unix_ms));
  // Looked at again in a minute at most: the clock may be set, or the machine may sleep.
  expiry_timer_ = loop_.at(loop_.now() + std::min<runtime::Duration>(wait, std::chrono::minutes(1)),
                           runtime::TimerKind::periodic, [this] {
                             expiry_set_.reset();
                             Effects effects;
                             service.tick(now(), effects);
                             carry_out(effects);
                             watch_expiry();
                           });
}

// --- frames

void Gateway::on_frame(Connection& connection, const Frame& frame) {
  heard(connection);
  if (connection.deaf()) return;
  if (frame.type == FrameType::ping) {
    if (sink_) note("ping", connection, nullptr);
    return connection.send({FrameType::pong, Command::none, frame.id, wire::write_pong(now().unix_ms)});
  }
  if (frame.type != FrameType::request) return gone(connection.id(), "protocol error");
  const Json request = reader_.read(frame.payload).value_or(Json(Json::value_t::discarded));
  // Only what may be an ID is remembered of what a stranger says.
  if (std::string device = text_at(request, "deviceID"); frame.command == Command::hello && is_device_id(device))
    count_connection(connection, device);
  if (std::string user = text_at(request, "userID"); registers(frame.command))
    connection.claimed_user = is_user_id(user) ? std::move(user) : std::string();
  if (registers(frame.command) && redirected(connection, request)) return;
  note_request(connection, frame.command, frame.id, request);
  if (fault_at_request(connection, frame.command, frame.id, request)) return;
  on_request(connection, frame.command, frame.id, request);
}

void Gateway::count_connection(Connection& connection, const std::string& device) {
  connection.claimed_device = device;
  if (device.empty() || connection.number != 0) return;
  if (hellos_.size() < devices_max || hellos_.contains(device)) connection.number = ++hellos_[device];
}

void Gateway::on_request(Connection& connection, Command command, std::uint32_t id, const Json& request) {
  Effects effects;
  const ConnectionId from = connection.id();
  Json reply = request.is_object() ? service.handle(from, command, request, now(), effects)
                                   : error(60003, "the payload is no JSON object");
  // The answer first: a push that the request caused comes after it.
  if (!ask_shards(from, command, id, request, reply, effects)) answer(from, command, id, std::move(reply));
  carry_out(effects);
  if (registers(command)) watch_expiry();
  fault_after(Layer::request, from, command);
}

void Gateway::answer(ConnectionId to, Command command, std::uint32_t id, Json reply) {
  Connection* connection = find(to);
  if (connection == nullptr) return;
  if (sink_ && command == Command::login) secrets->learn(usersig::SecretKind::token, text_at(reply, "token"));
  if (!fault_at_output(*connection, Layer::reply, command, id, reply)) {
    if (sink_) note("reply", *connection, {{"command", wire::name_of(command)}, {"code", reply["code"]}});
    connection->send({FrameType::reply, command, id, as_text(reply)});
    fault_after(Layer::reply, to, command);
  }
  forget_claim(to);
}

// Once the client has been told that it has no user, its claim is void.
void Gateway::forget_claim(ConnectionId id) {
  const auto client = service.clients().find(id);
  Connection* connection = find(id);
  if (connection != nullptr && client != service.clients().end() && client->second.user.empty())
    connection->claimed_user.clear();
}

void Gateway::push(const Push& push) {
  Connection* connection = find(push.to);
  if (connection == nullptr) return;
  if (!fault_at_output(*connection, Layer::push, push.command, 0, push.payload)) {
    if (sink_) note("push", *connection, {{"command", wire::name_of(push.command)}});
    connection->send({FrameType::push, push.command, 0, as_text(push.payload)});
    fault_after(Layer::push, push.to, push.command);
  }
  forget_claim(push.to);
}

void Gateway::carry_out(const Effects& effects) {
  for (const Effect& effect : effects) {
    if (const auto* to_push = std::get_if<Push>(&effect)) {
      push(*to_push);
    } else if (const auto* close = std::get_if<Close>(&effect)) {
      gone(close->connection, close->how);
    } else if (const auto* tell = std::get_if<Tell>(&effect)) {
      tell_shard(*tell);
    } else if (const auto* note = std::get_if<Note>(&effect)) {
      report(*note);
    }
  }
}

// --- what is told to the world

// Of a state that has been found to be in order.
void Gateway::learn_secrets_of(const Json& state) {
  for (const Json& app : state["apps"]) {
    secrets->learn(usersig::SecretKind::key, text_at(app, "key"));
    for (const auto& [token, whose] : app["tokens"].items()) secrets->learn(usersig::SecretKind::token, token);
  }
}

void Gateway::note(std::string_view kind, const Connection& connection, const Json& detail) {
  if (!sink_) return;
  const Who who = who_is(connection);
  sink_({loop_.now(), kind, who.app, who.user, who.device, connection.id(), detail.is_null() ? nullptr : &detail});
}

void Gateway::note_request(const Connection& connection, Command command, std::uint32_t id, const Json& request) {
  if (!sink_) return;
  Json shown = request.is_discarded() ? Json() : request;
  const auto hide = [&](const char* member, usersig::SecretKind kind) {
    if (!shown.is_object() || !shown.contains(member)) return;
    const std::string secret = text_at(shown, member);
    secrets->learn(kind, secret);
    shown[member] = usersig::shown_secret(kind, secret);
  };
  hide("userSig", usersig::SecretKind::ticket);
  hide("token", usersig::SecretKind::token);
  note("request", connection, {{"command", wire::name_of(command)}, {"id", id}, {"payload", std::move(shown)}});
}

// As the service knows it; before a login, and after a kick or a logout, as the client has said.
Gateway::Who Gateway::who_is(const Connection& connection) const {
  const auto client = service.clients().find(connection.id());
  if (client == service.clients().end()) return {0, connection.claimed_user, connection.claimed_device};
  const Client& known = client->second;
  return {known.app, known.user.empty() ? connection.claimed_user : known.user, known.device};
}

void Gateway::report(const Note& note) {
  if (!sink_) return;
  sink_({loop_.now(), note.kind, note.app, note.user, note.device, note.connection,
         note.detail.is_null() ? nullptr : &note.detail});
}

void Gateway::later(ConnectionId whose, runtime::Duration delay, runtime::Task task) {
  const std::uint64_t number = ++delays_;
  delayed_[number] = loop_.after(delay, [this, number, whose, task = std::move(task)] {
    const runtime::Timer finished = std::move(delayed_[number]);
    delayed_.erase(number);
    if (find(whose) != nullptr) task();
  });
}

}  // namespace chatproof::mockserver
