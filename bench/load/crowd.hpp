// The users of one worker and what they do when: follows the profile's phases on a loop, in any world.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/arrivals.hpp"
#include "bench/load/book.hpp"
#include "bench/load/client.hpp"
#include "bench/load/ledger.hpp"
#include "bench/load/meter.hpp"
#include "bench/load/profile.hpp"
#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/random.hpp"
#include "sdk/session/config.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::load {

// Where a crowd lives.
struct Seat {
  runtime::Loop& loop;
  // The network as a host of this name sees it; users with good links share one host.
  std::function<runtime::Network&(const std::string& host)> network;
  runtime::LinkControl* links = nullptr;  // needed when the profile makes links bad
  runtime::Endpoint server;
  runtime::ClientTls tls;
  std::uint32_t worker = 0, workers = 1;
  std::vector<runtime::Endpoint> shards{};  // of a server that is split; nothing: there is only `server`
};

// What the parts of a connection took.
struct Dialed {
  Duration connect{}, tls{};
  bool resumed = false;  // TLS
};

// Finer than any interval: what a back-off policy causes is a matter of a second.
inline constexpr Duration dial_bucket = std::chrono::milliseconds(100);

// How users came back after a deed that cut their links.
struct Recovery {
  std::string name;
  Duration from{};  // when the cut began
  Duration at{};    // what the times are counted from
  std::int64_t online_before = 0;
  std::uint64_t lost = 0;
  Histogram back;  // one value for each user who came back
};

class Crowd {
 public:
  // `done` is called once, when everybody has left.
  Crowd(const Profile& profile, Seat seat, Book::Told told_interval, Book::Told told_phase, std::function<void()> done);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  void start(Instant origin);  // when the run begins: about now
  void interrupt();            // ends it now, with what was done so far

  [[nodiscard]] const std::vector<Recovery>& recoveries() const { return recoveries_; }
  // Attempts to connect in each dial_bucket since the beginning.
  [[nodiscard]] const std::vector<std::uint32_t>& dials() const { return dials_; }
  // What this process had run out of when a connection could not be opened: "descriptors", "ports"; empty: nothing.
  [[nodiscard]] const std::string& exhausted() const { return exhausted_; }
  [[nodiscard]] Duration elapsed() const { return now() - origin_; }

  // --- for its clients
  [[nodiscard]] const Profile& profile() const { return profile_; }
  [[nodiscard]] Meter& meter() { return book_.at(now()); }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] runtime::Loop& loop() { return seat_.loop; }
  [[nodiscard]] Instant now() const { return seat_.loop.now(); }
  [[nodiscard]] std::int64_t unix_seconds() const;
  [[nodiscard]] runtime::Network& network_of(std::uint32_t user);
  [[nodiscard]] runtime::Random random_of(std::uint32_t user, Device device) const;
  [[nodiscard]] const std::shared_ptr<const session::Config>& config(std::uint32_t user, Device device) const;
  [[nodiscard]] std::string name_of(std::uint32_t user) const;
  [[nodiscard]] std::string ticket_of(std::uint32_t user);
  [[nodiscard]] std::uint32_t user_of(std::uint32_t local) const { return local * seat_.workers + seat_.worker; }
  [[nodiscard]] const MessagePlan& message_plan() const { return messages_; }
  [[nodiscard]] std::uint32_t next_message_random() { return ++message_random_; }
  // Whatever is asked of a session, and its answer: the run does not end while answers are to come.
  void begun() { ++pending_; }
  void ended() { --pending_; }
  // One thing at a time for each client: what was to come before does not.
  void later(Client& client, Duration wait, runtime::Task task);
  void log_in_later(Client& client, Instant intended);  // in the next second of the clock
  void nothing_later(Client& client) { later_.erase(&client); }
  void dialing();
  void connected(Duration took);
  void connect_failed(runtime::NetError error);
  void online_changed(Client& client, Device device);
  void linked_changed(bool linked);
  void lost_one();
  void one_is_back();
  void received(Client& client, const Marker& marker);
  void told_nonsense();  // by the server: not what the protocol says

  // What the parts of the connection took that is about to be told; sim knows only the whole.
  void dialed(const Dialed& parts) { dialed_ = parts; }

 private:
  struct Running {  // a flow under way
    const Flow* flow;
    Instant begins;
    std::uint64_t first;  // what number 0 means: how many users earlier flows of the kind have had
    Arrivals arrivals;
    runtime::Timer timer;
  };

  void begin_phase(const Phase& phase);
  void begin_flow(const Flow& flow, Instant begins);
  void arm(Running& running);
  void run_due(Running& running);
  void start_one(const Flow& flow, std::uint64_t number, Instant intended);
  void start_message(const Flow& flow, std::uint64_t number, Instant intended);
  void start_request(const Flow& flow, std::uint64_t number, Instant intended);
  void start_second_device(std::uint64_t user, Instant intended);
  Client* client_of(std::uint64_t user);
  // Somebody of ours who is online, the `number`th in turn; null if nobody is.
  [[nodiscard]] Client* somebody(std::uint64_t number);
  void keep_book();
  [[nodiscard]] Gauges gauges() const;
  void pulse(Instant due);
  void stall(Duration every);
  void set_links(const runtime::LinkConditions& conditions);
  void open_recovery(std::string name, Duration from, Duration at);
  void drain(Instant deadline);
  void finish();
  void at(Duration when, runtime::Task task);

  const Profile& profile_;
  Seat seat_;
  Book book_;
  std::function<void()> done_;
  std::vector<std::shared_ptr<const session::Config>> configs_, second_configs_;  // by the shard that is dialled first
  usersig::Creator creator_{0};  // 0: not compressed, or tickets would cost more than all else that a user does
  runtime::Random random_;

  std::vector<std::unique_ptr<Client>> clients_;  // by local number; null before the first login
  std::vector<std::unique_ptr<Client>> second_;
  std::vector<std::uint32_t> online_;     // local numbers of first devices, in no order
  std::vector<std::uint32_t> online_at_;  // by local number: the place in online_, or none
  std::int64_t seconds_online_ = 0;       // second devices
  std::int64_t connected_ = 0;
  std::int64_t pending_ = 0;

  Ledger ledger_;
  MessagePlan messages_;
  std::uint32_t message_random_ = 0;
  std::vector<Recovery> recoveries_;
  std::vector<std::uint32_t> dials_;
  std::string exhausted_;
  std::optional<Dialed> dialed_;

  Instant origin_{};
  bool over_ = false;
  std::vector<runtime::Timer> timeline_;
  std::map<const Client*, runtime::Timer> later_;  // never walked through
  std::vector<std::unique_ptr<Running>> running_;
  runtime::Timer book_timer_, pulse_timer_, stall_timer_, drain_timer_;
};

}  // namespace chatproof::load
