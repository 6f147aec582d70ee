#include "conformance/cli/serve_state.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "conformance/cli/write_all.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* taken = "another server keeps its state there";

std::string complaint() { return std::string("cannot be written: ") + std::strerror(errno); }

// A new file beside the target, of a name that nobody else has. It is gone with this object unless it was moved.
class NewFile {
 public:
  explicit NewFile(const std::string& target) : name_(target + ".XXXXXX") {
    descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
  }
  ~NewFile() {
    if (descriptor_ < 0) return;
    ::unlink(name_.c_str());
    ::close(descriptor_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  [[nodiscard]] bool good() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  // Its descriptor, if it is there now.
  [[nodiscard]] std::optional<int> move_to(const std::string& target) {
    if (::rename(name_.c_str(), target.c_str()) != 0) return std::nullopt;
    return std::exchange(descriptor_, -1);
  }

 private:
  std::string name_;
  int descriptor_;
};

void sync_directory_of(const std::string& target) {
  const fs::path directory = fs::path(target).parent_path();
  const int parent = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0) return;
  static_cast<void>(::fsync(parent));
  ::close(parent);
}

}  // namespace

StateFile::~StateFile() {
  if (made_) ::unlink(target_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::string> StateFile::claim() {
  descriptor_ = ::open(name_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  const bool missing = descriptor_ < 0 && errno == ENOENT;
  if (missing) descriptor_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct stat held{}, there{};
  if (descriptor_ < 0) return errno == EISDIR ? "is no file" : complaint();
  if (::fstat(descriptor_, &held) != 0 || !S_ISREG(held.st_mode)) return "is no file";
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) return taken;
  // Whoever had it may have put another one in its place since it was opened.
  if (::stat(name_.c_str(), &there) != 0 || there.st_ino != held.st_ino || there.st_dev != held.st_dev) return taken;
  std::error_code error;
  target_ = fs::canonical(name_, error).string();
  made_ = missing && held.st_size == 0;
  if (error || !NewFile(target_).good()) return complaint();
  return std::nullopt;
}

bool StateFile::empty() const {
  struct stat held{};
  return descriptor_ < 0 || ::fstat(descriptor_, &held) != 0 || held.st_size == 0;
}

// The new file is locked before it takes the place of the old one: at no time could another server have it.
std::optional<std::string> StateFile::save(const std::string& text) {
  NewFile file(target_);
  struct stat old{};
  const bool known = file.good() && ::fstat(descriptor_, &old) == 0;
  if (known) static_cast<void>(!::fchown(file.descriptor(), old.st_uid, old.st_gid));  // root's; others write theirs
  const bool written = known && ::fchmod(file.descriptor(), old.st_mode & 07777) == 0 &&
                       ::flock(file.descriptor(), LOCK_EX | LOCK_NB) == 0 && write_all(file.descriptor(), text) &&
                       ::fsync(file.descriptor()) == 0;
  const auto moved = written ? file.move_to(target_) : std::nullopt;
  if (!moved) return complaint();
  ::close(std::exchange(descriptor_, *moved));
  made_ = false;
  sync_directory_of(target_);
  return std::nullopt;
}

}  // namespace chatproof::cli
