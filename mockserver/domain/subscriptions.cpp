#include "mockserver/domain/subscriptions.hpp"

#include <algorithm>

namespace chatproof::mockserver {

Subscriptions::Changes Subscriptions::add(const std::string& watcher, const std::vector<std::string>& users,
                                          std::size_t most) {
  Changes changes;
  auto& list = lists_[watcher];
  for (const std::string& user : users) {
    if (user == watcher) continue;
    auto& watchers = watchers_[user];
    if (!watchers.insert(watcher).second) {
      std::erase(list, user);
    } else if (watchers.size() == 1) {
      changes.emplace_back(user, true);
    }
    list.push_back(user);
  }
  while (list.size() > most) {
    forget(watcher, list.front(), changes);
    list.erase(list.begin());
  }
  if (list.empty()) lists_.erase(watcher);
  return changes;
}

Subscriptions::Changes Subscriptions::remove(const std::string& watcher, const std::vector<std::string>& users) {
  Changes changes;
  const auto found = lists_.find(watcher);
  if (found == lists_.end()) return changes;
  auto& list = found->second;
  std::erase_if(list, [&](const std::string& user) {
    if (!users.empty() && std::find(users.begin(), users.end(), user) == users.end()) return false;
    forget(watcher, user, changes);
    return true;
  });
  if (list.empty()) lists_.erase(found);
  return changes;
}

void Subscriptions::forget(const std::string& watcher, const std::string& user, Changes& changes) {
  const auto found = watchers_.find(user);
  found->second.erase(watcher);
  if (!found->second.empty()) return;
  watchers_.erase(found);
  changes.emplace_back(user, false);
}

Subscriptions::Changes Subscriptions::watched() const {
  Changes changes;
  for (const auto& [user, watchers] : watchers_) changes.emplace_back(user, true);
  return changes;
}

const std::set<std::string>& Subscriptions::watchers_of(const std::string& user) const {
  static const std::set<std::string> nobody;
  const auto found = watchers_.find(user);
  return found == watchers_.end() ? nobody : found->second;
}

const std::vector<std::string>& Subscriptions::of(const std::string& watcher) const {
  static const std::vector<std::string> nobody;
  const auto found = lists_.find(watcher);
  return found == lists_.end() ? nobody : found->second;
}

}  // namespace chatproof::mockserver
