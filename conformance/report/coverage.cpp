#include "conformance/report/coverage.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::Channel;
using check::Event;

// A call that has not ended yet: where its outcome is to be counted.
struct OpenCall {
  std::string method;
  SdkState state;
};

std::int64_t call_number(const Event& event) {
  if (!event.payload.is_object()) return 0;
  const auto number = event.payload.find("call");
  return number != event.payload.end() && number->is_number_integer() ? number->get<std::int64_t>() : 0;
}

void count_code(Coverage& coverage, int code, const std::string& from) {
  CodeCoverage& entry = coverage.codes[code];
  ++entry.times;
  entry.from.insert(from);
}

class CaseReader {
 public:
  CaseReader(Coverage& coverage, const check::History& history)
      : coverage_(coverage), history_(history), causes_(causes_in(history)) {}

  void read() {
    for (std::size_t place = 0; place < history_.size(); ++place) {
      const Event& event = history_[place];
      if (const std::string fault = fault_of(event); !fault.empty()) add_fault(fault, event);
      if (event.actor == "server" || event.actor == "stage") continue;
      StateTracker& actor = actors_[event.actor];
      const SdkState before = actor.state();
      if (event.channel == Channel::call) add_call(event, before);
      if (event.channel == Channel::result) add_result(event);
      if (event.channel == Channel::callback) add_callback(event, place);
      actor.on(event);
      if (actor.state() != before) ++coverage_.transitions[at(before)][at(actor.state())];
    }
  }

 private:
  static std::size_t at(SdkState state) { return static_cast<std::size_t>(state); }

  void add_call(const Event& event, SdkState state) {
    ++coverage_.methods[event.name].calls[at(state)];
    open_[{event.actor, call_number(event)}] = {event.name, state};
  }

  void add_result(const Event& event) {
    const int code = error_code_of(event);
    if (code != 0) count_code(coverage_, code, event.name);
    const auto call = open_.find({event.actor, call_number(event)});
    if (call != open_.end()) ++coverage_.methods[call->second.method].outcomes[at(call->second.state)][code];
  }

  void add_callback(const Event& event, std::size_t place) {
    ++coverage_.callbacks[event.name];
    ++coverage_.causes[event.name][static_cast<std::size_t>(origin_of(history_, causes_, place))];
    if (const int code = error_code_of(event); code != 0) count_code(coverage_, code, event.name);
  }

  // A fault meets the device that it names, the devices of the user that it names, or all.
  void add_fault(const std::string& fault, const Event& event) {
    const auto named = [&](const char* key) {
      const auto found = event.payload.is_object() ? event.payload.find(key) : event.payload.end();
      return event.payload.is_object() && found != event.payload.end() && found->is_string() ? found->get<std::string>()
                                                                                             : std::string();
    };
    std::string device = event.actor == "server" ? named("device") : event.actor;
    const std::string user = named("user");
    if (!device.empty()) {
      ++coverage_.faults[fault][at(actors_[device].state())];
      return;
    }
    for (const auto& [name, tracker] : actors_)
      if (user.empty() || name.starts_with(user + ".")) ++coverage_.faults[fault][at(tracker.state())];
  }

  Coverage& coverage_;
  const check::History& history_;
  const std::vector<std::uint32_t> causes_;
  std::map<std::string, StateTracker> actors_;
  std::map<std::pair<std::string, std::int64_t>, OpenCall> open_;
};

// What an app or a scenario made up is counted nowhere: how much there is to see depends on the tables alone. Without a
// table everything stays.
template <class Row>
void keep_listed(std::map<std::string, Row>& rows, const std::vector<std::string>& table,
                 std::set<std::string>& unknown) {
  if (table.empty()) return;
  const std::set<std::string_view> known(table.begin(), table.end());
  std::erase_if(rows, [&](const auto& row) { return !known.contains(row.first) && unknown.insert(row.first).second; });
  for (const std::string& name : table) rows.try_emplace(name);
}

void keep_listed_codes(Coverage& coverage, const std::vector<Vocabulary::Code>& table) {
  if (table.empty()) return;
  coverage.unknown_codes = std::exchange(coverage.codes, {});
  for (const auto& code : table) {
    if (code.code == 0) continue;
    auto seen = coverage.unknown_codes.extract(code.code);
    CodeCoverage& row = coverage.codes[code.code];
    if (!seen.empty()) row = std::move(seen.mapped());
    row.name = code.name;
  }
}

}  // namespace

std::string_view to_string(SdkState state) {
  constexpr std::array<std::string_view, sdk_states> names{"beforeInit",  "initialised", "loggingIn",   "loggedIn",
                                                           "afterLogout", "afterKick",   "afterExpiry", "afterUnInit"};
  return names[static_cast<std::size_t>(state)];
}

std::size_t MethodCoverage::total() const { return std::accumulate(calls.begin(), calls.end(), std::size_t{0}); }

std::size_t Coverage::methods_called() const {
  return static_cast<std::size_t>(
      std::count_if(methods.begin(), methods.end(), [](const auto& entry) { return entry.second.total() > 0; }));
}

std::size_t Coverage::callbacks_seen() const {
  return static_cast<std::size_t>(
      std::count_if(callbacks.begin(), callbacks.end(), [](const auto& entry) { return entry.second > 0; }));
}

std::size_t Coverage::codes_seen() const {
  return static_cast<std::size_t>(
      std::count_if(codes.begin(), codes.end(), [](const auto& entry) { return entry.second.times > 0; }));
}

void StateTracker::on(const Event& event) {
  if (event.channel == Channel::network && (event.name == "restart" || event.name == "cut.power")) {
    state_ = SdkState::before_init;
  } else if (event.channel == Channel::call) {
    const bool down = state_ == SdkState::before_init || state_ == SdkState::after_un_init;
    if (event.name == "initSDK" && down) state_ = SdkState::initialised;
    if (event.name == "unInitSDK" && !down) state_ = SdkState::after_un_init;
    if (event.name == "login" && !down) {
      if (state_ != SdkState::logging_in) before_login_ = state_;
      state_ = SdkState::logging_in;
    }
  } else if (event.channel == Channel::callback) {
    if (event.name == "onKickedOffline") state_ = SdkState::after_kick;
    if (event.name == "onUserSigExpired") state_ = SdkState::after_expiry;
  } else if (event.channel == Channel::result) {
    on_result(event);
  }
}

void StateTracker::on_result(const Event& event) {
  const bool ok = event.payload.is_object() && !event.payload.contains("error");
  const bool down = state_ == SdkState::before_init || state_ == SdkState::after_un_init;
  if (event.name == "login" && state_ == SdkState::logging_in) state_ = ok ? SdkState::logged_in : before_login_;
  if (event.name == "logout" && ok && !down) state_ = SdkState::after_logout;
}

Coverage coverage_of(const check::RunResult& run, const Vocabulary& vocabulary) {
  Coverage coverage;
  for (const auto& result : run.cases) CaseReader(coverage, result.history).read();
  keep_listed(coverage.methods, vocabulary.methods, coverage.unknown);
  keep_listed(coverage.callbacks, vocabulary.callbacks, coverage.unknown);
  keep_listed(coverage.faults, vocabulary.faults, coverage.unknown);
  keep_listed_codes(coverage, vocabulary.codes);
  return coverage;
}

}  // namespace chatproof::report
