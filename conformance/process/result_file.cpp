#include "conformance/process/result_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <optional>
#include <system_error>

namespace chatproof::process {
namespace {

namespace fs = std::filesystem;

// An errno; 0 is none.
using Trouble = int;

class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {
    if (number_ < 0) trouble_ = errno;
  }
  ~Descriptor() { static_cast<void>(close()); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] Trouble trouble() const { return trouble_; }
  [[nodiscard]] int number() const { return number_; }

  [[nodiscard]] Trouble write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(number_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
  }
  // Some file systems tell only now that there was no room.
  [[nodiscard]] Trouble close() {
    if (number_ < 0) return 0;
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0 ? 0 : errno;
  }

 private:
  int number_;
  Trouble trouble_ = 0;
};

// Where a chain of symbolic links ends, also when nothing is there yet.
fs::path target_of(fs::path file) {
  constexpr int links_max = 40;  // as the kernel's
  std::error_code error;
  for (int i = 0; i < links_max && fs::is_symlink(file, error); ++i) {
    const fs::path next = fs::read_symlink(file, error);
    if (error) break;
    file = next.is_absolute() ? next : file.parent_path() / next;
  }
  return file;
}

fs::path directory_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

// A name that no result has; the same directory, so that moving is possible.
fs::path place_beside(const fs::path& file) {
  static std::atomic<unsigned> last{0};
  return directory_of(file) / (".chatproof-" + std::to_string(::getpid()) + "-" + std::to_string(++last) + ".part");
}

std::optional<struct stat> look_at(const fs::path& file) {
  struct stat found{};
  return ::stat(file.c_str(), &found) == 0 ? std::optional(found) : std::nullopt;
}

bool same_file(const struct stat& file, int descriptor) {
  struct stat open{};
  return ::fstat(descriptor, &open) == 0 && open.st_dev == file.st_dev && open.st_ino == file.st_ino;
}

// A name of an open descriptor: what it leads to is somebody else's and must not be replaced under his hands.
bool names_descriptor(const fs::path& file) {
  std::error_code error;
  return fs::canonical(directory_of(file), error).string().starts_with("/proc/");
}

Trouble write_in_place(const fs::path& file, std::string_view text, int flags) {
  Descriptor out(file, O_WRONLY | flags);
  if (out.trouble() != 0) return out.trouble();
  const Trouble trouble = out.write(text);
  const Trouble late = out.close();
  return trouble != 0 ? trouble : late;
}

// `found`: what is there already. EACCES, EPERM, EROFS and EBUSY tell that nothing can be put here.
Trouble write_beside(const fs::path& file, std::string_view text, const std::optional<struct stat>& found) {
  const fs::path part = place_beside(file);
  Descriptor out(part, O_WRONLY | O_CREAT | O_EXCL);
  if (out.trouble() != 0) return out.trouble();
  Trouble trouble = out.write(text);
  if (found && trouble == 0) {
    static_cast<void>(!::fchown(out.number(), found->st_uid, found->st_gid));  // root's; others write what is theirs
    if (::fchmod(out.number(), found->st_mode & 07777U) != 0) trouble = errno;
  }
  if (const Trouble late = out.close(); trouble == 0) trouble = late;
  if (trouble == 0 && ::rename(part.c_str(), file.c_str()) != 0) trouble = errno;
  if (trouble != 0) ::unlink(part.c_str());
  return trouble;
}

bool nothing_fits_beside(Trouble trouble) {
  return trouble == EACCES || trouble == EPERM || trouble == EROFS || trouble == EBUSY;
}

Trouble write_to_stream(std::ostream& stream, std::string_view text) {
  errno = 0;
  if (stream << text << std::flush) return 0;
  return errno != 0 ? errno : EIO;
}

Trouble write_whole(const fs::path& name, std::string_view text) {
  if (name == "-") return write_to_stream(std::cout, text);
  const auto found = look_at(name);
  // In order with what else is said there, and after it, not over it.
  if (found && same_file(*found, STDOUT_FILENO)) return write_to_stream(std::cout, text);
  if (found && same_file(*found, STDERR_FILENO)) return write_to_stream(std::cerr, text);
  if (found && !S_ISREG(found->st_mode)) return write_in_place(name, text, 0);
  if (names_descriptor(name)) return write_in_place(name, text, O_APPEND);
  const fs::path file = target_of(name);
  if (found && ::access(file.c_str(), W_OK) != 0) return errno;  // who owns the directory could replace it all the same
  const Trouble trouble = write_beside(file, text, found);
  return found && nothing_fits_beside(trouble) ? write_in_place(file, text, O_TRUNC) : trouble;
}

Trouble try_beside(const fs::path& file) {
  const fs::path part = place_beside(file);
  const Descriptor probe(part, O_WRONLY | O_CREAT | O_EXCL);
  if (probe.trouble() == 0) ::unlink(part.c_str());
  return probe.trouble();
}

Trouble try_file(const fs::path& name) {
  if (name == "-") return 0;
  const auto found = look_at(name);
  if (!found && errno != ENOENT) return errno;
  if (found && S_ISDIR(found->st_mode)) return EISDIR;
  if (found) return ::access(name.c_str(), W_OK) == 0 ? 0 : errno;
  if (!name.has_filename()) return ENOENT;
  return try_beside(target_of(name));
}

std::string complaint(const fs::path& file, Trouble trouble) {
  if (trouble == 0) return {};
  const std::string name = file == "-" ? "standard output" : file.string();
  return name + " cannot be written: " + std::strerror(trouble);
}

}  // namespace

std::string why_not_writable(const fs::path& file) { return complaint(file, try_file(file)); }

std::string why_no_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return directory.string() + " cannot be made: " + error.message();
  return complaint(directory, try_beside(directory / "result"));
}

std::string write_result(const fs::path& file, std::string_view text) {
  return complaint(file, write_whole(file, text));
}

}  // namespace chatproof::process
