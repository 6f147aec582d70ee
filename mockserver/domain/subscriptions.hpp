// Who watches whom, in one app: each watcher has a list with a capacity, and each watched user knows its watchers.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chatproof::mockserver {

class Subscriptions {
 public:
  // Users who have got their first watcher (true), or have lost their last one.
  using Changes = std::vector<std::pair<std::string, bool>>;

  // New ones come last, and so do repeated ones; beyond `most` the oldest go (spec login 9.11). Oneself is left out.
  Changes add(const std::string& watcher, const std::vector<std::string>& users, std::size_t most);
  // No users: all of them (spec login 9.13).
  Changes remove(const std::string& watcher, const std::vector<std::string>& users);

  [[nodiscard]] const std::set<std::string>& watchers_of(const std::string& user) const;
  [[nodiscard]] const std::vector<std::string>& of(const std::string& watcher) const;  // oldest first
  [[nodiscard]] std::size_t size() const { return watchers_.size(); }                  // users who are watched
  // As if they all had got their first watcher now.
  [[nodiscard]] Changes watched() const;

 private:
  void forget(const std::string& watcher, const std::string& user, Changes& changes);
  std::map<std::string, std::vector<std::string>> lists_;
  std::map<std::string, std::set<std::string>> watchers_;
};

}  // namespace chatproof::mockserver
