// Groups, their members, applications and changes.

#pragma once

#include "V2TIMCommon.h"

/// Values: spec groups 2.2.
enum V2TIMGroupMemberRole {
  V2TIM_GROUP_MEMBER_UNDEFINED = 0,
  V2TIM_GROUP_MEMBER_ROLE_MEMBER = 200,
  V2TIM_GROUP_MEMBER_ROLE_ADMIN = 300,
  V2TIM_GROUP_MEMBER_ROLE_SUPER = 400,
};

/// What changed, and which value of V2TIMGroupChangeInfo says to what (spec groups 5.8).
enum V2TIMGroupInfoChangeType {
  V2TIM_GROUP_INFO_CHANGE_TYPE_NAME = 1,
  V2TIM_GROUP_INFO_CHANGE_TYPE_INTRODUCTION = 2,
  V2TIM_GROUP_INFO_CHANGE_TYPE_NOTIFICATION = 3,
  V2TIM_GROUP_INFO_CHANGE_TYPE_FACE = 4,
  V2TIM_GROUP_INFO_CHANGE_TYPE_OWNER = 5,
  V2TIM_GROUP_INFO_CHANGE_TYPE_CUSTOM = 6,
  V2TIM_GROUP_INFO_CHANGE_TYPE_SHUT_UP_ALL = 8,
  V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_CUSTOM_DATA = 9,
  V2TIM_GROUP_INFO_CHANGE_TYPE_RECEIVE_MESSAGE_OPT = 0x0A,
  V2TIM_GROUP_INFO_CHANGE_TYPE_GROUP_ADD_OPT = 0x0B,
  V2TIM_GROUP_INFO_CHANGE_TYPE_GROUP_APPROVE_OPT = 0x0C,
  V2TIM_GROUP_INFO_CHANGE_TYPE_ENABLE_PERMISSION_GROUP = 0x0D,
  V2TIM_GROUP_INFO_CHANGE_TYPE_DEFAULT_PERMISSIONS = 0x0E,
  V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_ADD_OPT = 0x0F,
  V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_APPROVE_OPT = 0x10,
  V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_MEMBER_MAX_COUNT = 0x11,
};

enum V2TIMGroupAddOpt {
  V2TIM_GROUP_ADD_FORBID = 0,
  V2TIM_GROUP_ADD_AUTH = 1,
  V2TIM_GROUP_ADD_ANY = 2,
  V2TIM_GROUP_ADD_UNKNOWN = 3,
};

/// Which fields SetGroupInfo writes; joined with OR (spec groups 5.5).
enum V2TIMGroupInfoModifyFlag {
  V2TIM_GROUP_INFO_MODIFY_FLAG_UNKNOWN = 0,
  V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_NAME = 0x01,
  V2TIM_GROUP_INFO_MODIFY_FLAG_NOTIFICATION = 0x02,
  V2TIM_GROUP_INFO_MODIFY_FLAG_INTRODUCTION = 0x04,
  V2TIM_GROUP_INFO_MODIFY_FLAG_FACE_URL = 0x08,
  V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_ADD_OPTION = 0x10,
  V2TIM_GROUP_INFO_MODIFY_FLAG_SHUTUP_ALL = 0x100,
  V2TIM_GROUP_INFO_MODIFY_FLAG_CUSTOM_INFO = 0x200,
  V2TIM_TOPIC_INFO_MODIFY_FLAG_CUSTOM_STRING = 0x800,
  V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_APPROVE_OPTION = 0x1000,
  V2TIM_GROUP_INFO_MODIFY_FLAG_ENABLE_PERMISSION_GROUP = 0x2000,
  V2TIM_GROUP_INFO_MODIFY_FLAG_DEFAULT_PERMISSIONS = 0x4000,
};

/// Outcome for one member (spec groups 6.21, 6.34).
enum V2TIMGroupMemberResult {
  V2TIM_GROUP_MEMBER_RESULT_FAIL = 0,
  V2TIM_GROUP_MEMBER_RESULT_SUCC = 1,
  V2TIM_GROUP_MEMBER_RESULT_INVALID = 2,
  V2TIM_GROUP_MEMBER_RESULT_PENDING = 3,
  V2TIM_GROUP_MEMBER_RESULT_OVERLIMIT = 4,
};

/// Values: spec groups 6.1; 1000 and more is a custom mark (spec groups 6.5).
enum V2TIMGroupMemberFilter {
  V2TIM_GROUP_MEMBER_FILTER_ALL = 0x00,
  V2TIM_GROUP_MEMBER_FILTER_OWNER = 0x01,
  V2TIM_GROUP_MEMBER_FILTER_ADMIN = 0x02,
  V2TIM_GROUP_MEMBER_FILTER_COMMON = 0x04,
};

