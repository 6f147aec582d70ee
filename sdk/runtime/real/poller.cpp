#include "sdk/runtime/real/poller.hpp"

#include <boost/asio/post.hpp>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr int nobody = -1;

int make_set() {
  const int set = ::epoll_create1(EPOLL_CLOEXEC);
  if (set < 0) std::abort();
  return set;
}

epoll_event event_of(int descriptor, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  return event;
}

}  // namespace

Poller::Poller(boost::asio::io_context& io) : io_(io), set_(make_set()), watched_set_(io.get_executor(), set_) {}

// Those who are watched may forget() their descriptors while they die.
Poller::~Poller() {
  const auto owners = std::exchange(owners_, {});
  const auto at_turn_end = std::exchange(at_turn_end_, {});
}

void Poller::stop() {
  boost::system::error_code ignored;
  watched_set_.close(ignored);
}

bool Poller::add(int descriptor, std::uint32_t events, WatchedPtr owner) {
  epoll_event event = event_of(descriptor, events);
  if (::epoll_ctl(set_, EPOLL_CTL_ADD, descriptor, &event) != 0) return false;
  hand_over(descriptor, std::move(owner));
  return true;
}

void Poller::change(int descriptor, std::uint32_t events) const {
  epoll_event event = event_of(descriptor, events);
  if (::epoll_ctl(set_, EPOLL_CTL_MOD, descriptor, &event) != 0) std::abort();  // it was added, so it is there
}

void Poller::hand_over(int descriptor, WatchedPtr owner) {
  const auto at = static_cast<std::size_t>(descriptor);
  if (at >= owners_.size()) owners_.resize(at + 1);
  owners_[at] = std::move(owner);
}

void Poller::forget(int descriptor) {
  const auto at = static_cast<std::size_t>(descriptor);
  if (at >= owners_.size()) return;
  const WatchedPtr owner = std::move(owners_[at]);  // it may die of this, at the end
  // A close() does this too, but not while a process that was forked holds the same socket.
  epoll_event unused{};
  (void)::epoll_ctl(set_, EPOLL_CTL_DEL, descriptor, &unused);
  // The number may be another one's by the time that the loop comes to it.
  for (std::size_t i = at_; i < ready_; ++i)
    if (events_[i].data.fd == descriptor) events_[i].data.fd = nobody;
}

void Poller::at_turn_end(WatchedPtr owner) {
  at_turn_end_.push_back(std::move(owner));
  if (telling_ || at_turn_end_.size() > 1) return;
  boost::asio::post(io_, [self = shared_from_this()] { self->end_turn(); });
}

void Poller::wait() {
  watched_set_.async_wait(Descriptor::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
    if (error) return;
    self->tell();
    if (self->watched_set_.is_open()) self->wait();
  });
}

void Poller::tell() {
  const int ready = ::epoll_wait(set_, events_.data(), static_cast<int>(events_.size()), 0);
  ready_ = ready > 0 ? static_cast<std::size_t>(ready) : 0;
  telling_ = true;
  for (at_ = 0; at_ < ready_;) {
    const epoll_event& event = events_[at_++];
    if (event.data.fd == nobody) continue;
    const std::uint32_t events = event.events;
    const WatchedPtr owner = owners_[static_cast<std::size_t>(event.data.fd)];
    if (owner != nullptr) owner->on_ready(events);
  }
  at_ = ready_ = 0;
  telling_ = false;
  end_turn();
}

// What is asked for meanwhile is for the end of the next turn.
void Poller::end_turn() {
  ending_.swap(at_turn_end_);
  for (WatchedPtr& owner : ending_) std::exchange(owner, nullptr)->on_turn_end();
  ending_.clear();
}

}  // namespace chatproof::runtime
