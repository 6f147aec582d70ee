#include "conformance/cli/serve_desk.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "mockserver/shards/shard_actions.hpp"
#include "sdk/runtime/real/secrets.hpp"

namespace chatproof::cli {

namespace {

constexpr const char* link_host = "127.0.0.1";  // shards of one program

// An event that outlives the call in which it was told.
struct KeptEvent {
  explicit KeptEvent(const mockserver::ServerEvent& of) : kind(of.kind), event(of) {
    if (of.detail != nullptr) detail = *of.detail;
  }
  [[nodiscard]] mockserver::ServerEvent view() const {
    mockserver::ServerEvent out = event;
    out.kind = kind;
    out.detail = event.detail == nullptr ? nullptr : &detail;
    return out;
  }
  std::string kind;
  nlohmann::json detail;
  mockserver::ServerEvent event;
};

}  // namespace

Desk::Desk(DeskOptions options, ServeOutput& out) : options_(options) {
  for (int i = 0; i < options_.shards; ++i) shards_.push_back(std::make_unique<Shard>(options_.speed));
  const runtime::Secrets secrets = runtime::real_secrets();
  log_ = std::make_unique<ServeLog>(loop(), options_.colours, out);
  for (int i = 0; i < options_.shards; ++i) {
    Shard& shard = *shards_[static_cast<std::size_t>(i)];
    shard.thread.call([&] {
      shard.network = std::make_unique<runtime::RealNetwork>(shard.thread.loop());
      shard.server = std::make_unique<mockserver::Server>(
          shard.thread.loop(), *shard.network, runtime::Chance(runtime::Random(secrets()), secrets), sink(i));
      if (options_.tls) shard.server->will_speak_tls();
    });
  }
}

mockserver::ServerEventSink Desk::sink(int shard) {
  if (options_.quiet && !options_.controlled) return {};  // then the server does not even make its events
  if (shard == 0) return [this](const mockserver::ServerEvent& event) { told(event); };
  return [this](const mockserver::ServerEvent& event) {
    loop().post([this, kept = KeptEvent(event)] { told(kept.view()); });
  };
}

void Desk::told(const mockserver::ServerEvent& event) {
  if (!options_.quiet) log_->print(event);
  if (control_) control_->on_event(event);
}

// The first shard goes last: the others tell it what they do.
Desk::~Desk() {
  on_first([this] {
    timers_.clear();
    control_.reset();
  });
  for (auto shard = shards_.rbegin(); shard != shards_.rend(); ++shard)
    (*shard)->thread.call([&] {
      (*shard)->server.reset();
      (*shard)->network.reset();
    });
  while (shards_.size() > 1) shards_.pop_back();
  shards_.front()->thread.stop();
}

// Waits for the shards that it concerns, one after the other; none of them ever waits for another one.
mockserver::ActResult Desk::act(std::string_view action, const nlohmann::json& arguments) {
  return mockserver::act_on_shards(
      options_.shards,
      [this](int index, std::string_view name, const nlohmann::json& given) {
        Shard& shard = *shards_[static_cast<std::size_t>(index)];
        mockserver::ActResult result;
        shard.thread.call([&] { result = shard.server->act(name, given); });
        return result;
      },
      action, arguments);
}

void Desk::play(ServeInput given, std::vector<scenario::LoadError>& errors) {
  const auto input = std::make_shared<const ServeInput>(std::move(given));
  for (const Deed& deed : input->deeds) {
    if (deed.after) {
      later(input, deed);
    } else if (const auto result = act(deed.action, deed.arguments); !result.ok) {
      errors.push_back({input->place(deed, result.pointer), result.error, ""});
    }
  }
}

void Desk::later(const std::shared_ptr<const ServeInput>& input, const Deed& deed) {
  const auto run = [this, input, &deed] {
    const auto result = act(deed.action, deed.arguments);
    if (result.ok) return log_->say("script", deed.action);
    const auto place = input->place(deed, result.pointer);
    log_->say("script", deed.action + " refused: " + place.file + ":" + std::to_string(place.line) + ": " +
                            result.error + " (" + place.pointer + ")");
  };
  on_first([&] { timers_.push_back(loop().after(*deed.after, run)); });
}

runtime::NetError Desk::listen(runtime::Endpoint& at, const runtime::ServerTls& tls) {
  runtime::ServerTls with_bad_ones = tls;  // for fault rules
  if (tls.enabled()) {
    bad_certificates_ =
        std::make_unique<runtime::BadCertificates>(runtime::CertificateFiles{tls.certificate_file, tls.key_file});
    bad_certificates_->add_to(with_bad_ones);
  }
  const std::string token = runtime::make_token(runtime::real_secrets());
  const runtime::Endpoint first = at;
  for (int i = 0; i < options_.shards; ++i) {
    Shard& shard = *shards_[static_cast<std::size_t>(i)];
    if (first.port != 0) at.port = static_cast<std::uint16_t>(first.port + i);
    runtime::NetError error{};
    shard.thread.call([&] {
      if (options_.shards > 1) error = shard.server->open_shard_links({i, options_.shards}, token, {link_host, 0});
      if (error == runtime::NetError::none) error = shard.server->listen(at, with_bad_ones);
    });
    if (error != runtime::NetError::none) return error;
  }
  if (options_.shards > 1) meet();
  return runtime::NetError::none;
}

void Desk::meet() {
  std::vector<mockserver::ShardAddress> addresses;
  for (const auto& shard : shards_) shard->thread.call([&] { addresses.push_back(shard->server->shard_address()); });
  for (const auto& shard : shards_) shard->thread.call([&] { shard->server->meet_shards(addresses); });
}

runtime::NetError Desk::control(const runtime::Endpoint& at, const runtime::ServerTls& tls, const std::string& token) {
  runtime::NetError error{};
  on_first([&] {
    control_ = std::make_unique<control::Control>(
        loop(), *shards_.front()->network,
        [this](std::string_view action, const nlohmann::json& arguments) { return act(action, arguments); },
        runtime::real_secrets(), control::ControlOptions{token, loop().speed()});
    error = control_->listen(at, tls);
  });
  return error;
}

runtime::Endpoint Desk::control_local() {
  runtime::Endpoint at;
  on_first([&] { at = control_->local(); });
  return at;
}

runtime::Endpoint Desk::local(int shard) {
  runtime::Endpoint at;
  Shard& asked = *shards_[static_cast<std::size_t>(shard)];
  asked.thread.call([&] { at = asked.server->local(); });
  return at;
}

}  // namespace chatproof::cli
