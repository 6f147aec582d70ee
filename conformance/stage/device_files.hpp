// What a scenario may do to the files of an actor's machine.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "conformance/stage/cast.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::stage {

[[nodiscard]] const std::vector<std::string>& device_words();

// `files.write`, `files.list`, `log.read`, `log.block`, `log.heal`, below the actor's directory. `now`: the device's
// clock.
[[nodiscard]] Acted device_files(const std::string& what, const std::filesystem::path& directory, runtime::UnixTime now,
                                 const nlohmann::json& args);

}  // namespace chatproof::stage