/// Which fields SetGroupMemberInfo writes; joined with OR (spec groups 6.10).
enum V2TIMGroupMemberInfoModifyFlag {
  V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_UNKNOWN = 0x00,
  V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_MEMBER_ROLE = 0x02,
  V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_SHUTUP_TIME = 0x04,
  V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_NAME_CARD = 0x08,
  V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_CUSTOM_INFO = 0x10,
};

enum V2TIMGroupApplicationType {
  V2TIM_GROUP_JOIN_APPLICATION_NEED_APPROVED_BY_ADMIN = 0,
  V2TIM_GROUP_INVITE_APPLICATION_NEED_APPROVED_BY_INVITEE = 1,
  V2TIM_GROUP_INVITE_APPLICATION_NEED_APPROVED_BY_ADMIN = 2,
};

enum V2TIMGroupApplicationHandleStatus {
  V2TIM_GROUP_APPLICATION_HANDLE_STATUS_UNHANDLED = 0,
  V2TIM_GROUP_APPLICATION_HANDLE_STATUS_HANDLED_BY_OTHER = 1,
  V2TIM_GROUP_APPLICATION_HANDLE_STATUS_HANDLED_BY_SELF = 2,
};

enum V2TIMGroupApplicationHandleResult {
  V2TIM_GROUP_APPLICATION_HANDLE_RESULT_REFUSE = 0,
  V2TIM_GROUP_APPLICATION_HANDLE_RESULT_AGREE = 1,
};

enum V2TIMGroupAtType {
  V2TIM_AT_ME = 1,
  V2TIM_AT_ALL = 2,
  V2TIM_AT_ALL_AT_ME = 3,
};

struct TIM_API V2TIMGroupMemberInfo {
  V2TIMString userID;
  V2TIMString nickName;
  V2TIMString friendRemark;
  V2TIMString nameCard;
  V2TIMString faceURL;
  V2TIMStringVector onlineDevices;

  V2TIMGroupMemberInfo();
  V2TIMGroupMemberInfo(const V2TIMGroupMemberInfo& groupMemberInfo);
  ~V2TIMGroupMemberInfo();
  V2TIMGroupMemberInfo& operator=(const V2TIMGroupMemberInfo& other);
};

DEFINE_VECTOR(V2TIMGroupMemberInfo)
typedef TXV2TIMGroupMemberInfoVector V2TIMGroupMemberInfoVector;

struct TIM_API V2TIMGroupMemberFullInfo : public V2TIMGroupMemberInfo {
  V2TIMCustomInfo customInfo;
  uint32_t role = 0;       ///< A V2TIMGroupMemberRole.
  uint32_t muteUntil = 0;  ///< UTC seconds; 0 when not muted.
  int64_t joinTime = 0;    ///< UTC seconds.
  bool isOnline = false;
  uint32_t modifyFlag = 0;

  V2TIMGroupMemberFullInfo();
  V2TIMGroupMemberFullInfo(const V2TIMGroupMemberFullInfo& groupMemberFullInfo);
  ~V2TIMGroupMemberFullInfo();
  V2TIMGroupMemberFullInfo& operator=(const V2TIMGroupMemberFullInfo& other);
};

DEFINE_VECTOR(V2TIMGroupMemberFullInfo)
typedef TXV2TIMGroupMemberFullInfoVector V2TIMGroupMemberFullInfoVector;

DEFINE_MAP(V2TIMString, V2TIMGroupMemberFullInfoVector)
typedef TXV2TIMStringToV2TIMGroupMemberFullInfoVectorMap V2TIMGroupSearchGroupMembersMap;

struct TIM_API V2TIMGroupMemberInfoResult {
  uint64_t nextSequence = 0;
  V2TIMGroupMemberFullInfoVector memberInfoList;

  V2TIMGroupMemberInfoResult();
  V2TIMGroupMemberInfoResult(const V2TIMGroupMemberInfoResult& groupMemberInfoResult);
  ~V2TIMGroupMemberInfoResult();
  V2TIMGroupMemberInfoResult& operator=(const V2TIMGroupMemberInfoResult& other);
};

struct TIM_API V2TIMGroupChangeInfo {
  V2TIMGroupInfoChangeType type = V2TIM_GROUP_INFO_CHANGE_TYPE_NAME;
  V2TIMString value;
  V2TIMString key;
  bool boolValue = false;
  uint32_t intValue = 0;
  uint64_t uint64Value = 0;

  V2TIMGroupChangeInfo();
  V2TIMGroupChangeInfo(const V2TIMGroupChangeInfo& groupChangeInfo);
  ~V2TIMGroupChangeInfo();
  V2TIMGroupChangeInfo& operator=(const V2TIMGroupChangeInfo& other);
};

