#include "mockserver/server.hpp"

#include <nlohmann/json.hpp>

#include "mockserver/actions.hpp"
#include "mockserver/gateway/gateway.hpp"
#include "mockserver/lints.hpp"
#include "sdk/usersig/secrets.hpp"

namespace chatproof::mockserver {

class Server::Impl {
 public:
  Impl(runtime::Loop& loop, runtime::Network& network, runtime::Chance chance, ServerEventSink told, LinkHand links)
      : sink(std::move(told)), gateway(loop, network, std::move(chance), events()) {
    gateway.set_links(std::move(links));
  }

  // Lints look at what was sent; what they and the server tell holds no secret.
  ServerEventSink events() {
    if (!sink) return {};
    return Lints([this](const ServerEvent& event) { open ? sink(event) : sink_hidden(event); });
  }

  void sink_hidden(ServerEvent event) {
    nlohmann::json detail;
    event.user = gateway.secrets->hide(event.user);
    event.device = gateway.secrets->hide(event.device);
    if (event.detail != nullptr) {
      detail = *event.detail;
      gateway.secrets->hide_in(detail);
      event.detail = &detail;
    }
    sink(event);
  }

  const ServerEventSink sink;
  bool open = false;
  Gateway gateway;
};

Server::Server(runtime::Loop& loop, runtime::Network& network, runtime::Chance chance, ServerEventSink sink,
               LinkHand links)
    : impl_(std::make_unique<Impl>(loop, network, std::move(chance), std::move(sink), std::move(links))) {}
Server::~Server() = default;

runtime::NetError Server::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls) {
  return impl_->gateway.listen(at, tls);
}
runtime::Endpoint Server::local() const { return impl_->gateway.local(); }

runtime::NetError Server::open_shard_links(Place place, const std::string& token, const runtime::Endpoint& at) {
  return impl_->gateway.open_shard_links(place, token, at);
}
ShardAddress Server::shard_address() const { return {impl_->gateway.shard_link(), impl_->gateway.local().port}; }
void Server::meet_shards(const std::vector<ShardAddress>& shards) { impl_->gateway.meet_shards(shards); }

void Server::will_speak_tls() { impl_->gateway.faults.allow(FaultGroup::tls); }
void Server::answers_for_its_name() { impl_->gateway.faults.allow(FaultGroup::resolve); }
LookUpFault Server::look_up(const std::string& device) { return impl_->gateway.look_up(device); }

void Server::tells_secrets() { impl_->open = true; }
std::shared_ptr<usersig::Secrets> Server::secrets() const { return impl_->gateway.secrets; }

ActResult Server::act(std::string_view action, const nlohmann::json& arguments) {
  return act_on(impl_->gateway, action, arguments);
}

}  // namespace chatproof::mockserver
