// Profiles and user status. Methods run on any thread, answers and events come on the SDK's.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "V2TIMFriendship.h"
#include "sdk/v2tim/core.hpp"

namespace chatproof::v2tim {

class Users {
 public:
  explicit Users(Core& core) : core_(core) {}

  void get_profiles(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserFullInfoVector>* callback);
  void set_own_profile(const V2TIMUserFullInfo& info, V2TIMCallback* callback);
  void subscribe_profiles(const V2TIMStringVector& ids, V2TIMCallback* callback);
  void unsubscribe_profiles(const V2TIMStringVector& ids, V2TIMCallback* callback);  // none: all of them

  void get_statuses(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserStatusVector>* callback);
  void set_own_status(const V2TIMUserStatus& status, V2TIMCallback* callback);
  void subscribe_statuses(const V2TIMStringVector& ids, V2TIMCallback* callback);
  void unsubscribe_statuses(const V2TIMStringVector& ids, V2TIMCallback* callback);  // none: all of them

 private:
  void fetch_profiles(const V2TIMStringVector& ids, V2TIMValueCallback<V2TIMUserFullInfoVector>* callback);
  std::string keep(const nlohmann::json& profile);
  void ask(wire::Command command, std::string payload, V2TIMCallback* callback);
  void ask_with_ids(const char* method, wire::Command command, const V2TIMStringVector& ids, V2TIMCallback* callback);

  Core& core_;
};

}  // namespace chatproof::v2tim
