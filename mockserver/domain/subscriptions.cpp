#include "mockserver/domain/subscriptions.hpp"

#include <algorithm>

namespace chatproof::mockserver {

void Subscriptions::add(const std::string& watcher, const std::vector<std::string>& users, std::size_t most) {
  auto& list = lists_[watcher];
  for (const std::string& user : users) {
    if (user == watcher) continue;
    if (!watchers_[user].insert(watcher).second) std::erase(list, user);
    list.push_back(user);
  }
  while (list.size() > most) {
    forget(watcher, list.front());
    list.erase(list.begin());
  }
  if (list.empty()) lists_.erase(watcher);
}

void Subscriptions::remove(const std::string& watcher, const std::vector<std::string>& users) {
  const auto found = lists_.find(watcher);
  if (found == lists_.end()) return;
  auto& list = found->second;
  std::erase_if(list, [&](const std::string& user) {
    if (!users.empty() && std::find(users.begin(), users.end(), user) == users.end()) return false;
    forget(watcher, user);
    return true;
  });
  if (list.empty()) lists_.erase(found);
}

void Subscriptions::forget(const std::string& watcher, const std::string& user) {
  const auto found = watchers_.find(user);
  found->second.erase(watcher);
  if (found->second.empty()) watchers_.erase(found);
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
