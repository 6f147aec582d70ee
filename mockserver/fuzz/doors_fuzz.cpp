// Throws bytes at every door of the server: a client's frames, the body of a control request, a state. The first byte
// chooses the door. What is let in has to be served: nothing throws, and a state that is taken can be given again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "mockserver/action_arguments.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/control/routes.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/json_text.hpp"
#include "sdk/wire/frame.hpp"

namespace {

using namespace chatproof;
using mockserver::Json;
using mockserver::Service;

constexpr int depth_max = 32;
constexpr mockserver::Now now{{}, 1'767'225'600, 1'767'225'600'000};

// Alice is there already, so that frames reach what needs a user.
void frames(std::string_view bytes) {
  Service service{runtime::Random(1)};
  mockserver::Effects effects;
  const auto ask = [&](mockserver::ConnectionId from, wire::Command command, const Json& request) {
    static_cast<void>(service.handle(from, command, request, now, effects).dump());
  };
  const auto ticket = service.make_ticket(mockserver::default_app, "alice", 1000, {}, {}, now);
  ask(1, wire::Command::hello, {{"sdkAppID", mockserver::default_app}, {"deviceID", "phone"}});
  ask(1, wire::Command::login, {{"userID", "alice"}, {"userSig", ticket}, {"cursor", -1}});
  mockserver::JsonReader reader(depth_max);
  wire::Decoder decoder;
  static_cast<void>(decoder.feed(bytes, [&](const wire::Frame& frame) {
    const auto request = reader.read(frame.payload);
    if (request != mockserver::parse_json(frame.payload, depth_max)) std::abort();
    if (request && request->is_object())
      for (const mockserver::ConnectionId from : {1U, 2U}) ask(from, frame.command, *request);
    return true;
  }));
  for (const auto& effect : effects)
    if (const auto* push = std::get_if<mockserver::Push>(&effect)) static_cast<void>(push->payload.dump());
  Service other{runtime::Random(2)};
  if (other.import_state(service.export_state())) std::abort();
}

void body(std::string_view bytes) {
  for (const control::Route& route : control::routes()) {
    control::HttpRequest request{std::string(route.method), std::string(route.path), {}, {}, std::string(bytes)};
    const auto found = control::match(request);
    const auto* matched = std::get_if<control::Match>(&found);
    if (matched == nullptr) std::abort();
    auto call = control::call_of(*matched, request);
    if (const auto* asked = std::get_if<control::ActionCall>(&call))
      static_cast<void>(mockserver::check_action(asked->action, asked->arguments));
  }
}

void state(std::string_view bytes) {
  const auto given = mockserver::parse_json(bytes, depth_max);
  Service service{runtime::Random(1)};
  if (!given || service.import_state(*given)) return;
  Service other{runtime::Random(2)};
  if (other.import_state(Json::parse(service.export_state().dump()))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 3 == 0) frames(bytes);
  if (data[0] % 3 == 1) body(bytes);
  if (data[0] % 3 == 2) state(bytes);
  return 0;
}
