// The words that scenarios may use, from the tables of the SDK, the server and the stage.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "conformance/scenario/load.hpp"

namespace chatproof::stage {

// `requirements`: the ids that a scenario may cover.
[[nodiscard]] scenario::Vocabulary standard_vocabulary(std::set<std::string> requirements);

// Where the scenarios and the catalogue are: what the environment says (CHATPROOF_ROOT), else the nearest folder that
// holds both, from the working directory upwards, else beside this program: in share/chatproof of the prefix in which
// it is installed, or of the build that has made it. Empty when nowhere.
[[nodiscard]] std::filesystem::path find_root();

}  // namespace chatproof::stage
