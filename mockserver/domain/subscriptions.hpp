// Who watches whom, in one app: each watcher has a list with a capacity, and each watched user knows its watchers.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace chatproof::mockserver {

class Subscriptions {
 public:
  // New ones come last, and so do repeated ones; beyond `most` the oldest go (spec login 9.11). Oneself is left out.
  void add(const std::string& watcher, const std::vector<std::string>& users, std::size_t most);
  // No users: all of them (spec login 9.13).
  void remove(const std::string& watcher, const std::vector<std::string>& users);

  [[nodiscard]] const std::set<std::string>& watchers_of(const std::string& user) const;
  [[nodiscard]] const std::vector<std::string>& of(const std::string& watcher) const;  // oldest first

 private:
  void forget(const std::string& watcher, const std::string& user);
  std::map<std::string, std::vector<std::string>> lists_;
  std::map<std::string, std::set<std::string>> watchers_;
};

}  // namespace chatproof::mockserver