DEFINE_VECTOR(V2TIMGroupChangeInfo)
typedef TXV2TIMGroupChangeInfoVector V2TIMGroupChangeInfoVector;

struct TIM_API V2TIMGroupMemberChangeInfo {
  V2TIMString userID;
  uint32_t muteTime = 0;  ///< Seconds from now.

  V2TIMGroupMemberChangeInfo();
  V2TIMGroupMemberChangeInfo(const V2TIMGroupMemberChangeInfo& groupMemberChangeInfo);
  ~V2TIMGroupMemberChangeInfo();
  V2TIMGroupMemberChangeInfo& operator=(const V2TIMGroupMemberChangeInfo& other);
};

DEFINE_VECTOR(V2TIMGroupMemberChangeInfo)
typedef TXV2TIMGroupMemberChangeInfoVector V2TIMGroupMemberChangeInfoVector;

struct TIM_API V2TIMGroupAtInfo {
  uint64_t seq = 0;
  V2TIMGroupAtType atType = V2TIM_AT_ME;

  V2TIMGroupAtInfo();
  V2TIMGroupAtInfo(const V2TIMGroupAtInfo& groupAtInfo);
  ~V2TIMGroupAtInfo();
  V2TIMGroupAtInfo& operator=(const V2TIMGroupAtInfo& conversation);
};

DEFINE_VECTOR(V2TIMGroupAtInfo)
typedef TXV2TIMGroupAtInfoVector V2TIMGroupAtInfoVector;

struct TIM_API V2TIMGroupInfo {
  V2TIMString groupID;
  V2TIMString groupType;
  bool isSupportTopic = false;
  V2TIMString groupName;
  V2TIMString notification;
  V2TIMString introduction;
  V2TIMString faceURL;
  bool allMuted = false;
  V2TIMCustomInfo customInfo;
  V2TIMString owner;
  uint32_t createTime = 0;  ///< UTC seconds, as all times of a group.
  V2TIMGroupAddOpt groupAddOpt = V2TIM_GROUP_ADD_UNKNOWN;
  V2TIMGroupAddOpt groupApproveOpt = V2TIM_GROUP_ADD_UNKNOWN;
  uint32_t lastInfoTime = 0;
  uint32_t lastMessageTime = 0;
  uint32_t memberCount = 0;
  uint32_t onlineCount = 0;
  uint32_t memberMaxCount = 0;
  uint32_t role = 0;  ///< The asking user's own role, a V2TIMGroupMemberRole.
  V2TIMReceiveMessageOpt recvOpt = V2TIM_RECEIVE_MESSAGE;
  uint32_t joinTime = 0;
  bool enablePermissionGroup = false;
  uint64_t defaultPermissions = 0;
  uint32_t modifyFlag = 0;  ///< OR of V2TIMGroupInfoModifyFlag; read by SetGroupInfo only.

  V2TIMGroupInfo();
  V2TIMGroupInfo(const V2TIMGroupInfo& groupInfo);
  ~V2TIMGroupInfo();
  V2TIMGroupInfo& operator=(const V2TIMGroupInfo& other);
};

DEFINE_VECTOR(V2TIMGroupInfo)
typedef TXV2TIMGroupInfoVector V2TIMGroupInfoVector;

struct TIM_API V2TIMGroupInfoResult {
  int resultCode = 0;
  V2TIMString resultMsg;
  V2TIMGroupInfo info;

  V2TIMGroupInfoResult();
  V2TIMGroupInfoResult(const V2TIMGroupInfoResult& groupInfoResult);
  ~V2TIMGroupInfoResult();
  V2TIMGroupInfoResult& operator=(const V2TIMGroupInfoResult& other);
};

DEFINE_VECTOR(V2TIMGroupInfoResult)
typedef TXV2TIMGroupInfoResultVector V2TIMGroupInfoResultVector;

struct TIM_API V2TIMGroupApplication : public V2TIMBaseObject {
  V2TIMString groupID;
  V2TIMString fromUser;
  V2TIMString fromUserNickName;
  V2TIMString fromUserFaceUrl;
  V2TIMString toUser;  ///< "0" for a request to join, the invitee for an invitation (spec groups 7.2).
  uint64_t addTime = 0;
  V2TIMString requestMsg;
  V2TIMString handledMsg;
  V2TIMGroupApplicationType applicationType = V2TIM_GROUP_JOIN_APPLICATION_NEED_APPROVED_BY_ADMIN;
  V2TIMGroupApplicationHandleStatus handleStatus = V2TIM_GROUP_APPLICATION_HANDLE_STATUS_UNHANDLED;
  V2TIMGroupApplicationHandleResult handleResult = V2TIM_GROUP_APPLICATION_HANDLE_RESULT_REFUSE;

