#include "sdk/session/session.hpp"

#include "sdk/session/pump.hpp"

namespace chatproof::session {

Session::Session(runtime::Loop& loop, runtime::Network& network, runtime::Random random, Config config,
                 Observer& observer)
    : Session(loop, network, random, std::make_shared<const Config>(std::move(config)), observer) {}
Session::Session(runtime::Loop& loop, runtime::Network& network, runtime::Random random,
                 std::shared_ptr<const Config> config, Observer& observer)
    : pump_(std::make_shared<Pump>(loop, network, random, std::move(config), observer)) {}
Session::~Session() { stop(); }

// Each call holds the pump: stop() runs handlers, and one of them may destroy this object.
void Session::start() { pump_->start(); }
void Session::stop() {
  const auto pump = pump_;
  pump->stop();
}
void Session::login(std::string_view user_id, std::string_view user_sig, ReplyHandler done) {
  pump_->login(user_id, user_sig, std::move(done));
}
void Session::logout(ReplyHandler done) { pump_->logout(std::move(done)); }
void Session::request(wire::Command command, std::string payload, RequestOptions options, ReplyHandler done) {
  pump_->request(command, std::move(payload), options, std::move(done));
}
void Session::network_hint(bool up) { pump_->network_hint(up); }
void Session::set_cursor(std::int64_t cursor) { pump_->set_cursor(cursor); }

LoginState Session::login_state() const { return pump_->login_state(); }
const std::string& Session::user_id() const { return pump_->user_id(); }
bool Session::connected() const { return pump_->connected(); }
std::optional<runtime::UnixTime> Session::server_start() const { return pump_->server_start(); }

}  // namespace chatproof::session
