// What commands say and do about the files that they are to write.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace chatproof::cli {

// Both tell on standard error what is wrong and end the command with code 2. An empty name is no file.
void must_be_writable(std::initializer_list<std::string> files);  // before the work begins
void write_or_give_up(const std::string& file, std::string_view text);

}  // namespace chatproof::cli
