#include <algorithm>

#include "mockserver/domain/model.hpp"

namespace chatproof::mockserver {
namespace {

constexpr std::size_t former_tickets_max = 32;

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

Decree Account::decree(std::int64_t second) const {
  Decree made{second, kept().former_tickets};
  for (const Device& device : devices)
    if (device.ticket != 0) made.seen.push_back(device.ticket);
  return made;
}

void Account::remember_ticket(TicketMark mark) {
  if (mark == 0) return;
  auto& marks = keep().former_tickets;
  std::erase(marks, mark);
  if (marks.size() >= former_tickets_max) marks.erase(marks.begin());
  marks.push_back(mark);
}

const SoftwarePtr& no_software() {
  static const SoftwarePtr none = std::make_shared<Software>();
  return none;
}

}  // namespace chatproof::mockserver
