// What was asked and is not answered yet: limits, time-outs, sending again, and the code that says where a request was
// stuck (spec login 15.16). Knows time and the state of the link only by what it is told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/session/config.hpp"
#include "sdk/session/session.hpp"

namespace chatproof::session {

using runtime::Instant;

// Who waits for the answer. Only `user` counts against the limit, and not always.
enum class RequestRole : std::uint8_t { user, login, resume, logout };

enum class RequestStage : std::uint8_t {
  queued,   // not written, or certainly lost before it left
  written,  // handed to the stream
};

struct Request {
  std::uint32_t id = 0;  // of its frames; ascending in the order of submission
  wire::Command command = wire::Command::none;
  RequestRole role = RequestRole::user;
  RequestStage stage = RequestStage::queued;
  bool idempotent = true;
  bool needs_user = true;
  bool counts = true;       // against the limit, if its role does
  bool cut = false;         // written: its link died when only a part of it had left
  std::uint32_t link = 0;   // written: on which link, counted from 1
  std::uint64_t begin = 0;  // written: its place among the bytes of that link
  std::uint64_t end = 0;
  Instant submitted{};
  Instant written_at{};
  std::string payload;
  ReplyHandler done;
};

class RequestTable {
 public:
  explicit RequestTable(std::shared_ptr<const Config> config) : config_(std::move(config)) {}

  // Why a request of the user cannot be taken: 9522 or, if it counts, 9507; 0 if it can.
  [[nodiscard]] int refusal(std::size_t payload_size, bool counts = true) const;
  // The reference holds until the table changes.
  Request& add(Request request, Instant now);
  // For frames that nobody waits for.
  [[nodiscard]] std::uint32_t next_id() { return ++last_id_; }

  void link_up();
  // `flushed`: how many bytes of the link's had left the stream.
  void link_down(std::uint64_t flushed);
  // The user is registered on this link, or no longer.
  void set_user_ready(bool ready) { user_ready_ = ready; }

  // Whether this request is to be written now.
  [[nodiscard]] bool due(const Request& request, Instant now) const;
  // The first one that is to be written now, in order of submission; null if there is none.
  [[nodiscard]] Request* next_due(Instant now);
  void written(Request& request, Instant now, std::uint64_t begin, std::uint64_t end) const;

  // When something is to be done next, if ever: a time-out, or a request to be written again.
  [[nodiscard]] std::optional<Instant> next_wakeup() const;

  struct TimedOut {
    std::uint32_t id = 0;
    RequestRole role = RequestRole::user;
    int code = 0;  // 9518 ... 9525
  };
  // The oldest request if its time is over. `flushed`: how many bytes of the current link have left the stream.
  [[nodiscard]] std::optional<TimedOut> timed_out(Instant now, bool network_down, std::uint64_t flushed) const;

  [[nodiscard]] Request* find(std::uint32_t id);
  [[nodiscard]] std::optional<Request> take(std::uint32_t id);
  [[nodiscard]] std::optional<Request> take(RequestRole role);  // the oldest of this role
  // The requests that need the user, oldest first.
  [[nodiscard]] std::vector<Request> take_user_requests();
  [[nodiscard]] std::vector<Request> take_all();

  [[nodiscard]] bool empty() const { return requests_.empty(); }
  [[nodiscard]] std::size_t size() const { return requests_.size(); }

 private:
  [[nodiscard]] Request take_at(std::size_t index);
  [[nodiscard]] bool resendable(const Request& request) const;
  [[nodiscard]] Instant resend_at(const Request& request) const;
  [[nodiscard]] int timeout_code(const Request& request, bool network_down, std::uint64_t flushed) const;

  std::shared_ptr<const Config> config_;
  std::vector<Request> requests_;  // ascending by id, hence by deadline: all have the same time
  std::size_t user_count_ = 0;
  std::uint32_t last_id_ = 0;
  std::uint32_t link_ = 0;  // the number of the current link
  bool link_up_ = false;
  bool user_ready_ = false;
};

}  // namespace chatproof::session
