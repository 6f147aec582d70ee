// The inside of RealNetwork: one connected socket, plain or TLS. Nothing outside this folder includes it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sdk/runtime/network.hpp"
#include "sdk/runtime/real/poller.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/real/tls_session.hpp"

namespace chatproof::runtime {

// Of errno, as far as this room tells them apart.
[[nodiscard]] NetError net_error_of(int error);

// What waits to be sent on a connection.
struct Outgoing {
  std::string bytes;
  std::size_t sent = 0;  // of them
};

// What the connections of a network share. Lives as long as any of them.
class NetCore : public std::enable_shared_from_this<NetCore> {
 public:
  static constexpr std::size_t buffer_size = 64 * 1024;

  NetCore(RealLoop& loop_of_net, RealNetworkOptions options_of_net)
      : loop(loop_of_net), io(loop_of_net.context()), options(std::move(options_of_net)), buffer(buffer_size) {}
  ~NetCore();

  [[nodiscard]] std::shared_ptr<Poller> poller();  // null while the loop ends
  // Null when the certificates cannot be loaded.
  [[nodiscard]] std::shared_ptr<TlsContext> client_context(const std::string& ca_file);
  // Most connections are idle most of the time: those that send borrow the memory for it.
  [[nodiscard]] std::unique_ptr<Outgoing> borrow();
  void give_back(std::unique_ptr<Outgoing> outgoing);

  RealLoop& loop;
  boost::asio::io_context& io;
  const RealNetworkOptions options;
  std::vector<char> buffer;
  std::size_t dials = 0;
  std::size_t tls_handshakes = 0;
  std::size_t tls_resumptions = 0;

 private:
  std::weak_ptr<Poller> poller_;  // made when first used, on the loop
  bool poller_made_ = false;
  std::vector<std::unique_ptr<Outgoing>> spare_;
  std::map<std::string, std::shared_ptr<TlsContext>> client_contexts_;  // by CA file
};

// Kept alive by its owner's RealStream, and by the poller once it waits for something. After its owner has closed it,
// it lingers until everything written is sent and the other end has closed too, or its time is up.
class Socket final : public Watched {
 public:
  // `interest`: what the poller has been told already; 0: it does not know the descriptor.
  Socket(std::shared_ptr<NetCore> core, int descriptor, std::uint32_t interest = 0);
  ~Socket() override;

  // The handshake first; `done` is called once, later, unless the socket is dropped before.
  using HandshakeHandler = std::function<void(NetError)>;
  void start_tls(std::unique_ptr<TlsSession> tls, HandshakeHandler done);
  void drop();  // at once and without good order; nothing is called any more

  // Before anything else: the connection was reset while it was being made, and whoever reads is told so at the end.
  void was_reset() { write_error_ = NetError::reset; }

  void set_handler(StreamHandler& handler);
  void write(std::string_view bytes);
  void pause(bool paused);
  void reset();
  void close();  // in good order
  [[nodiscard]] std::size_t queued() const { return out_ == nullptr ? 0 : out_->bytes.size() - out_->sent; }
  [[nodiscard]] Endpoint peer() const;  // empty once the other end has reset the connection
  [[nodiscard]] int descriptor() const { return descriptor_; }

  void on_ready(std::uint32_t events) override;
  void on_turn_end() override;

 private:
  enum class State : std::uint8_t { handshake, open, lingering, closed };
  // After its owner has left, a socket may take this long without progress: for what is still to be sent, and for the
  // other end to close. Wall time.
  static constexpr Duration send_limit = std::chrono::seconds(30);
  static constexpr Duration linger_limit = std::chrono::seconds(5);

  void continue_handshake();
  void end_handshake(NetError why);
  [[nodiscard]] std::uint32_t wanted() const;
  void want();       // what is wanted now, if it is more than before
  void want_less();  // ... if it is less
  void tell_poller(std::uint32_t events);
  void wait_write();
  void request_flush();
  void flush();
  void on_readable();
  void read_soon();
  void read_pending();
  void on_broken_while_paused();
  void throw_away_input();
  void finish_sending();
  [[nodiscard]] IoResult receive(char* to, std::size_t size);
  [[nodiscard]] IoResult send(const char* from, std::size_t size);
  void drop_sent(std::size_t count);
  void ended(NetError why);
  void set_limit(Duration wall);
  void close_now();

  std::shared_ptr<NetCore> core_;
  std::unique_ptr<TlsSession> tls_;
  std::unique_ptr<HandshakeHandler> handshake_done_;
  StreamHandler* handler_ = nullptr;
  std::unique_ptr<Outgoing> out_;  // null: nothing to send
  Timer limit_;
  int descriptor_;
  std::uint32_t interest_;
  State state_ = State::open;
  NetError write_error_ = NetError::none;  // no more can be sent; what can still be read comes first
  bool paused_ = false;
  bool waits_write_ = false;
  bool flush_wanted_ = false;
  bool fin_sent_ = false;
};
using SocketPtr = boost::intrusive_ptr<Socket>;

class RealStream final : public Stream {
 public:
  explicit RealStream(SocketPtr socket) : socket_(std::move(socket)) {}
  ~RealStream() override { socket_->close(); }
  void set_handler(StreamHandler& handler) override { socket_->set_handler(handler); }
  void write(std::string_view bytes) override { socket_->write(bytes); }
  [[nodiscard]] std::size_t queued() const override { return socket_->queued(); }
  void pause_reading(bool paused) override { socket_->pause(paused); }
  void reset() override { socket_->reset(); }
  [[nodiscard]] Endpoint peer() const override { return socket_->peer(); }

 private:
  SocketPtr socket_;
};

}  // namespace chatproof::runtime
