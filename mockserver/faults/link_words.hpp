// What can be done to the link of a device, by word: in the `network` steps of scenarios and in fault rules of the kind
// "link".
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/link_control.hpp"

namespace chatproof::mockserver {

[[nodiscard]] const std::vector<std::string>& link_words();

// What is wrong with the word or its arguments, or nothing. Unknown members of `args` are ignored.
[[nodiscard]] std::optional<std::string> check_link_word(std::string_view word, const nlohmann::json& args);
// Whether it changes the state of a link, so that it can be ended; `reset`, `close` and their like are over at once.
[[nodiscard]] bool lasts(std::string_view word);

// Does it to the device. Problems as in check_link_word(); then nothing has changed.
[[nodiscard]] std::optional<std::string> apply_to_link(runtime::LinkControl& links, const std::string& device,
                                                       const std::string& word, const nlohmann::json& args);
// How often what the word brings about has happened to the device so far; nothing for `heal`, and for what leaves the
// link as it is on a healthy one ("throttle" to 0).
[[nodiscard]] std::optional<std::uint64_t> times_acted(const runtime::LinkControl& links, const std::string& device,
                                                       std::string_view word, const nlohmann::json& args);
// The end of it: what the word changes is as on a healthy link again.
void end_on_link(runtime::LinkControl& links, const std::string& device, const std::string& word);

}  // namespace chatproof::mockserver
