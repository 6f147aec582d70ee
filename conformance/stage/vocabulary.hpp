// The words that scenarios may use, from the tables of the SDK, the server and the stage.
#pragma once

#include <filesystem>

#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"
#include "conformance/scenario/load.hpp"

namespace chatproof::stage {

[[nodiscard]] scenario::Vocabulary standard_vocabulary(const report::Catalogue& catalogue);
// For coverage: everything that could have been seen.
[[nodiscard]] report::Vocabulary coverage_vocabulary();

// Where the scenarios and the catalogue are: what the environment says (CHATPROOF_ROOT), else the nearest directory
// above this one that holds scenarios/lib, else where this program was built from. Empty when nowhere.
[[nodiscard]] std::filesystem::path find_root();

}  // namespace chatproof::stage
