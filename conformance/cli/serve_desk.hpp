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
  int shards = 1;           // 1 ... mockserver::shards_max, each with a thread of its own
};

class Desk {
 public:
  Desk(DeskOptions options, ServeOutput& out);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] mockserver::ActResult act(std::string_view action, const nlohmann::json& arguments);
  // Does what has no time, and sets timers for the rest. What the server refuses is added to the errors.
  void play(ServeInput input, std::vector<scenario::LoadError>& errors);

  // Shard i takes the i-th port after the one that is asked for; 0: free ones. On an error `at` is where it was.
  [[nodiscard]] runtime::NetError listen(runtime::Endpoint& at, const runtime::ServerTls& tls);
  [[nodiscard]] runtime::Endpoint local(int shard = 0);
  // The HTTP control API. At most once.
  [[nodiscard]] runtime::NetError control(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                          const std::string& token);
  [[nodiscard]] runtime::Endpoint control_local();

 private:
  // A server with what it needs. It knows nothing of the others but their addresses.
  struct Shard {
    explicit Shard(double speed) : thread({speed}) {}
    runtime::LoopThread thread;
    std::unique_ptr<runtime::RealNetwork> network;
    std::unique_ptr<mockserver::Server> server;
  };

  [[nodiscard]] mockserver::ServerEventSink sink(int shard);
  void told(const mockserver::ServerEvent& event);
  [[nodiscard]] runtime::RealLoop& loop() { return shards_.front()->thread.loop(); }
  template <class Task>
  void on_first(const Task& task) {
    shards_.front()->thread.call(task);
  }
  void meet();
  void later(const std::shared_ptr<const ServeInput>& input, const Deed& deed);

  const DeskOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;  // log, control and timers live on the loop of the first one
  std::unique_ptr<ServeLog> log_;
  std::unique_ptr<runtime::BadCertificates> bad_certificates_;
  std::unique_ptr<control::Control> control_;
  std::vector<runtime::Timer> timers_;
};

}  // namespace chatproof::cli
