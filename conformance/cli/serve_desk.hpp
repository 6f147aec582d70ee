// The server on its loop, as long as `chatproof serve` runs. Any thread but the loop's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "conformance/cli/serve_input.hpp"
#include "conformance/cli/serve_log.hpp"
#include "mockserver/control/control.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/testing/test_certificates.hpp"

namespace chatproof::cli {

struct DeskOptions {
  double speed = 1.0;
  bool colours = false;
  bool quiet = false;       // no line for each event
  bool controlled = false;  // control() will be called
  bool tls = false;         // listen() will be given certificates
};

class Desk {
 public:
  explicit Desk(DeskOptions options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] mockserver::ActResult act(const std::string& action, const nlohmann::json& arguments);
  // Does what has no time, and sets timers for the rest. What the server refuses is added to the errors.
  void play(ServeInput input, std::vector<scenario::LoadError>& errors);

  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at, const runtime::ServerTls& tls);
  [[nodiscard]] runtime::Endpoint local();
  // The HTTP control API. At most once.
  [[nodiscard]] runtime::NetError control(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                          const std::string& token);
  [[nodiscard]] runtime::Endpoint control_local();

 private:
  [[nodiscard]] mockserver::ServerEventSink sink();
  void later(const std::shared_ptr<const ServeInput>& input, const Deed& deed);

  const DeskOptions options_;
  runtime::LoopThread thread_;
  ServeLog log_;
  std::unique_ptr<runtime::RealNetwork> network_;
  std::unique_ptr<mockserver::Server> server_;
  std::unique_ptr<runtime::BadCertificates> bad_certificates_;
  std::unique_ptr<control::Control> control_;
  std::vector<runtime::Timer> timers_;
};

}  // namespace chatproof::cli
