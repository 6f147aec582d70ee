// One direction of one connection, as the conditions of its link shape it: bytes go in on one side and come out of the
// other late, sliced, throttled or not at all. The simulated network is made of these; ImpairedNetwork puts them in
// front of real sockets. Not for use outside this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {

// One direction of a link; the pipes of all its connections share its rate.
class Lane {
 public:
  // Conditions, effects and scratch are the owner's and must live longer. `base_latency` is what the world has by
  // itself.
  Lane(Loop& loop, const LinkConditions& conditions, LinkEffects& effects, Direction direction, Random random,
       Duration base_latency, std::string& scratch);

  [[nodiscard]] bool blocked() const;  // nothing passes at present
  void cut(bool cut) { cut_ = cut; }   // blocked, whatever the conditions say: a host at one end is gone
  [[nodiscard]] Duration delay();      // what one packet takes, drawn anew each time
  [[nodiscard]] Instant arrival(std::size_t bytes);
  [[nodiscard]] std::size_t slice(std::size_t bytes);  // the size of the next segment, at most `bytes`
  [[nodiscard]] bool may_join();                       // whether two segments that both have arrived are read as one

  std::optional<std::uint64_t> reset_after;  // see LinkControl::reset_after
  LinkEffects& effects;
  Loop& loop;
  std::string& scratch;  // where a segment lies while its reader looks at it

 private:
  const LinkConditions& conditions_;
  Random random_;
  Instant busy_until_{};
  Duration base_latency_;
  Direction direction_;
  bool cut_ = false;
};

class Pipe {
 public:
  // What can come out of a pipe besides bytes.
  enum class Mark : std::uint8_t { established, fin, rst };

  // Called from tasks of the loop only, as the last thing the pipe does: any of these may destroy it.
  class Sink {
   public:
    virtual void on_bytes(std::string_view bytes) = 0;  // valid during the call
    virtual void on_mark(Mark mark) = 0;                // after fin and rst nothing more comes
    virtual void on_gave_up() = 0;  // nothing has passed for so long that the sender's kernel gives up

    // These two must only take note (and post a task): the pipe goes on afterwards.
    virtual void want_flush() = 0;     // there is room again for what is queued: call flush() soon
    virtual void limit_reached() = 0;  // the link's reset_after has come true

   protected:
    ~Sink() = default;
  };

  static constexpr std::size_t window_max = 64 * 1024;  // bytes under way or unread, as the kernel's buffers allow
  static constexpr Duration gives_up_after = std::chrono::milliseconds(924'600);  // 15 retransmissions of Linux

  Pipe(Lane& lane, Sink& sink) : lane_(lane), sink_(sink) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void write(std::string_view bytes);  // queues; ignored after the end was put in
  bool flush();                        // sends what the window allows; true if that emptied the queue
  void establish();                    // puts the mark in front of everything; only on a new pipe
  void finish();                       // the mark fin, after everything written
  void abort();                        // the mark rst; what is queued is lost, what is under way arrives, unless the
                                       // lane is blocked: nobody sends that again
  void kill();                         // drops everything; nothing comes out any more

  void set_paused(bool paused);      // data and fin wait, a rst comes through
  void set_reader(bool has_reader);  // without one everything waits
  void poke();                       // the lane may have become free

  [[nodiscard]] std::size_t queued() const { return bytes_.size() - head_ - sent_; }
  [[nodiscard]] std::size_t under_way() const { return sent_; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  enum class Kind : std::uint8_t { data, established, fin, rst };
  struct Segment {
    Instant arrives;
    std::uint32_t size;
    Kind kind;
  };

  void put_mark(Kind kind);
  void schedule();
  void fire();
  void hold();
  void deliver_data();
  void deliver_mark();
  void drop_bytes(std::size_t count);
  void pop_segment();
  [[nodiscard]] bool idle() const { return first_ == segments_.size(); }
  [[nodiscard]] bool rst_waits() const { return !idle() && segments_.back().kind == Kind::rst; }

  Lane& lane_;
  Sink& sink_;
  std::string bytes_;  // [head_, head_ + sent_) is under way or unread, the rest is queued
  std::size_t head_ = 0;
  std::size_t sent_ = 0;
  std::vector<Segment> segments_;
  std::size_t first_ = 0;
  Instant last_arrival_{};
  Timer timer_;
  bool armed_ = false;
  bool holding_ = false;
  bool paused_ = false;
  bool has_reader_ = false;
  bool fin_wanted_ = false;
  bool ended_ = false;
};

}  // namespace chatproof::runtime
