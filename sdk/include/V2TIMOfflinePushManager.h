// Offline push: token and unread badge.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMMessage.h"

/// Errors that every call can end in: see V2TIMManager.
class TIM_API V2TIMOfflinePushManager {
 public:
  virtual ~V2TIMOfflinePushManager() {}

  virtual void SetOfflinePushConfig(const V2TIMOfflinePushConfig& config, V2TIMCallback* callback) = 0;

  virtual void DoBackground(uint32_t unreadCount, V2TIMCallback* callback) = 0;

  virtual void DoForeground(V2TIMCallback* callback) = 0;
};
