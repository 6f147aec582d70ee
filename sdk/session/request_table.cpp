#include "sdk/session/request_table.hpp"

#include <algorithm>
#include <utility>

#include "sdk/wire/errors.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::session {

namespace code = wire::code;

namespace {

bool is_counted(const Request& request) { return request.role == RequestRole::user && request.counts; }

}  // namespace

int RequestTable::refusal(std::size_t payload_size, bool counts) const {
  if (payload_size > wire::payload_max) return code::ERR_SDK_NET_PKG_SIZE_LIMIT;
  if (counts && user_count_ >= config_->requests_max) return code::ERR_SDK_NET_REQ_COUNT_LIMIT;
  return 0;
}

Request& RequestTable::add(Request request, Instant now) {
  request.id = next_id();
  request.submitted = now;
  if (is_counted(request)) ++user_count_;
  return requests_.emplace_back(std::move(request));
}

void RequestTable::link_up() {
  ++link_;
  link_up_ = true;
}

void RequestTable::link_down(std::uint64_t flushed) {
  link_up_ = false;
  user_ready_ = false;
  for (Request& request : requests_) {
    if (request.stage != RequestStage::written || request.link != link_) continue;
    if (request.begin >= flushed) request.stage = RequestStage::queued;
    request.cut = request.begin < flushed && flushed < request.end;
  }
}

bool RequestTable::resendable(const Request& request) const {
  return request.stage == RequestStage::written && request.idempotent && request.link != link_;
}

// A login belongs to its link, so a new link gets it at once; everything else waits for its turn.
Instant RequestTable::resend_at(const Request& request) const {
  return request.role == RequestRole::login ? request.written_at : request.written_at + config_->request_resend;
}

bool RequestTable::due(const Request& request, Instant now) const {
  if (!link_up_ || (request.needs_user && !user_ready_)) return false;
  if (request.stage == RequestStage::queued) return true;
  return resendable(request) && now >= resend_at(request);
}

Request* RequestTable::next_due(Instant now) {
  const auto found = std::ranges::find_if(requests_, [&](const Request& request) { return due(request, now); });
  return found != requests_.end() ? &*found : nullptr;
}

void RequestTable::written(Request& request, Instant now, std::uint64_t begin, std::uint64_t end) const {
  request.stage = RequestStage::written;
  request.link = link_;
  request.begin = begin;
  request.end = end;
  request.cut = false;
  request.written_at = now;
}

std::optional<Instant> RequestTable::next_wakeup() const {
  if (requests_.empty()) return std::nullopt;
  Instant wakeup = requests_.front().submitted + config_->request_timeout;
  for (const Request& request : requests_) {
    const bool waits_for_turn = link_up_ && (!request.needs_user || user_ready_) && resendable(request);
    if (waits_for_turn) wakeup = std::min(wakeup, resend_at(request));
  }
  return wakeup;
}

int RequestTable::timeout_code(const Request& request, bool network_down, std::uint64_t flushed) const {
  if (request.stage == RequestStage::queued) {
    return network_down ? code::ERR_SDK_NET_WAIT_SEND_TIMEOUT_NO_NETWORK : code::ERR_SDK_NET_WAIT_INQUEUE_TIMEOUT;
  }
  const bool in_stream = link_up_ && request.link == link_ && request.end > flushed;
  if (in_stream && request.begin >= flushed) {
    return network_down ? code::ERR_SDK_NET_WAIT_SEND_TIMEOUT_NO_NETWORK : code::ERR_SDK_NET_WAIT_SEND_TIMEOUT;
  }
  if (in_stream || request.cut) {
    return network_down ? code::ERR_SDK_NET_SEND_REMAINING_TIMEOUT_NO_NETWORK
                        : code::ERR_SDK_NET_WAIT_SEND_REMAINING_TIMEOUT;
  }
  return network_down ? code::ERR_SDK_NET_WAIT_ACK_TIMEOUT_NO_NETWORK : code::ERR_SDK_NET_WAIT_ACK_TIMEOUT;
}

std::optional<RequestTable::TimedOut> RequestTable::timed_out(Instant now, bool network_down,
                                                              std::uint64_t flushed) const {
  if (requests_.empty()) return std::nullopt;
  const Request& oldest = requests_.front();
  if (now < oldest.submitted + config_->request_timeout) return std::nullopt;
  return TimedOut{oldest.id, oldest.role, timeout_code(oldest, network_down, flushed)};
}

Request* RequestTable::find(std::uint32_t id) {
  const auto found = std::ranges::lower_bound(requests_, id, {}, &Request::id);
  return found != requests_.end() && found->id == id ? &*found : nullptr;
}

Request RequestTable::take_at(std::size_t index) {
  const auto at = requests_.begin() + static_cast<std::ptrdiff_t>(index);
  Request request = std::move(*at);
  requests_.erase(at);
  if (is_counted(request)) --user_count_;
  if (requests_.empty())
    std::vector<Request>().swap(requests_);  // an idle session is small; `= {}` would keep the room
  return request;
}

std::optional<Request> RequestTable::take(std::uint32_t id) {
  const Request* found = find(id);
  if (found == nullptr) return std::nullopt;
  return take_at(static_cast<std::size_t>(found - requests_.data()));
}

std::optional<Request> RequestTable::take(RequestRole role) {
  const auto found = std::ranges::find(requests_, role, &Request::role);
  if (found == requests_.end()) return std::nullopt;
  return take_at(static_cast<std::size_t>(found - requests_.begin()));
}

std::vector<Request> RequestTable::take_user_requests() {
  std::vector<Request> taken;
  std::vector<Request> kept;
  for (Request& request : requests_) {
    const bool of_user = request.role == RequestRole::user && request.needs_user;
    (of_user ? taken : kept).push_back(std::move(request));
  }
  requests_ = std::move(kept);
  user_count_ -= static_cast<std::size_t>(std::ranges::count_if(taken, is_counted));
  return taken;
}

std::vector<Request> RequestTable::take_all() {
  user_count_ = 0;
  return std::exchange(requests_, {});
}

}  // namespace chatproof::session
