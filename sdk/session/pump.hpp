// The inside of Session: connects the machines, which decide, to a Loop and a Network, which do.
// Rules that everything here keeps:
// - handlers and the observer are called from drain() or at the very end of a frame, never while a machine or a list of
//   actions is being worked on, so they may call anything, destroy the session included;
// - what is told goes through the outbox in the order in which it came about.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/session/account_machine.hpp"
#include "sdk/session/link_machine.hpp"
#include "sdk/session/outbox.hpp"
#include "sdk/session/request_table.hpp"
#include "sdk/session/session.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::session {

class Session::Pump final : public runtime::StreamHandler, public std::enable_shared_from_this<Session::Pump> {
 public:
  Pump(runtime::Loop& loop, runtime::Network& network, runtime::Random random, std::shared_ptr<const Config> config,
       Observer& observer);

  void start();
  void stop();
  void login(std::string_view user_id, std::string_view user_sig, ReplyHandler done);
  void logout(ReplyHandler done);
  void request(wire::Command command, std::string payload, RequestOptions options, ReplyHandler done);
  void network_hint(bool up);
  void set_cursor(std::int64_t cursor) { cursor_ = cursor; }

  [[nodiscard]] LoginState login_state() const;
  [[nodiscard]] const std::string& user_id() const;
  [[nodiscard]] bool connected() const { return link_.state() == LinkState::up; }
  [[nodiscard]] std::optional<runtime::UnixTime> server_start() const { return server_start_; }

  void on_data(std::string_view bytes) override;
  void on_closed(NetError why) override;

 private:
  // A call that is being decided on; whoever answers it takes `done`.
  struct Call {
    ReplyHandler done;
    std::string_view user_sig;
  };
  // What came from the server and is being worked on. The bytes are valid until the end of the frame.
  struct Incoming {
    int code = 0;
    std::string text;
    std::string_view body;
  };

  void on_connect(std::unique_ptr<runtime::Stream> stream, NetError error);
  void on_link_timer();
  void on_request_timer();

  void link_event(const link::Event& event);
  void act(const link::Dial&);
  void act(const link::SendHello&);
  void act(const link::SendPing&);
  void act(const link::Drop& action);
  void act(const link::SetTimer& action);
  void act(const link::CancelTimer&) { link_timer_.cancel(); }
  void act(const link::TellConnecting&);
  void act(const link::TellConnected&);
  void act(const link::TellFailed& action);
  void act(const link::LinkUp&);
  void act(const link::LinkDown& action);
  void act(const std::monostate&) {}

  void account_event(const account::Event& event, Call* call = nullptr, Incoming* incoming = nullptr);
  void act(const account::Answer& action, Call* call, Incoming*);
  void act(const account::SubmitLogin&, Call* call, Incoming*);
  void act(const account::SubmitResume&, Call*, Incoming*);
  void act(const account::SubmitLogout&, Call* call, Incoming*);
  void act(const account::WithdrawResume&, Call*, Incoming*);
  void act(const account::SendLogout&, Call*, Incoming*);
  void act(const account::EndLogin& action, Call*, Incoming* incoming);
  void act(const account::EndLogout& action, Call*, Incoming* incoming);
  void act(const account::EndRequests& action, Call*, Incoming*);
  void act(const account::TellOnline&, Call*, Incoming* incoming);
  void act(const account::TellKicked& action, Call*, Incoming* incoming);
  void act(const account::TellExpired&, Call*, Incoming*);
  void act(const account::AbandonLink&, Call*, Incoming*);
  void act(const std::monostate&, Call*, Incoming*) {}

  // Whether more frames of the same bytes may be worked on.
  [[nodiscard]] bool on_frame(const wire::Frame& frame);
  void on_reply(const wire::Frame& frame);
  void on_hello_reply(std::string_view payload);
  void on_push(const wire::Frame& frame);
  void on_pong(std::string_view payload);
  void on_goaway(std::string_view payload);
  [[nodiscard]] runtime::Endpoint server() const;

  void submit(Request request);
  void write(Request& request);
  void write(wire::FrameType type, wire::Command command, std::uint32_t id, std::string_view payload);
  void flush_due();
  void arm_request_timer(bool rescan);
  [[nodiscard]] std::uint64_t flushed() const;

  void tell(Notice notice);
  void tell(NoticeKind kind);
  void tell_result(ReplyHandler done, int code, std::string text = {}, std::string_view body = {});
  void finish_call();  // the end of a call: what it led to is told later
  void settle();       // the end of an event: what it led to is told now
  void drain();
  [[nodiscard]] bool logs(int level) const { return config_->log_level != 0 && level >= config_->log_level; }
  void log(int level, std::string line);
  void refuse_after_stop(ReplyHandler done);
  void learn_server_time(std::int64_t time_ms);

  runtime::Loop& loop_;
  runtime::Network& network_;
  Observer& observer_;
  std::shared_ptr<const Config> config_;

  LinkMachine link_;
  AccountMachine account_;
  RequestTable requests_;
  Outbox outbox_;
  wire::Decoder decoder_;

  std::unique_ptr<runtime::Pending> dial_;
  std::unique_ptr<runtime::Stream> stream_;
  runtime::Timer link_timer_;
  runtime::Timer request_timer_;
  Instant request_wakeup_ = Instant::max();  // when request_timer_ is set to; max: it is not

  std::int64_t cursor_ = -1;
  std::optional<runtime::UnixTime> server_start_;
  std::uint64_t written_ = 0;          // bytes given to the current stream
  std::uint64_t flushed_at_drop_ = 0;  // bytes of the last stream that had left it
  std::uint32_t hello_id_ = 0;
  std::uint16_t sent_to_ = 0;  // the port of the shard of the user; 0: none told, or it could not be reached
  std::uint32_t streams_ = 0;  // counts streams, so that a frame knows that its own is gone
  bool drain_posted_ = false;
  bool stopping_ = false;  // within stop()
  bool stopped_ = false;
};

}  // namespace chatproof::session
