#include "conformance/stage/device_store.hpp"

#include <nlohmann/json.hpp>
#include <system_error>

#include "sdk/store/testing/store_file.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

Acted acted(const std::error_code& error) { return {!error, error ? error.message() : "", nullptr}; }

}  // namespace

const std::vector<std::string>& store_words() {
  static const std::vector<std::string> words = {"store.full",    "store.readOnly", "store.damage", "store.newer",
                                                 "store.foreign", "store.heal",     "store.read"};
  return words;
}

DeviceStore::DeviceStore(const fs::path& directory, const scenario::Actor& actor)
    : file_(store::path_for(directory / "data", actor.app, actor.user)), kept_(directory / "store.kept") {}

Acted DeviceStore::act(const std::string& what, const json& args) {
  if (what == "store.read") return read();
  if (what == "store.heal") return heal();
  if (what == "store.full" || what == "store.readOnly") {
    disk_.become(what == "store.full" ? store::DiskState::full : store::DiskState::read_only);
    return {true, {}, nullptr};
  }
  return alter(what, args);
}

std::optional<std::uint64_t> DeviceStore::times_acted(const std::string& what) const {
  if (what == "store.full" || what == "store.readOnly") return disk_.refused();
  if (what == "store.damage" || what == "store.newer" || what == "store.foreign") return disk_.opened();
  return std::nullopt;
}

Acted DeviceStore::alter(const std::string& what, const json& args) {
  const std::string part = args.value("part", "head");
  if (part != "head" && part != "rest") return {false, R"("part" is neither "head" nor "rest")", nullptr};
  std::error_code error;
  if (!store::is_open(file_)) fs::copy_file(file_, kept_, fs::copy_options::skip_existing, error);
  const store::Status status = what == "store.newer"     ? store::make_newer(file_)
                               : what == "store.foreign" ? store::make_foreign(file_)
                               : part == "head"          ? store::damage(file_, store::Damage::head)
                                                         : store::damage(file_, store::Damage::rest);
  return {status.ok(), status.text, nullptr};
}

Acted DeviceStore::heal() {
  heal_disk();
  std::error_code error;
  if (!fs::exists(kept_, error)) return {true, {}, nullptr};
  if (store::is_open(file_)) return {false, file_.string() + " is open", nullptr};
  fs::rename(kept_, file_, error);
  return acted(error);
}

Acted DeviceStore::read() const {
  std::error_code error;
  if (!fs::exists(file_, error)) return {true, {}, {{"missing", true}}};
  json value = json::object();
  const auto content = store::content_of(file_);
  if (content.ok()) {
    value = {{"version", content.value.version},
             {"messages", content.value.messages},
             {"waiting", content.value.waiting},
             {"cursor", content.value.cursor}};
  } else {
    value["unreadable"] = true;
  }
  // While somebody writes to it the bytes of the file say little.
  if (!store::is_open(file_)) value["digest"] = std::to_string(store::digest_of(file_));
  return {true, {}, std::move(value)};
}

}  // namespace chatproof::stage
