// A small vocabulary, scenarios made of a few lines, and a directory of fragments.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "conformance/scenario/load.hpp"

namespace chatproof::scenario::testing {

[[nodiscard]] const Vocabulary& small_vocabulary();

// A whole file. Line 1 to 6 are the head, `head` (more members, each with its comma) is line 7; step number n is alone
// in line 8 + n, from column 1.
[[nodiscard]] std::string file_with(const std::vector<std::string>& steps, const std::string& head = "");

// One "line:column pointer: message; hint" for each mistake.
[[nodiscard]] std::vector<std::string> mistakes_of(const LoadResult& loaded);

[[nodiscard]] LoadResult load_steps(const std::vector<std::string>& steps, const std::string& head = "");

// A directory of its own that vanishes with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& path, const std::string& text) const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace chatproof::scenario::testing