  V2TIMGroupApplication();
  V2TIMGroupApplication(const V2TIMGroupApplication& groupApplication);
  ~V2TIMGroupApplication();
  V2TIMGroupApplication& operator=(const V2TIMGroupApplication& groupApplication);
};

DEFINE_VECTOR(V2TIMGroupApplication)
typedef TXV2TIMGroupApplicationVector V2TIMGroupApplicationVector;

struct TIM_API V2TIMGroupMemberOperationResult {
  V2TIMString userID;
  V2TIMGroupMemberResult result = V2TIM_GROUP_MEMBER_RESULT_FAIL;

  V2TIMGroupMemberOperationResult();
  V2TIMGroupMemberOperationResult(const V2TIMGroupMemberOperationResult& groupMemberOperationResult);
  ~V2TIMGroupMemberOperationResult();
  V2TIMGroupMemberOperationResult& operator=(const V2TIMGroupMemberOperationResult& other);
};

DEFINE_VECTOR(V2TIMGroupMemberOperationResult)
typedef TXV2TIMGroupMemberOperationResultVector V2TIMGroupMemberOperationResultVector;

struct TIM_API V2TIMCreateGroupMemberInfo {
  V2TIMString userID;
  uint32_t role = 0;

  V2TIMCreateGroupMemberInfo();
  V2TIMCreateGroupMemberInfo(const V2TIMCreateGroupMemberInfo& createGroupMemberInfo);
  ~V2TIMCreateGroupMemberInfo();
  V2TIMCreateGroupMemberInfo& operator=(const V2TIMCreateGroupMemberInfo& other);
};

DEFINE_VECTOR(V2TIMCreateGroupMemberInfo)
typedef TXV2TIMCreateGroupMemberInfoVector V2TIMCreateGroupMemberInfoVector;

struct TIM_API V2TIMGroupApplicationResult {
  uint64_t unreadCount = 0;
  V2TIMGroupApplicationVector applicationList;

  V2TIMGroupApplicationResult();
  V2TIMGroupApplicationResult(const V2TIMGroupApplicationResult& groupApplicationResult);
  ~V2TIMGroupApplicationResult();
  V2TIMGroupApplicationResult& operator=(const V2TIMGroupApplicationResult& other);
};

struct TIM_API V2TIMGroupSearchParam {
  V2TIMStringVector keywordList;
  bool isSearchGroupID = false;
  bool isSearchGroupName = false;
  V2TIMKeywordListMatchType keywordListMatchType = V2TIM_KEYWORD_LIST_MATCH_TYPE_OR;
  uint32_t searchCount = 0;
  V2TIMString searchCursor;

  V2TIMGroupSearchParam();
  V2TIMGroupSearchParam(const V2TIMGroupSearchParam& groupSearchParam);
  ~V2TIMGroupSearchParam();
  V2TIMGroupSearchParam& operator=(const V2TIMGroupSearchParam& other);
};

struct TIM_API V2TIMGroupSearchResult {
  bool isFinished = false;
  uint32_t totalCount = 0;
  V2TIMString nextCursor;
  V2TIMGroupInfoVector groupList;

  V2TIMGroupSearchResult();
  V2TIMGroupSearchResult(const V2TIMGroupSearchResult& groupSearchResult);
  ~V2TIMGroupSearchResult();
  V2TIMGroupSearchResult& operator=(const V2TIMGroupSearchResult& other);
};

struct TIM_API V2TIMGroupMemberSearchParam {
  V2TIMStringVector keywordList;
  V2TIMStringVector groupIDList;
  bool isSearchMemberUserID = false;
  bool isSearchMemberNickName = false;
  bool isSearchMemberRemark = false;
  bool isSearchMemberNameCard = false;
  V2TIMKeywordListMatchType keywordListMatchType = V2TIM_KEYWORD_LIST_MATCH_TYPE_OR;
  uint32_t searchCount = 0;
  V2TIMString searchCursor;

  V2TIMGroupMemberSearchParam();
  V2TIMGroupMemberSearchParam(const V2TIMGroupMemberSearchParam& groupMemberSearchParam);
  ~V2TIMGroupMemberSearchParam();
  V2TIMGroupMemberSearchParam& operator=(const V2TIMGroupMemberSearchParam& other);
};

struct TIM_API V2TIMGroupMemberSearchResult {
  bool isFinished = false;
  uint32_t totalCount = 0;
  V2TIMString nextCursor;
  TXV2TIMStringToV2TIMGroupMemberFullInfoVectorMap memberList;

  V2TIMGroupMemberSearchResult();
  V2TIMGroupMemberSearchResult(const V2TIMGroupMemberSearchResult& groupMemberSearchResult);
  ~V2TIMGroupMemberSearchResult();
  V2TIMGroupMemberSearchResult& operator=(const V2TIMGroupMemberSearchResult& other);
};
