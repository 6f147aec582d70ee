#include "mockserver/domain/inboxes.hpp"

#include <algorithm>
#include <vector>

namespace chatproof::mockserver {
namespace {

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t never_too_old = INT64_MIN / 2;  // for the age of messages
constexpr std::size_t spare = 1024;                    // entries that may be gone, beside as many as there are messages

}  // namespace

void Inboxes::add(Belongings& own, KeptMessage message, const Settings& settings, std::int64_t now_s) {
  const std::int64_t keep_from = now_s - settings.roaming_days * day_s;
  while (!own.inbox.empty() && own.inbox.front().timestamp < keep_from) drop_first(own);
  const auto too_much = [&] {
    return own.inbox.size() >= static_cast<std::size_t>(settings.inbox_messages) ||
           own.inbox_bytes + message.bytes() > static_cast<std::size_t>(settings.inbox_bytes);
  };
  for (; !own.inbox.empty() && too_much(); ++dropped_) drop_first(own);
  for (; messages_ != 0 && bytes_ + message.bytes() > static_cast<std::size_t>(settings.all_inboxes_bytes); ++dropped_)
    drop_oldest();
  bytes_ += message.bytes();
  own.inbox_bytes += message.bytes();
  own.inbox.push_back(std::move(message));
  by_age_.push_back({&own, own.last_place()});
  if (++messages_; by_age_.size() > 2 * messages_ + spare)
    std::erase_if(by_age_, [](const Entry& e) { return e.gone(); });
}

void Inboxes::adopt(std::map<std::uint32_t, App>& apps, const Settings& settings) {
  clear();
  struct Found {
    std::int64_t timestamp;  // no earlier than those before it in the same inbox
    Belongings* owner;
    KeptMessage message;
  };
  std::vector<Found> all;
  for (auto& [id, app] : apps)
    for (auto& [user, account] : app.accounts) {
      if (account.kept().inbox.empty()) continue;
      Belongings& own = account.keep();
      std::int64_t latest = own.inbox.front().timestamp;
      for (KeptMessage& message : own.inbox) {
        latest = std::max(latest, message.timestamp);
        all.push_back({latest, &own, std::move(message)});
      }
      own.inbox.clear();
    }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.timestamp < b.timestamp; });
  for (Found& one : all) add(*one.owner, std::move(one.message), settings, never_too_old);
}

void Inboxes::clear() {
  by_age_.clear();
  bytes_ = messages_ = 0;
}

void Inboxes::drop_first(Belongings& own) {
  const std::size_t size = own.inbox.front().bytes();
  bytes_ -= size;
  own.inbox_bytes -= size;
  --messages_;
  own.inbox.pop_front();
  ++own.first_place;
}

// Precondition: there is a message, so that an entry which is not gone comes to the front.
void Inboxes::drop_oldest() {
  while (by_age_.front().gone()) by_age_.pop_front();
  drop_first(*by_age_.front().owner);
  by_age_.pop_front();
}

}  // namespace chatproof::mockserver
