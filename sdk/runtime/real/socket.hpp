// The inside of RealNetwork: one connected socket, plain or TLS. Nothing outside this folder includes it.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sdk/runtime/network.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/real/tls_session.hpp"

namespace chatproof::runtime {

// The executor by its own type: 40 bytes less per socket than any_io_executor.
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using ErrorCode = boost::system::error_code;

// Of errno, as far as this room tells them apart.
[[nodiscard]] NetError net_error_of(int error);

class Socket;

// What the connections of a network share. Lives as long as any of them.
class NetCore : public std::enable_shared_from_this<NetCore> {
 public:
  static constexpr std::size_t buffer_size = 64 * 1024;

  NetCore(RealLoop& loop_of_net, RealNetworkOptions options_of_net)
      : loop(loop_of_net), io(loop_of_net.context()), options(std::move(options_of_net)), buffer(buffer_size) {}

  // The writes of one loop turn leave together, in a turn of their own right after the handlers that are ready now.
  void request_flush(std::shared_ptr<Socket> socket);
  // Null when the certificates cannot be loaded.
  [[nodiscard]] std::shared_ptr<TlsContext> client_context(const std::string& ca_file);

  RealLoop& loop;
  boost::asio::io_context& io;
  const RealNetworkOptions options;
  std::vector<char> buffer;
  std::size_t dials = 0;
  std::size_t tls_handshakes = 0;
  std::size_t tls_resumptions = 0;

 private:
  using Batch = std::vector<std::shared_ptr<Socket>>;
  static void flush(const Batch& batch);

  std::weak_ptr<Batch> to_flush_;  // held by the task that will flush it, so that it dies with the loop
  std::map<std::string, std::shared_ptr<TlsContext>> client_contexts_;  // by CA file
};

// Kept alive by its owner's RealStream and by its own pending operations. After its owner has closed it, it lingers
// until everything written is sent and the other end has closed too, or its time is up.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(std::shared_ptr<NetCore> core, TcpSocket socket);

  // The handshake first; `done` is called once, later, unless the socket is dropped before.
  using HandshakeHandler = std::function<void(NetError)>;
  void start_tls(std::unique_ptr<TlsSession> tls, HandshakeHandler done);
  void drop();  // at once and without good order; nothing is called any more

  void set_handler(StreamHandler& handler);
  void write(std::string_view bytes);
  void pause(bool paused);
  void reset();
  void close();  // in good order
  [[nodiscard]] std::size_t queued() const { return out_.size() - out_head_; }
  [[nodiscard]] Endpoint peer() const;
  [[nodiscard]] int descriptor() { return socket_.native_handle(); }

  void flush();
  bool flush_wanted = false;

 private:
  enum class State : std::uint8_t { handshake, open, lingering, closed };
  // After its owner has left, a socket may take this long without progress: for what is still to be sent, and for the
  // other end to close. Wall time.
  static constexpr Duration send_limit = std::chrono::seconds(30);
  static constexpr Duration linger_limit = std::chrono::seconds(5);

  void continue_handshake();
  void end_handshake(NetError why);
  void wait_read();
  void wait_write();
  void wait_error();
  void on_readable();
  void on_paused_event();
  void throw_away_input();
  void finish_sending();
  [[nodiscard]] IoResult receive(char* to, std::size_t size);
  [[nodiscard]] IoResult send(const char* from, std::size_t size);
  void drop_sent(std::size_t count);
  void ended(NetError why);
  void set_limit(Duration wall);
  void close_now();

  std::shared_ptr<NetCore> core_;
  TcpSocket socket_;
  boost::asio::ip::tcp::endpoint peer_;
  std::unique_ptr<TlsSession> tls_;
  std::unique_ptr<HandshakeHandler> handshake_done_;
  StreamHandler* handler_ = nullptr;
  std::string out_;
  std::size_t out_head_ = 0;
  Timer limit_;
  State state_ = State::open;
  NetError write_error_ = NetError::none;
  bool paused_ = false;
  bool waits_read_ = false;
  bool waits_write_ = false;
  bool waits_error_ = false;
  bool fin_sent_ = false;
};

class RealStream final : public Stream {
 public:
  explicit RealStream(std::shared_ptr<Socket> socket) : socket_(std::move(socket)) {}
  ~RealStream() override { socket_->close(); }
  void set_handler(StreamHandler& handler) override { socket_->set_handler(handler); }
  void write(std::string_view bytes) override { socket_->write(bytes); }
  [[nodiscard]] std::size_t queued() const override { return socket_->queued(); }
  void pause_reading(bool paused) override { socket_->pause(paused); }
  void reset() override { socket_->reset(); }
  [[nodiscard]] Endpoint peer() const override { return socket_->peer(); }

 private:
  std::shared_ptr<Socket> socket_;
};

}  // namespace chatproof::runtime
