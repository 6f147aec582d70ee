// The file of --state: this server's alone as long as it runs, and written whole or not at all.
#pragma once

#include <optional>
#include <string>

namespace chatproof::cli {

class StateFile {
 public:
  explicit StateFile(std::string name) : name_(std::move(name)) {}
  // A file that came into being for the claim, and was never saved, goes again.
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  // Before anything else: nobody else may keep a state there, and it has to be writable. The reason, or nothing.
  [[nodiscard]] std::optional<std::string> claim();
  [[nodiscard]] bool empty() const;  // there is no state yet
  // Written beside its place, on the disk before it is moved there: nobody reads half a state, and a full disk or a
  // crash loses nothing. A symbolic link stays one. The mistake, or nothing.
  [[nodiscard]] std::optional<std::string> save(const std::string& text);
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  const std::string name_;
  std::string target_;
  int descriptor_ = -1;  // with the lock
  bool made_ = false;    // by this object, and empty
};

}  // namespace chatproof::cli
