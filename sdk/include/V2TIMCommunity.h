// Communities: topics, permission groups, permission bits.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMCommon.h"
#include "V2TIMGroup.h"
#include "V2TIMMessage.h"

/// Which fields SetTopicInfo writes; joined with OR (spec groups 9.7).
enum V2TIMTopicInfoModifyFlag {
  V2TIM_COMMUNITY_MODIFY_FLAG_UNKNOWN = 0,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_NAME = 0x01,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_NOTIFICATION = 0x02,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_INTRODUCTION = 0x04,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_FACE_URL = 0x08,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_MUTE_ALL = 0x100,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_CUSTOM_STRING = 0x800,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_DRAFT = 0x4000,
  V2TIM_COMMUNITY_MODIFY_FLAG_DEFAULT_PERMISSIONS = 0x8000,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_TYPE = 0x1 << 24,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_ADD_OPTION = 0x1 << 25,
  V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_APPROVE_OPTION = 0x1 << 26,
};

/// Joined with OR (spec groups 9.22).
enum V2TIMPermissionGroupInfoModifyFlag {
  V2TIM_PERMISSION_MODIFY_FLAG_NONE = 0x00,
  V2TIM_PERMISSION_MODIFY_FLAG_NAME = 0x01,
  V2TIM_PERMISSION_MODIFY_FLAG_GROUP_PERMISSION = 0x02,
  V2TIM_PERMISSION_MODIFY_FLAG_CUSTOM_DATA = 0x04,
};

/// Permission bits in a community (spec groups 9.17).
enum V2TIMCommunityPermissionValue {
  V2TIM_COMMUNITY_PERMISSION_MANAGE_GROUP_INFO = 0x1 << 0,
  V2TIM_COMMUNITY_PERMISSION_MANAGE_GROUP_MEMBER = 0x1 << 1,
  V2TIM_COMMUNITY_PERMISSION_MANAGE_PERMISSION_GROUP_INFO = 0x1 << 2,
  V2TIM_COMMUNITY_PERMISSION_MANAGE_PERMISSION_GROUP_MEMBER = 0x1 << 3,
  V2TIM_COMMUNITY_PERMISSION_MANAGE_TOPIC_IN_COMMUNITY = 0x1 << 4,
  V2TIM_COMMUNITY_PERMISSION_MUTE_MEMBER = 0x1 << 5,
  V2TIM_COMMUNITY_PERMISSION_SEND_MESSAGE = 0x1 << 6,
  V2TIM_COMMUNITY_PERMISSION_AT_ALL = 0x1 << 7,
  V2TIM_COMMUNITY_PERMISSION_GET_HISTORY_MESSAGE = 0x1 << 8,
  V2TIM_COMMUNITY_PERMISSION_REVOKE_OTHER_MEMBER_MESSAGE = 0x1 << 9,
  V2TIM_COMMUNITY_PERMISSION_BAN_MEMBER = 0x1 << 10,
};

/// Permission bits in a topic (spec groups 9.17).
enum V2TIMTopicPermissionValue {
  V2TIM_TOPIC_PERMISSION_MANAGE_TOPIC = 0x1 << 0,
  V2TIM_TOPIC_PERMISSION_MANAGE_TOPIC_PERMISSION = 0x1 << 1,
  V2TIM_TOPIC_PERMISSION_MUTE_MEMBER = 0x1 << 2,
  V2TIM_TOPIC_PERMISSION_SEND_MESSAGE = 0x1 << 3,
  V2TIM_TOPIC_PERMISSION_GET_HISTORY_MESSAGE = 0x1 << 4,
  V2TIM_TOPIC_PERMISSION_REVOKE_OTHER_MEMBER_MESSAGE = 0x1 << 5,
  V2TIM_TOPIC_PERMISSION_AT_ALL = 0x1 << 6,
};

/// A topic. It owns lastMessage, and copies it when it is copied.
struct TIM_API V2TIMTopicInfo : public V2TIMBaseObject {
  V2TIMString topicID;
  V2TIMString topicType;
  V2TIMString topicName;
  V2TIMString topicFaceURL;
  V2TIMString introduction;
  V2TIMString notification;
  bool isAllMuted = false;
  uint32_t selfMuteTime = 0;
  V2TIMString customString;
  V2TIMReceiveMessageOpt recvOpt = V2TIM_RECEIVE_MESSAGE;
  V2TIMString draftText;
  uint64_t unreadCount = 0;
  V2TIMMessage* lastMessage = nullptr;
  uint64_t readSequence = 0;
  V2TIMGroupAtInfoVector groupAtInfoList;
  uint32_t createTime = 0;
  V2TIMGroupAddOpt topicAddOpt = V2TIM_GROUP_ADD_FORBID;
  V2TIMGroupAddOpt topicApproveOpt = V2TIM_GROUP_ADD_FORBID;
  V2TIMCreateGroupMemberInfoVector memberlist;
  uint32_t memberMaxCount = 0;
  uint64_t defaultPermissions = 0;
  uint32_t modifyFlag = 0;

  V2TIMTopicInfo();
  V2TIMTopicInfo(const V2TIMTopicInfo& topicInfo);
  ~V2TIMTopicInfo();
  V2TIMTopicInfo& operator=(const V2TIMTopicInfo& topicInfo);

