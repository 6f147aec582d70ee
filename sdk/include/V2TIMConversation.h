// Conversations, their marks, groups and filters.

#pragma once

#include "V2TIMCommon.h"
#include "V2TIMGroup.h"
#include "V2TIMMessage.h"

enum V2TIMConversationType {
  V2TIM_UNKNOWN = 0,
  V2TIM_C2C = 1,
  V2TIM_GROUP = 2,
};

/// Bits; an app's own marks are 1 << n with 32 <= n < 64 (spec messages CMG-01).
enum V2TIMConversationMarkType {
  V2TIM_CONVERSATION_MARK_TYPE_STAR = 0x1,
  V2TIM_CONVERSATION_MARK_TYPE_UNREAD = 0x1 << 1,
  V2TIM_CONVERSATION_MARK_TYPE_FOLD = 0x1 << 2,
  V2TIM_CONVERSATION_MARK_TYPE_HIDE = 0x1 << 3,
};

/// Bits of V2TIMConversationListFilter::filterType (spec messages CNV-09).
enum V2TIMConversationFilterType {
  V2TIM_CONVERSATION_FILTER_TYPE_NONE = 0x00,
  V2TIM_CONVERSATION_FILTER_TYPE_CONVERSATION_MARK = 0x01,
  V2TIM_CONVERSATION_FILTER_TYPE_CONVERSATION_GROUP = 0x02,
  V2TIM_CONVERSATION_FILTER_TYPE_HAS_UNREAD_COUNT = 0x04,
  V2TIM_CONVERSATION_FILTER_TYPE_HAS_GROUP_AT_INFO = 0x08,
};

/// A conversation. It owns lastMessage, and copies it when it is copied.
struct TIM_API V2TIMConversation {
  V2TIMConversationType type = V2TIM_C2C;
  V2TIMString conversationID;  ///< "c2c_" + userID or "group_" + groupID (spec messages CNV-01).
  V2TIMString userID;
  V2TIMString groupID;
  V2TIMString groupType;
  V2TIMString showName;
  V2TIMString faceUrl;
  int unreadCount = 0;
  V2TIMReceiveMessageOpt recvOpt = V2TIM_RECEIVE_MESSAGE;
  V2TIMMessage* lastMessage = nullptr;
  V2TIMGroupAtInfoVector groupAtInfolist;
  V2TIMString draftText;
  uint64_t draftTimestamp = 0;  ///< UTC seconds.
  bool isPinned = false;
  uint64_t orderKey = 0;
  V2TIMUInt64Vector markList;
  V2TIMBuffer customData;
  V2TIMStringVector conversationGroupList;
  uint64_t c2cReadTimestamp = 0;
  uint64_t groupReadSequence = 0;

  V2TIMConversation();
  V2TIMConversation(const V2TIMConversation& conversation);
  ~V2TIMConversation();
  V2TIMConversation& operator=(const V2TIMConversation& conversation);
};

DEFINE_VECTOR(V2TIMConversation)
typedef TXV2TIMConversationVector V2TIMConversationVector;

/// A condition counts only if its bit is set in filterType (spec messages CNV-09).
struct TIM_API V2TIMConversationListFilter {
  V2TIMConversationType type = V2TIM_UNKNOWN;
  uint32_t filterType = 0;
  V2TIMString conversationGroup;
  uint64_t markType = 0;
  bool hasUnreadCount = false;
  bool hasGroupAtInfo = false;

  V2TIMConversationListFilter();
  V2TIMConversationListFilter(const V2TIMConversationListFilter& filter);
  ~V2TIMConversationListFilter();
  V2TIMConversationListFilter& operator=(const V2TIMConversationListFilter& filter);
};

struct TIM_API V2TIMConversationResult {
  uint64_t nextSeq = 0;
  bool isFinished = false;
  V2TIMConversationVector conversationList;

  V2TIMConversationResult();
  V2TIMConversationResult(const V2TIMConversationResult& conversationResult);
  ~V2TIMConversationResult();
  V2TIMConversationResult& operator=(const V2TIMConversationResult& conversationResult);
};

struct TIM_API V2TIMConversationOperationResult {
  V2TIMString conversationID;
  int resultCode = 0;
  V2TIMString resultInfo;

  V2TIMConversationOperationResult();
  V2TIMConversationOperationResult(const V2TIMConversationOperationResult& result);
  ~V2TIMConversationOperationResult();
  V2TIMConversationOperationResult& operator=(const V2TIMConversationOperationResult& result);
};

DEFINE_VECTOR(V2TIMConversationOperationResult)
typedef TXV2TIMConversationOperationResultVector V2TIMConversationOperationResultVector;
