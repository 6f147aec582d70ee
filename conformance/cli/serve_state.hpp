// The file of --state: looked at before the server starts, written whole or not at all.
#pragma once

#include <optional>
#include <string>

namespace chatproof::cli {

// Why a state could not be saved there; nothing when it could. Leaves no trace.
[[nodiscard]] std::optional<std::string> why_not_writable(const std::string& file);

// Written beside its place, on the disk before it is moved there: nobody reads half a state, and a full disk or a
// crash loses nothing. The mistake, or nothing.
[[nodiscard]] std::optional<std::string> save_whole(const std::string& file, const std::string& text);

}  // namespace chatproof::cli
