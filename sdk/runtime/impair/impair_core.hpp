// The inside of ImpairedNetwork: devices and the wires between their programs and the inner network. Nothing outside
// this folder includes it.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdk/runtime/impair/impaired_network.hpp"
#include "sdk/runtime/pipe.hpp"

namespace chatproof::runtime {

class ImpairedStream;
class ImpairedWire;

struct ImpairedDevice final : Network {
  ImpairedDevice(ImpairCore& core_of_net, std::string own_name);
  [[nodiscard]] std::unique_ptr<Pending> resolve(const std::string& name_to_find, ResolveHandler handler) override;
  [[nodiscard]] std::unique_ptr<Pending> connect(const Endpoint& to, const ClientTls& tls,
                                                 ConnectHandler handler) override;
  [[nodiscard]] ListenResult listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) override;
  void poke();  // the conditions have changed
  [[nodiscard]] std::vector<std::uint64_t> wire_ids() const;

  ImpairCore& core;
  const std::string name;
  LinkConditions conditions;
  LinkEffects effects;
  Lane up;
  Lane down;
  std::map<std::uint64_t, std::unique_ptr<ImpairedWire>> wires;  // by id, so in the order of their making
};

class ImpairCore : public std::enable_shared_from_this<ImpairCore> {
 public:
  ImpairCore(Loop& world_loop, Network& inner_network, Random random)
      : loop(world_loop), inner(inner_network), random_(random) {}

  ImpairedDevice& device(const std::string& name);
  [[nodiscard]] ImpairedWire* find(ImpairedDevice& device, std::uint64_t id);
  void request_flush(ImpairedDevice& device, std::uint64_t wire);
  // Both ends are told by tasks of their own. `after_drain`: not before the inner network has sent what it was given.
  void break_off(ImpairedDevice& device, std::uint64_t wire, bool after_drain);
  [[nodiscard]] Random random(std::string_view name) const { return random_.named(name); }

  Loop& loop;
  Network& inner;
  NameServer names;  // null: the truth
  std::string scratch;
  std::uint64_t last_wire = 0;

 private:
  void flush_all();

  Random random_;
  std::map<std::string, std::unique_ptr<ImpairedDevice>> devices_;
  std::vector<std::pair<ImpairedDevice*, std::uint64_t>> to_flush_;
};

// One connection: the program's stream on one side, the inner network's on the other, a pipe for each direction. It
// lives until both sides are gone.
class ImpairedWire final : StreamHandler {
 public:
  ImpairedWire(ImpairedDevice& device, std::uint64_t id, std::unique_ptr<Stream> inner);

  // From the program's stream.
  void attach(ImpairedStream& stream) { stream_ = &stream; }
  void set_handler(StreamHandler& handler);
  void write(std::string_view bytes);
  void pause(bool paused) { down_.pipe.set_paused(paused); }
  void leave(bool in_good_order);
  [[nodiscard]] std::size_t queued() const { return up_.pipe.queued(); }
  [[nodiscard]] Endpoint peer() const { return peer_; }

  // From the link.
  void flush();
  void poke();
  void cut();         // nothing passes the pipes any more
  void kill_inner();  // the server sees a reset; the program knows nothing yet
  void try_break(bool after_drain);
  void close_both();
  void end_program(NetError why);  // the last word to the program

 private:
  struct Flow final : Pipe::Sink {
    Flow(ImpairedWire& owner, Direction way, Lane& lane) : pipe(lane, *this), wire(owner), direction(way) {}
    void on_bytes(std::string_view bytes) override;
    void on_mark(Pipe::Mark mark) override;
    void on_gave_up() override;
    void want_flush() override { wire.want_flush(); }
    void limit_reached() override;
    Pipe pipe;
    ImpairedWire& wire;
    Direction direction;
  };

  // Of the inner stream.
  void on_data(std::string_view bytes) override;
  void on_drained() override;
  void on_closed(NetError why) override;

  void want_flush();
  void up_bytes(std::string_view bytes);
  void erase_when_over();

  ImpairedDevice& device_;
  std::uint64_t id_;
  std::unique_ptr<Stream> inner_;  // null: over
  Endpoint peer_;
  ImpairedStream* stream_ = nullptr;  // null: the program has left or was told the end
  StreamHandler* handler_ = nullptr;
  NetError inner_end_ = NetError::reset;  // what the mark rst means when it reaches the program
  Flow up_;
  Flow down_;
  bool flush_wanted_ = false;
  bool breaks_when_drained_ = false;
};

class ImpairedStream final : public Stream {
 public:
  explicit ImpairedStream(ImpairedWire& wire) : wire_(&wire), peer_(wire.peer()) { wire.attach(*this); }
  ~ImpairedStream() override {
    if (wire_ != nullptr) wire_->leave(true);
  }
  void set_handler(StreamHandler& handler) override {
    if (wire_ != nullptr) wire_->set_handler(handler);
  }
  void write(std::string_view bytes) override {
    if (wire_ != nullptr && !bytes.empty()) wire_->write(bytes);
  }
  [[nodiscard]] std::size_t queued() const override { return wire_ == nullptr ? 0 : wire_->queued(); }
  void pause_reading(bool paused) override {
    if (wire_ != nullptr) wire_->pause(paused);
  }
  void reset() override {
    if (wire_ != nullptr) wire_->leave(false);
  }
  [[nodiscard]] Endpoint peer() const override { return peer_; }

  void detach() { wire_ = nullptr; }

 private:
  ImpairedWire* wire_;  // null: the connection is over
  Endpoint peer_;
};

}  // namespace chatproof::runtime
