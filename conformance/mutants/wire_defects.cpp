// Defects of single commands: what the SDK asks, and what it makes of answers and pushes.
#include <utility>

#include "conformance/mutants/tables.hpp"

namespace chatproof::mutants {
namespace {

using wire::FrameType;

class OfOneCommand : public Defect {
 public:
  explicit OfOneCommand(const std::string& target)
      : command_(wire::command_named(name_of_target(target))), path_(path_of(target)) {}
  bool taps_frames() const override { return true; }

 protected:
  [[nodiscard]] bool is(const TappedFrame& frame, FrameType type) const {
    return frame.type == type && frame.command == command_;
  }
  [[nodiscard]] const FieldPath& path() const { return path_; }

 private:
  const std::optional<wire::Command> command_;
  const FieldPath path_;
};

enum class Fate : std::uint8_t { lost, twice, late };

template <Fate fate, class Pass>
void befall(const TappedFrame& frame, Crossing& crossing, const Pass& pass) {
  if constexpr (fate == Fate::twice) {
    pass(frame);
    pass(frame);
  }
  if constexpr (fate == Fate::late) crossing.later(lateness, [pass, frame] { pass(frame); });
}

template <Fate fate>
class Request final : public OfOneCommand {
 public:
  using OfOneCommand::OfOneCommand;
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is(frame, FrameType::request)) return crossing.to_server(frame);
    befall<fate>(frame, crossing, [&crossing](const TappedFrame& one) { crossing.to_server(one); });
  }
};

template <FrameType type, Fate fate>
class Heard final : public OfOneCommand {
 public:
  using OfOneCommand::OfOneCommand;
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    if (!is(frame, type)) return crossing.to_sdk(frame);
    befall<fate>(frame, crossing, [&crossing](const TappedFrame& one) { crossing.to_sdk(one); });
  }
};

class WrongMember final : public OfOneCommand {
 public:
  using OfOneCommand::OfOneCommand;
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is(frame, FrameType::request)) return crossing.to_server(frame);
    TappedFrame wrong = frame;
    json payload = json::parse(frame.payload, nullptr, false);
    if (make_wrong(payload, path())) wrong.payload = payload.dump();
    crossing.to_server(wrong);
  }
};

}  // namespace

const std::vector<DefectRow>& wire_defects() {
  using enum Family;
  using Kind = TargetKind;
  static const std::vector<DefectRow> table = {
      {"lostRequest", wire, Kind::request, "the request is never sent", make_for<Request<Fate::lost>>},
      {"doubleRequest", wire, Kind::request, "the request is sent twice", make_for<Request<Fate::twice>>},
      {"lateRequest", wire, Kind::request, "the request is sent 5 s late", make_for<Request<Fate::late>>},
      {"wrongMember", wire, Kind::request_field, "the request says something else there", make_for<WrongMember>},
      {"lostReply", wire, Kind::request, "the answer is not heard", make_for<Heard<FrameType::reply, Fate::lost>>},
      {"lateReply", wire, Kind::request, "the answer is heard 5 s late", make_for<Heard<FrameType::reply, Fate::late>>},
      {"lostPush", wire, Kind::push, "the push is not heard", make_for<Heard<FrameType::push, Fate::lost>>},
      {"doublePush", wire, Kind::push, "the push is heard twice", make_for<Heard<FrameType::push, Fate::twice>>},
      {"latePush", wire, Kind::push, "the push is heard 5 s late", make_for<Heard<FrameType::push, Fate::late>>},
  };
  return table;
}

}  // namespace chatproof::mutants
