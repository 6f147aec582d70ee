#include "conformance/cli/serve_desk.hpp"

#include <random>

namespace chatproof::cli {

Desk::Desk(DeskOptions options) : options_(options), thread_({options.speed}), log_(thread_.loop(), options.colours) {
  thread_.call([this] {
    network_ = std::make_unique<runtime::RealNetwork>(thread_.loop());
    server_ = std::make_unique<mockserver::Server>(thread_.loop(), *network_, runtime::Random(std::random_device{}()),
                                                   sink());
    if (options_.tls) server_->will_speak_tls();
  });
}

mockserver::ServerEventSink Desk::sink() {
  if (options_.quiet && !options_.controlled) return {};  // then the server does not even make its events
  return [this](const mockserver::ServerEvent& event) {
    if (!options_.quiet) log_.print(event);
    if (control_) control_->on_event(event);
  };
}

Desk::~Desk() {
  thread_.call([this] {
    timers_.clear();
    control_.reset();
    server_.reset();
    network_.reset();
  });
}

mockserver::ActResult Desk::act(const std::string& action, const nlohmann::json& arguments) {
  mockserver::ActResult result;
  thread_.call([&] { result = server_->act(action, arguments); });
  return result;
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
    const auto result = server_->act(deed.action, deed.arguments);
    if (result.ok) return log_.say("script", deed.action);
    const auto place = input->place(deed, result.pointer);
    log_.say("script", deed.action + " refused: " + place.file + ":" + std::to_string(place.line) + ": " +
                           result.error + " (" + place.pointer + ")");
  };
  thread_.call([&] { timers_.push_back(thread_.loop().after(*deed.after, run)); });
}

runtime::NetError Desk::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls) {
  runtime::ServerTls with_bad_ones = tls;  // for fault rules
  if (tls.enabled()) {
    bad_certificates_ =
        std::make_unique<runtime::BadCertificates>(runtime::CertificateFiles{tls.certificate_file, tls.key_file});
    bad_certificates_->add_to(with_bad_ones);
  }
  runtime::NetError error{};
  thread_.call([&] { error = server_->listen(at, with_bad_ones); });
  return error;
}

runtime::NetError Desk::control(const runtime::Endpoint& at, const runtime::ServerTls& tls, const std::string& token) {
  runtime::NetError error{};
  thread_.call([&] {
    control_ =
        std::make_unique<control::Control>(thread_.loop(), *network_, *server_, runtime::Random(std::random_device{}()),
                                           control::ControlOptions{token, thread_.loop().speed()});
    error = control_->listen(at, tls);
  });
  return error;
}

runtime::Endpoint Desk::control_local() {
  runtime::Endpoint at;
  thread_.call([&] { at = control_->local(); });
  return at;
}

runtime::Endpoint Desk::local() {
  runtime::Endpoint at;
  thread_.call([&] { at = server_->local(); });
  return at;
}

}  // namespace chatproof::cli