  bool IsInheritMessageReceiveOptionFromCommunity();
  void SetInheritMessageReceiveOptionFromCommunity(bool isInherit, V2TIMCallback* callback);
};

struct TIM_API V2TIMTopicOperationResult {
  int32_t errorCode = 0;
  V2TIMString errorMsg;
  V2TIMString topicID;

  V2TIMTopicOperationResult();
  V2TIMTopicOperationResult(const V2TIMTopicOperationResult& result);
  ~V2TIMTopicOperationResult();
  V2TIMTopicOperationResult& operator=(const V2TIMTopicOperationResult& other);
};

DEFINE_VECTOR(V2TIMTopicOperationResult)
typedef TXV2TIMTopicOperationResultVector V2TIMTopicOperationResultVector;

struct TIM_API V2TIMTopicInfoResult {
  int32_t errorCode = 0;
  V2TIMString errorMsg;
  V2TIMTopicInfo topicInfo;

  V2TIMTopicInfoResult();
  V2TIMTopicInfoResult(const V2TIMTopicInfoResult& result);
  ~V2TIMTopicInfoResult();
  V2TIMTopicInfoResult& operator=(const V2TIMTopicInfoResult& other);
};

DEFINE_VECTOR(V2TIMTopicInfoResult)
typedef TXV2TIMTopicInfoResultVector V2TIMTopicInfoResultVector;

struct TIM_API V2TIMPermissionGroupInfo {
  V2TIMString groupID;
  V2TIMString permissionGroupID;
  V2TIMString permissionGroupName;
  V2TIMString customData;
  uint64_t groupPermission = 0;
  uint64_t memberCount = 0;
  uint32_t modifyFlag = 0;

  V2TIMPermissionGroupInfo();
  V2TIMPermissionGroupInfo(const V2TIMPermissionGroupInfo& info);
  ~V2TIMPermissionGroupInfo();
  V2TIMPermissionGroupInfo& operator=(const V2TIMPermissionGroupInfo& other);
};

struct TIM_API V2TIMPermissionGroupInfoResult {
  int resultCode = 0;
  V2TIMString resultMsg;
  V2TIMPermissionGroupInfo info;

  V2TIMPermissionGroupInfoResult();
  V2TIMPermissionGroupInfoResult(const V2TIMPermissionGroupInfoResult& permissionGroupInfoResult);
  ~V2TIMPermissionGroupInfoResult();
  V2TIMPermissionGroupInfoResult& operator=(const V2TIMPermissionGroupInfoResult& other);
};

DEFINE_VECTOR(V2TIMPermissionGroupInfoResult)
typedef TXV2TIMPermissionGroupInfoResultVector V2TIMPermissionGroupInfoResultVector;

struct TIM_API V2TIMPermissionGroupOperationResult {
  int resultCode = 0;
  V2TIMString resultMsg;
  V2TIMString permissionGroupID;

  V2TIMPermissionGroupOperationResult();
  V2TIMPermissionGroupOperationResult(const V2TIMPermissionGroupOperationResult& operationResult);
  ~V2TIMPermissionGroupOperationResult();
  V2TIMPermissionGroupOperationResult& operator=(const V2TIMPermissionGroupOperationResult& other);
};

DEFINE_VECTOR(V2TIMPermissionGroupOperationResult)
typedef TXV2TIMPermissionGroupOperationResultVector V2TIMPermissionGroupOperationResultVector;

struct TIM_API V2TIMPermissionGroupMemberInfoResult {
  V2TIMString nextCursor;
  V2TIMGroupMemberInfoVector memberInfoList;

  V2TIMPermissionGroupMemberInfoResult();
  V2TIMPermissionGroupMemberInfoResult(const V2TIMPermissionGroupMemberInfoResult& result);
  ~V2TIMPermissionGroupMemberInfoResult();
  V2TIMPermissionGroupMemberInfoResult& operator=(const V2TIMPermissionGroupMemberInfoResult& other);
};

struct TIM_API V2TIMPermissionGroupMemberOperationResult {
  V2TIMString memberID;
  int resultCode = 0;

  V2TIMPermissionGroupMemberOperationResult();
  V2TIMPermissionGroupMemberOperationResult(const V2TIMPermissionGroupMemberOperationResult& memberOperationResult);
  ~V2TIMPermissionGroupMemberOperationResult();
  V2TIMPermissionGroupMemberOperationResult& operator=(const V2TIMPermissionGroupMemberOperationResult& other);
};

DEFINE_VECTOR(V2TIMPermissionGroupMemberOperationResult)
typedef TXV2TIMPermissionGroupMemberOperationResultVector V2TIMPermissionGroupMemberOperationResultVector;

struct TIM_API V2TIMTopicPermissionResult {
  V2TIMString topicID;
  int resultCode = 0;
  V2TIMString resultMsg;
  uint64_t topicPermission = 0;
  V2TIMString groupID;
  V2TIMString permissionGroupID;

  V2TIMTopicPermissionResult();
  V2TIMTopicPermissionResult(const V2TIMTopicPermissionResult& topicPermissionResult);
  ~V2TIMTopicPermissionResult();
  V2TIMTopicPermissionResult& operator=(const V2TIMTopicPermissionResult& other);
};

DEFINE_VECTOR(V2TIMTopicPermissionResult)
typedef TXV2TIMTopicPermissionResultVector V2TIMTopicPermissionResultVector;
