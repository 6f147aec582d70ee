#include <algorithm>

#include "mockserver/domain/model.hpp"

namespace chatproof::mockserver {
namespace {

const auto by_id = [](const Device& device, std::string_view id) { return device.id < id; };

}  // namespace

const Belongings& Account::kept() const {
  static const Belongings none;
  return belongings_ ? *belongings_ : none;
}

Json Account::profile() const {
  if (!changed_profile.is_null()) return changed_profile;
  Json profile = Json::object();
  profile["userID"] = id;
  return profile;
}

Device* Account::find_device(std::string_view device_id) {
  const auto at = std::lower_bound(devices.begin(), devices.end(), device_id, by_id);
  return at == devices.end() || at->id != device_id ? nullptr : &*at;
}

Device& Account::device(const std::string& device_id) {
  if (Device* known = find_device(device_id)) return *known;
  if (devices.empty()) devices.reserve(1);  // most have one
  Device made;
  made.id = device_id;
  return *devices.insert(std::lower_bound(devices.begin(), devices.end(), device_id, by_id), std::move(made));
}

const SoftwarePtr& no_software() {
  static const SoftwarePtr none = std::make_shared<Software>();
  return none;
}

}  // namespace chatproof::mockserver
