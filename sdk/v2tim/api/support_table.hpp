// The support table of the README, from the method table.

#pragma once

#include <string>

namespace chatproof::v2tim {

/// Markdown: one row per manager with its counts and the methods that work, by id.
std::string support_table();

}  // namespace chatproof::v2tim
