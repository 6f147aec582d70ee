#include "sdk/xlog/retention.hpp"

#include <algorithm>
#include <system_error>

#include "sdk/xlog/writer.hpp"

namespace chatproof::xlog {
namespace {

namespace fs = std::filesystem;

bool is_log_name(const std::string& name, std::string_view prefix) {
  constexpr std::string_view ending = ".xlog";
  return name.size() >= prefix.size() + ending.size() && name.starts_with(prefix) && name.ends_with(ending);
}

}  // namespace

CleanedUp clean_up(const fs::path& directory, runtime::UnixTime now, std::chrono::minutes zone,
                   std::string_view prefix) {
  CleanedUp done;
  const std::string current = file_name(prefix, now, zone);
  std::error_code error;
  const fs::path where = directory.empty() ? fs::path(".") : directory;
  fs::directory_iterator entries(where, error);
  if (error) {
    if (error != std::errc::no_such_file_or_directory) done.problems.push_back(where.string() + ": " + error.message());
    return done;
  }
  // Collected first: what a directory shows while files in it are being deleted is not certain.
  std::vector<fs::path> old;
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    const std::string name = path.filename().string();
    if (!is_log_name(name, prefix) || name == current) continue;
    if (entries->symlink_status(error).type() != fs::file_type::regular) continue;
    const fs::file_time_type written = entries->last_write_time(error);
    if (error) {
      done.problems.push_back(path.string() + ": " + error.message());
      continue;
    }
    if (now - fs::file_time_type::clock::to_sys(written) > retention) old.push_back(path);
  }
  std::sort(old.begin(), old.end());
  for (fs::path& path : old) {
    if (fs::remove(path, error)) {
      done.deleted.push_back(std::move(path));
    } else if (error) {
      done.problems.push_back(path.string() + ": " + error.message());
    }
  }
  return done;
}

}  // namespace chatproof::xlog
