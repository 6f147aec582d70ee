#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void OfflinePushManager::SetOfflinePushConfig(const V2TIMOfflinePushConfig& config, V2TIMCallback* callback) {
  core_.not_built("setOfflinePushConfig", callback, config);
}

void OfflinePushManager::DoBackground(uint32_t unreadCount, V2TIMCallback* callback) {
  core_.not_built("doBackground", callback, unreadCount);
}

void OfflinePushManager::DoForeground(V2TIMCallback* callback) { core_.not_built("doForeground", callback); }

}  // namespace chatproof::v2tim
