// Files that a command writes when it is done: nobody learns after an hour that there was no such directory, nobody
// reads half a report, and what a name leads to stays what it is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chatproof::process {

// Why nothing could be written there now, to be asked before the work begins; empty: nothing is known to speak against
// it. Leaves nothing behind. "-" is standard output.
[[nodiscard]] std::string why_not_writable(const std::filesystem::path& file);

// Makes a directory for results, and those above it; why files cannot be put there, or empty.
[[nodiscard]] std::string why_no_directory(const std::filesystem::path& directory);

// Writes the file, whole or not at all: beside its place, then moved there. A symbolic link is followed, a file that is
// there keeps its mode and owner. What is no regular file (a pipe, a device, /dev/stdout whatever it is) is written to
// as it is, and so is a file that nothing can be put beside. Empty when it worked, else the file and why.
[[nodiscard]] std::string write_result(const std::filesystem::path& file, std::string_view text);

}  // namespace chatproof::process
