// What can be seen at all, and how much of it was.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "conformance/report/coverage.hpp"

namespace chatproof::report {
namespace {

constexpr unsigned bit(Origin origin) { return 1u << static_cast<unsigned>(origin); }
constexpr unsigned bit(SdkState state) { return 1u << static_cast<unsigned>(state); }

constexpr unsigned own = bit(Origin::own_call), other = bit(Origin::other_call), link = bit(Origin::link),
                   device = bit(Origin::device), rule = bit(Origin::fault_rule), deed = bit(Origin::operator_),
                   time = bit(Origin::unknown);

// Callbacks of what works in this SDK; the others nothing brings.
constexpr std::array<std::pair<std::string_view, unsigned>, 15> causes_of_callbacks{{
    {"onConnectFailed", own | link | device | rule | deed},
    {"onConnectSuccess", own | link | device | rule | deed},
    {"onConnecting", own | link | device | rule | deed},
    {"onKickedOffline", other | link | rule | deed},
    {"onLog", own},
    {"onRecvC2CCustomMessage", own | other | link},
    {"onRecvC2CTextMessage", own | other | link | device | rule | deed},
    {"onRecvNewMessage", own | other | link | device | rule | deed},
    {"onSelfInfoUpdated", own | other | link | deed},
    {"onSyncServerFailed", own | link | device | rule | deed},
    {"onSyncServerFinish", own | link | device | rule | deed},
    {"onSyncServerStart", own | link | device | rule | deed},
    {"onUserInfoChanged", other | deed},
    {"onUserSigExpired", link | rule | deed | time},
    {"onUserStatusChanged", own | other | link | device | rule | deed},
}};

constexpr unsigned kicked_or_expired = bit(SdkState::after_kick) | bit(SdkState::after_expiry);
constexpr unsigned alive = bit(SdkState::initialised) | bit(SdkState::logging_in) | bit(SdkState::logged_in) |
                           bit(SdkState::after_logout) | kicked_or_expired;

// By the state that is left. A restart of the app leads back to the beginning from everywhere.
constexpr std::array<unsigned, sdk_states> next_states{
    bit(SdkState::initialised),
    bit(SdkState::logging_in) | bit(SdkState::after_logout) | bit(SdkState::after_un_init) | bit(SdkState::before_init),
    bit(SdkState::logged_in) | bit(SdkState::initialised) | bit(SdkState::after_logout) | kicked_or_expired |
        bit(SdkState::after_un_init) | bit(SdkState::before_init),
    bit(SdkState::logging_in) | bit(SdkState::after_logout) | kicked_or_expired | bit(SdkState::after_un_init) |
        bit(SdkState::before_init),
    bit(SdkState::logging_in) | bit(SdkState::after_un_init) | bit(SdkState::before_init),
    bit(SdkState::logging_in) | bit(SdkState::after_logout) | bit(SdkState::after_un_init) | bit(SdkState::before_init),
    bit(SdkState::logging_in) | bit(SdkState::after_logout) | bit(SdkState::after_un_init) | bit(SdkState::before_init),
    bit(SdkState::initialised) | bit(SdkState::before_init),
};

struct Count {
  std::size_t seen = 0, all = 0;
  void add(bool was_seen) {
    ++all;
    seen += was_seen ? 1 : 0;
  }
};

Count count_causes(const Coverage& coverage) {
  Count count;
  for (const auto& [callback, times] : coverage.callbacks) {
    const auto seen = coverage.causes.find(callback);
    for (std::size_t i = 0; i < origins; ++i)
      if (can_begin(callback, static_cast<Origin>(i))) count.add(seen != coverage.causes.end() && seen->second[i] > 0);
  }
  return count;
}

Count count_transitions(const Coverage& coverage) {
  Count count;
  for (std::size_t from = 0; from < sdk_states; ++from)
    for (std::size_t to = 0; to < sdk_states; ++to)
      if (can_follow(static_cast<SdkState>(from), static_cast<SdkState>(to)))
        count.add(coverage.transitions[from][to] > 0);
  return count;
}

Count count_faults(const Coverage& coverage) {
  Count count;
  for (const auto& [fault, states] : coverage.faults)
    for (std::size_t state = 0; state < sdk_states; ++state)
      if (can_meet(fault, static_cast<SdkState>(state))) count.add(states[state] > 0);
  return count;
}

Count count_requirements(const RequirementReport& requirements) {
  Count count;
  for (const auto& result : requirements.results)
    if (result.status != Status::not_testable) count.add(result.status != Status::not_covered);
  return count;
}

}  // namespace

bool can_begin(std::string_view callback, Origin origin) {
  return std::any_of(causes_of_callbacks.begin(), causes_of_callbacks.end(),
                     [&](const auto& row) { return row.first == callback && (row.second & bit(origin)) != 0; });
}

bool can_follow(SdkState from, SdkState to) { return (next_states[static_cast<std::size_t>(from)] & bit(to)) != 0; }

bool can_meet(std::string_view fault, SdkState state) {
  // The operator's tools for one user need that somebody is, or was, logged in; the rest needs an SDK that runs.
  const bool of_a_login = fault == "server kick" || fault.starts_with("server ticket.") || fault == "server ban" ||
                          fault == "rule kick" || fault == "rule expire" || fault == "rule revoke" ||
                          fault == "rule ban";
  // The file can be exchanged until the first login opens it, or while another user's is open.
  constexpr unsigned not_open = bit(SdkState::before_init) | bit(SdkState::initialised) | bit(SdkState::logged_in);
  if (fault == "device store.damage" || fault == "device store.newer" || fault == "device store.foreign")
    return (not_open & bit(state)) != 0;
  unsigned states = of_a_login ? bit(SdkState::logging_in) | bit(SdkState::logged_in) : alive;
  // The condition of a link or of a disk may be set before there is an SDK; an app may start anew at any time.
  const bool of_a_link = fault.starts_with("link ") && fault != "link reset" && fault != "link close";
  const bool of_a_disk = fault == "device store.full" || fault == "device store.readOnly";
  if (of_a_link || of_a_disk || fault == "device restart") states |= bit(SdkState::before_init);
  if (fault == "device restart") states |= bit(SdkState::after_un_init);
  return (states & bit(state)) != 0;
}

double Dimension::percent() const {
  return all == 0 ? 100.0 : 100.0 * static_cast<double>(seen) / static_cast<double>(all);
}

std::vector<Dimension> dimensions_of(const Coverage& coverage, const RequirementReport& requirements) {
  std::vector<Dimension> out = {{"methods", coverage.methods_called(), coverage.methods.size()},
                                {"callbacks", coverage.callbacks_seen(), coverage.callbacks.size()},
                                {"callbackCauses", 0, 0},
                                {"codes", coverage.codes_seen(), coverage.codes.size()},
                                {"transitions", 0, 0},
                                {"faults", 0, 0},
                                {"requirements", 0, 0}};
  const auto set = [&](std::size_t place, const Count& count) {
    out[place].seen = count.seen;
    out[place].all = count.all;
  };
  set(2, count_causes(coverage));
  set(4, count_transitions(coverage));
  set(5, count_faults(coverage));
  set(6, count_requirements(requirements));
  return out;
}

Dimension total_of(const std::vector<Dimension>& dimensions) {
  Dimension total{"all", 0, 0};
  for (const auto& one : dimensions) {
    total.seen += one.seen;
    total.all += one.all;
  }
  return total;
}

}  // namespace chatproof::report
