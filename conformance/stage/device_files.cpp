#include "conformance/stage/device_files.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "sdk/runtime/duration_text.hpp"
#include "sdk/xlog/decoder.hpp"
#include "sdk/xlog/writer.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A path below the actor's directory; nothing outside it.
std::optional<fs::path> below(const fs::path& directory, const std::string& path) {
  const fs::path normal = fs::path(path).lexically_normal();
  if (normal.is_absolute() || normal.begin() == normal.end() || *normal.begin() == "..") return std::nullopt;
  return directory / normal;
}

Acted write_file(const fs::path& file, runtime::UnixTime now, const json& args) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ofstream(file, std::ios::binary) << args.value("text", std::string());
  const auto age = runtime::parse_duration(args.value("age", std::string("0s")));
  if (!age) return {false, "\"age\" is not a duration", nullptr};
  const auto written = std::chrono::file_clock::from_sys(now - *age);
  fs::last_write_time(file, std::chrono::time_point_cast<fs::file_time_type::duration>(written), error);
  return error ? Acted{false, error.message(), nullptr} : Acted{true, {}, nullptr};
}

Acted list_files(const fs::path& place) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(place, error))
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(place).generic_string());
  std::sort(names.begin(), names.end());
  return {true, {}, names};
}

// No file can be made in the directory any more; what is open stays open. The permissions of a directory would not stop
// everybody: something else stands in its place.
Acted block_logs(const fs::path& directory, bool blocked) {
  std::error_code error;
  if (blocked) {
    if (fs::exists(directory / "log.kept", error)) return {false, "the log directory is blocked already", nullptr};
    fs::rename(directory / "log", directory / "log.kept", error);
    if (!error) std::ofstream(directory / "log") << "in the way";
  } else {
    if (!fs::exists(directory / "log.kept", error)) return {false, "no log directory is blocked", nullptr};
    fs::remove(directory / "log", error);
    if (!error) fs::rename(directory / "log.kept", directory / "log", error);
  }
  return {!error, error ? error.message() : "", nullptr};
}

}  // namespace

const std::vector<std::string>& device_words() {
  static const std::vector<std::string> words = {"clock.shift",    "cut.power",   "restart",    "process.suspend",
                                                 "process.resume", "files.write", "files.list", "log.read",
                                                 "log.block",      "log.heal"};
  return words;
}

Acted device_files(const std::string& what, const fs::path& directory, runtime::UnixTime now, const json& args) {
  if (what == "log.read") {
    const fs::path log = directory / "log" / xlog::file_name("imsdk", now, std::chrono::minutes(0));
    return {true, {}, xlog::decode(content_of(log)).text};
  }
  if (what == "log.block" || what == "log.heal") return block_logs(directory, what == "log.block");
  const auto place = below(directory, args.value("path", std::string(".")));
  if (!place) return {false, "\"path\" leads out of the actor's directory", nullptr};
  if (what == "files.write") return write_file(*place, now, args);
  if (what == "files.list") return list_files(*place);
  return {false, "no such step: " + what, nullptr};
}

}  // namespace chatproof::stage
