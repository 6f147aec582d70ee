#include "sdk/v2tim/device_id.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace chatproof::v2tim {
namespace {

constexpr std::size_t length = 16;  // hexadecimal digits
constexpr const char* file_name = "chatproof_device_id";

bool well_formed(const std::string& id) {
  return id.size() == length && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::string device_id_in(const std::string& directory, runtime::Random random) {
  const std::filesystem::path path = std::filesystem::path(directory) / file_name;
  std::string id;
  if (std::getline(std::ifstream(path), id) && well_formed(id)) return id;
  const std::uint64_t number = random.next();
  id.clear();
  for (std::size_t i = 0; i < length; ++i) id += "0123456789abcdef"[number >> (4 * i) & 15];
  std::ofstream(path) << id << '\n';
  return id;
}

}  // namespace chatproof::v2tim
