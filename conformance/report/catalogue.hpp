// The requirement catalogue: every fact that chatproof checks, in conformance/catalogue/*.json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::report {

// How sure it is that the real service does so.
enum class Level : std::uint8_t { documented, observed, inferred, disputed };
[[nodiscard]] std::string_view to_string(Level level);
[[nodiscard]] std::optional<Level> level_named(std::string_view name);

struct Requirement {
  std::string id;     // "LOGIN-03"
  std::string topic;  // of its file
  std::string text;   // in our own words
  Level level = Level::documented;
  std::string source;  // "login 3.05 (H-Err, D-Err)"
  bool testable = true;
  std::string why;                    // it is not testable
  std::string since;                  // version of the SDK
  std::vector<int> codes;             // error codes it is about, the expected one first
  std::vector<std::string> readings;  // disputed only: what each side says
  std::string setting;                // disputed only: what chooses between the readings; may be empty
};

// One thing wrong with a catalogue file.
struct CatalogueError {
  std::string file;
  std::string pointer;  // JSON pointer; empty for the whole file
  std::string text;
};
[[nodiscard]] std::string to_string(const CatalogueError& error);  // "file: pointer: text"

struct Catalogue {
  std::vector<Requirement> requirements;  // by file name, then as in the file

  [[nodiscard]] std::set<std::string> ids() const;
  [[nodiscard]] std::map<std::string, Level> levels() const;
  [[nodiscard]] const Requirement* find(std::string_view id) const;
};

struct CatalogueLoad {
  Catalogue catalogue;  // what could be read
  std::vector<CatalogueError> errors;
  [[nodiscard]] bool ok() const { return errors.empty(); }
};

// Reads one file's text and adds it to what was loaded before; ids must be new. The rules are those of
// conformance/catalogue/schema.json.
void add_catalogue_file(CatalogueLoad& load, const std::string& file, std::string_view text);

// Reads every *.json of a directory (not below it) but schema.json. A directory that cannot be read, or holds none, is
// an error.
[[nodiscard]] CatalogueLoad load_catalogue(const std::filesystem::path& directory);

inline constexpr std::size_t catalogue_file_bytes_max = 4u << 20u;

}  // namespace chatproof::report
