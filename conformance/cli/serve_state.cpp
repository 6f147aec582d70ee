#include "conformance/cli/serve_state.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;

// A descriptor that is closed in the end.
class File {
 public:
  File(const std::string& name, int flags) : descriptor_(::open(name.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool good() const { return descriptor_ >= 0; }
  [[nodiscard]] bool write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

// A link stays one: what it leads to is replaced.
std::string target_of(const std::string& file) {
  std::error_code error;
  const fs::path target = fs::canonical(file, error);
  return error ? file : target.string();
}
std::string beside(const std::string& target) { return target + ".new"; }
std::string complaint() { return std::strerror(errno); }

}  // namespace

std::optional<std::string> why_not_writable(const std::string& file) {
  std::error_code error;
  if (fs::exists(file, error)) {
    if (!fs::is_regular_file(file, error)) return "is no file";
    if (::access(file.c_str(), W_OK) != 0) return "cannot be written: " + complaint();
  }
  const std::string name = beside(target_of(file));
  if (!File(name, O_WRONLY | O_CREAT).good()) return "cannot be written: " + complaint();
  ::unlink(name.c_str());
  return std::nullopt;
}

std::optional<std::string> save_whole(const std::string& file, const std::string& text) {
  const std::string target = target_of(file);
  const std::string name = beside(target);
  {
    const File out(name, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.good() || !out.write_all(text) || !out.sync()) return "cannot be written: " + complaint();
  }
  if (::rename(name.c_str(), target.c_str()) != 0) return "cannot be written: " + complaint();
  const fs::path directory = fs::path(target).parent_path();
  const File parent(directory.empty() ? "." : directory.string(), O_RDONLY | O_DIRECTORY);
  if (parent.good()) static_cast<void>(parent.sync());
  return std::nullopt;
}

}  // namespace chatproof::cli
