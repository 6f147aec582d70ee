// Tells the owners of descriptors what their descriptors are ready for: one level-triggered epoll set, itself watched
// by Asio. A connection is added once and changed only when it wants something else; Asio's async_wait would change it
// before every single read. Nothing outside this folder includes this file.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <memory>
#include <vector>

namespace chatproof::runtime {

// Whose descriptor it is. Loop thread only, as everything here.
class Watched : public boost::intrusive_ref_counter<Watched, boost::thread_unsafe_counter> {
 public:
  Watched() = default;
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  virtual ~Watched() = default;
  // EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP: the last two come unasked, and so may what was asked for before.
  virtual void on_ready(std::uint32_t events) = 0;
  virtual void on_turn_end() {}
};
using WatchedPtr = boost::intrusive_ptr<Watched>;

// Lives as long as it waits, together with what it watches: until stop(), or the end of the loop.
class Poller : public std::enable_shared_from_this<Poller> {
 public:
  explicit Poller(boost::asio::io_context& io);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void start() { wait(); }
  void stop();

  // Nothing but that it breaks, and that once.
  static constexpr std::uint32_t only_errors = EPOLLET;
  // Keeps a share of the owner until forget(). False: the system has no memory for it.
  [[nodiscard]] bool add(int descriptor, std::uint32_t events, WatchedPtr owner);
  void change(int descriptor, std::uint32_t events) const;
  void hand_over(int descriptor, WatchedPtr owner);  // it is told from now on
  // Before the descriptor is closed, which takes it out of the set. What was ready on it is not told any more.
  void forget(int descriptor);

  // Calls on_turn_end() when everybody has been told of what is ready now.
  void at_turn_end(WatchedPtr owner);

 private:
  using Descriptor = boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;
  static constexpr std::size_t events_per_turn = 256;

  void wait();
  void tell();
  void end_turn();

  boost::asio::io_context& io_;
  const int set_;
  Descriptor watched_set_;
  std::vector<WatchedPtr> owners_;  // by descriptor
  std::vector<WatchedPtr> at_turn_end_, ending_;
  std::array<epoll_event, events_per_turn> events_{};
  std::size_t at_ = 0, ready_ = 0;  // of events_
  bool telling_ = false;
};

}  // namespace chatproof::runtime
