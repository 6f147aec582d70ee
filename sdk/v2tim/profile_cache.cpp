#include "sdk/v2tim/profile_cache.hpp"

#include <nlohmann/json.hpp>

#include "sdk/v2tim/wire_field.hpp"

namespace chatproof::v2tim {

struct ProfileCache::Entry {
  nlohmann::json profile;
  runtime::Instant since;
};

ProfileCache::ProfileCache() = default;
ProfileCache::~ProfileCache() = default;

const nlohmann::json* ProfileCache::find(const std::string& user_id, runtime::Instant now) const {
  const auto entry = entries_.find(user_id);
  return entry != entries_.end() && now - entry->second->since < keep_for ? &entry->second->profile : nullptr;
}

void ProfileCache::fetched(const nlohmann::json& profile, runtime::Instant now) {
  const std::string id = field(profile, "userID", std::string());
  if (id.empty()) return;
  if (entries_.size() >= profiles_max && !entries_.contains(id)) entries_.clear();
  entries_.insert_or_assign(id, std::make_unique<Entry>(Entry{profile, now}));
}

void ProfileCache::pushed(const nlohmann::json& profile) {
  if (const auto entry = entries_.find(field(profile, "userID", std::string())); entry != entries_.end())
    entry->second->profile = profile;
}

void ProfileCache::clear() { entries_.clear(); }

bool ProfileCache::own_changed(const nlohmann::json& profile) {
  const std::string id = field(profile, "userID", std::string());
  const bool changed = own_ != nullptr && field(*own_, "userID", std::string()) == id && *own_ != profile;
  own_ = std::make_unique<nlohmann::json>(profile);
  return changed;
}

}  // namespace chatproof::v2tim
