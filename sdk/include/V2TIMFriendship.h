// User profiles and status, friends, follows.

#pragma once

#include "V2TIMCommon.h"

/// Values: spec login 9.02.
enum V2TIMUserStatusType {
  V2TIM_USER_STATUS_UNKNOWN = 0,
  V2TIM_USER_STATUS_ONLINE = 1,     ///< logged in
  V2TIM_USER_STATUS_OFFLINE = 2,    ///< connection lost without a logout (at once after a close, else after 400 s)
  V2TIM_USER_STATUS_UNLOGINED = 3,  ///< never logged in, or logged out
};

enum V2TIMGender {
  V2TIM_GENDER_UNKNOWN = 0,
  V2TIM_GENDER_MALE = 1,
  V2TIM_GENDER_FEMALE = 2,
};

/// What happens when somebody asks to be a friend.
enum V2TIMFriendAllowType {
  V2TIM_FRIEND_ALLOW_ANY = 0,
  V2TIM_FRIEND_NEED_CONFIRM = 1,
  V2TIM_FRIEND_DENY_ANY = 2,
};

enum V2TIMFriendApplicationType {
  V2TIM_FRIEND_APPLICATION_COME_IN = 1,
  V2TIM_FRIEND_APPLICATION_SEND_OUT = 2,
  V2TIM_FRIEND_APPLICATION_BOTH = 3,
};

enum V2TIMFriendType {
  V2TIM_FRIEND_TYPE_SINGLE = 1,
  V2TIM_FRIEND_TYPE_BOTH = 2,
};

enum V2TIMFriendRelationType {
  V2TIM_FRIEND_RELATION_TYPE_NONE = 0,
  V2TIM_FRIEND_RELATION_TYPE_IN_MY_FRIEND_LIST = 1,
  V2TIM_FRIEND_RELATION_TYPE_IN_OTHER_FRIEND_LIST = 2,
  V2TIM_FRIEND_RELATION_TYPE_BOTH_WAY = 3,
};

enum V2TIMFriendAcceptType {
  V2TIM_FRIEND_ACCEPT_AGREE = 0,
  V2TIM_FRIEND_ACCEPT_AGREE_AND_ADD = 1,
};

/// Which fields SetSelfInfo writes; values are joined with OR although they are not single bits (spec login 10.03,
/// groups 13.1).
/// Best use one flag per call, or flags whose OR is not a third flag.
enum V2TIMUserInfoModifyFlag {
  V2TIM_USER_INFO_MODIFY_FLAG_UNKNOWN = 0,
  V2TIM_USER_INFO_MODIFY_FLAG_NICK = 1,
  V2TIM_USER_INFO_MODIFY_FLAG_FACE_URL = 2,
  V2TIM_USER_INFO_MODIFY_FLAG_GENDER = 3,
  V2TIM_USER_INFO_MODIFY_FLAG_BIRTHDAY = 4,
  V2TIM_USER_INFO_MODIFY_FLAG_SELF_SIGNATURE = 7,
  V2TIM_USER_INFO_MODIFY_FLAG_LEVEL = 8,
  V2TIM_USER_INFO_MODIFY_FLAG_ROLE = 9,
  V2TIM_USER_INFO_MODIFY_FLAG_ALLOW_TYPE = 10,
  V2TIM_USER_INFO_MODIFY_FLAG_CUSTOM = 11,
};

enum V2TIMFriendInfoModifyFlag {
  V2TIM_FRIEND_INFO_MODIFY_FLAG_UNKNOWN = 0,
  V2TIM_FRIEND_INFO_MODIFY_FLAG_REMARK = 1,
  V2TIM_FRIEND_INFO_MODIFY_FLAG_CUSTOM = 2,
};

enum V2TIMFollowType {
  V2TIM_FOLLOW_TYPE_NONE = 0,
  V2TIM_FOLLOW_TYPE_IN_MY_FOLLOWING_LIST = 1,
  V2TIM_FOLLOW_TYPE_IN_MY_FOLLOWERS_LIST = 2,
  V2TIM_FOLLOW_TYPE_IN_BOTH_FOLLOWERS_LIST = 3,
};

/// Short profile.
struct TIM_API V2TIMUserInfo {
  V2TIMString userID;    ///< At most 32 bytes, printable ASCII (spec login 3.03).
  V2TIMString nickName;  ///< At most 500 bytes, else 40601.
  V2TIMString faceURL;   ///< At most 500 bytes, else 40601.

  V2TIMUserInfo();
  V2TIMUserInfo(const V2TIMUserInfo& userInfo);
  virtual ~V2TIMUserInfo();
  V2TIMUserInfo& operator=(const V2TIMUserInfo& other);
};

DEFINE_VECTOR(V2TIMUserInfo)
typedef TXV2TIMUserInfoVector V2TIMUserInfoVector;

/// Whole profile of a user.
struct TIM_API V2TIMUserFullInfo : public V2TIMUserInfo {
  V2TIMString selfSignature;  ///< At most 500 bytes, else 40601.
  V2TIMGender gender = V2TIM_GENDER_UNKNOWN;
  uint32_t role = 0;      ///< A number of the app's own.
  uint32_t level = 0;     ///< A number of the app's own.
  uint32_t birthday = 0;  ///< A number of the app's own, by convention yyyymmdd.
  V2TIMFriendAllowType allowType = V2TIM_FRIEND_ALLOW_ANY;
  V2TIMCustomInfo customInfo;  ///< Keys of at most 8 letters (9001), values of at most 500 bytes (40601).
  uint32_t modifyFlag = 0;     ///< OR of V2TIMUserInfoModifyFlag; read by SetSelfInfo only.

  V2TIMUserFullInfo();
  V2TIMUserFullInfo(const V2TIMUserFullInfo& userFullInfo);
  ~V2TIMUserFullInfo();
  V2TIMUserFullInfo& operator=(const V2TIMUserFullInfo& other);
};

DEFINE_VECTOR(V2TIMUserFullInfo)
typedef TXV2TIMUserFullInfoVector V2TIMUserFullInfoVector;

/// What SearchUsers looks for (spec groups 10.12).
struct TIM_API V2TIMUserSearchParam {
  V2TIMStringVector keywordList;  ///< At most 5, matched with userID and nickname.
  V2TIMKeywordListMatchType keywordListMatchType = V2TIM_KEYWORD_LIST_MATCH_TYPE_OR;
  V2TIMGender gender = V2TIM_GENDER_UNKNOWN;
  uint32_t minBirthday = 0;
  uint32_t maxBirthday = 0;
  uint32_t searchCount = 0;  ///< Per page, 1 to 100.
  V2TIMString searchCursor;  ///< Empty for the first page, then nextCursor of the page before.

  V2TIMUserSearchParam();
  V2TIMUserSearchParam(const V2TIMUserSearchParam& groupSearchParam);
  ~V2TIMUserSearchParam();
  V2TIMUserSearchParam& operator=(const V2TIMUserSearchParam& other);
};

struct TIM_API V2TIMUserSearchResult {
  bool isFinished = false;
  uint32_t totalCount = 0;
  V2TIMString nextCursor;
  V2TIMUserFullInfoVector userList;

  V2TIMUserSearchResult();
  V2TIMUserSearchResult(const V2TIMUserSearchResult& userSearchResult);
  ~V2TIMUserSearchResult();
  V2TIMUserSearchResult& operator=(const V2TIMUserSearchResult& other);
};

/// Presence of a user. It belongs to the user, not to one device (spec login 9.01).
struct TIM_API V2TIMUserStatus {
  V2TIMString userID;
  /// Read only: SetSelfStatus ignores it (spec login 9.05).
  V2TIMUserStatusType statusType = V2TIM_USER_STATUS_UNKNOWN;
  V2TIMString customStatus;         ///< At most 100 bytes (6017, server 70402); empty clears it.
  V2TIMStringVector onlineDevices;  ///< Platforms of the user's devices that are online, e.g. "Windows", "Web".

  V2TIMUserStatus();
  V2TIMUserStatus(const V2TIMUserStatus&);
  ~V2TIMUserStatus();
  V2TIMUserStatus& operator=(const V2TIMUserStatus& other);
};

DEFINE_VECTOR(V2TIMUserStatus)
typedef TXV2TIMUserStatusVector V2TIMUserStatusVector;

struct TIM_API V2TIMFriendInfo {
  V2TIMString userID;
  V2TIMString friendRemark;    ///< At most 96 bytes, else 9002.
  uint64_t friendAddTime = 0;  ///< UTC seconds.
  V2TIMCustomInfo friendCustomInfo;
  V2TIMStringVector friendGroups;
  V2TIMUserFullInfo userFullInfo;
  uint32_t modifyFlag = 0;  ///< OR of V2TIMFriendInfoModifyFlag; read by SetFriendInfo only.

  V2TIMFriendInfo();
  V2TIMFriendInfo(const V2TIMFriendInfo& friendInfo);
  ~V2TIMFriendInfo();
  V2TIMFriendInfo& operator=(const V2TIMFriendInfo& other);
};

DEFINE_VECTOR(V2TIMFriendInfo)
typedef TXV2TIMFriendInfoVector V2TIMFriendInfoVector;

struct TIM_API V2TIMFriendInfoResult {
  int resultCode = 0;
  V2TIMString resultInfo;
  V2TIMFriendRelationType relation = V2TIM_FRIEND_RELATION_TYPE_NONE;
  V2TIMFriendInfo friendInfo;

  V2TIMFriendInfoResult();
  V2TIMFriendInfoResult(const V2TIMFriendInfoResult& friendInfoResult);
  ~V2TIMFriendInfoResult();
  V2TIMFriendInfoResult& operator=(const V2TIMFriendInfoResult& other);
};

DEFINE_VECTOR(V2TIMFriendInfoResult)
typedef TXV2TIMFriendInfoResultVector V2TIMFriendInfoResultVector;

/// A request to become friends.
struct TIM_API V2TIMFriendAddApplication {
  V2TIMString userID;
  V2TIMString friendRemark;
  V2TIMString friendGroup;
  V2TIMString addWording;  ///< At most 120 bytes, else 9003.
  V2TIMString addSource;   ///< Must begin with "AddSource_Type_", else 9004 (spec groups 11.6).
  V2TIMFriendType addType = V2TIM_FRIEND_TYPE_SINGLE;

  V2TIMFriendAddApplication();
  V2TIMFriendAddApplication(const V2TIMFriendAddApplication& friendAddApplication);
  ~V2TIMFriendAddApplication();
  V2TIMFriendAddApplication& operator=(const V2TIMFriendAddApplication& other);
};

struct TIM_API V2TIMFriendApplication {
  V2TIMString userID;
  V2TIMString nickName;
  V2TIMString faceUrl;
  uint64_t addTime = 0;  ///< UTC seconds.
  V2TIMString addSource;
  V2TIMString addWording;
  V2TIMFriendApplicationType type = V2TIM_FRIEND_APPLICATION_COME_IN;

  V2TIMFriendApplication();
  V2TIMFriendApplication(const V2TIMFriendApplication& friendApplication);
  ~V2TIMFriendApplication();
  V2TIMFriendApplication& operator=(const V2TIMFriendApplication& other);
};

DEFINE_VECTOR(V2TIMFriendApplication)
typedef TXV2TIMFriendApplicationVector V2TIMFriendApplicationVector;

struct TIM_API V2TIMFriendApplicationResult {
  uint64_t unreadCount = 0;
  V2TIMFriendApplicationVector applicationList;

  V2TIMFriendApplicationResult();
  V2TIMFriendApplicationResult(const V2TIMFriendApplicationResult& friendApplicationResult);
  ~V2TIMFriendApplicationResult();
  V2TIMFriendApplicationResult& operator=(const V2TIMFriendApplicationResult& other);
};

struct TIM_API V2TIMFriendCheckResult {
  V2TIMString userID;
  int32_t resultCode = 0;
  V2TIMString resultInfo;
  V2TIMFriendRelationType relationType = V2TIM_FRIEND_RELATION_TYPE_NONE;

  V2TIMFriendCheckResult();
  V2TIMFriendCheckResult(const V2TIMFriendCheckResult& friendCheckResult);
  ~V2TIMFriendCheckResult();
  V2TIMFriendCheckResult& operator=(const V2TIMFriendCheckResult& other);
};

DEFINE_VECTOR(V2TIMFriendCheckResult)
typedef TXV2TIMFriendCheckResultVector V2TIMFriendCheckResultVector;

struct TIM_API V2TIMFriendOperationResult {
  V2TIMString userID;
  int32_t resultCode = 0;
  V2TIMString resultInfo;

  V2TIMFriendOperationResult();
  V2TIMFriendOperationResult(const V2TIMFriendOperationResult& friendOperationResult);
  ~V2TIMFriendOperationResult();
  V2TIMFriendOperationResult& operator=(const V2TIMFriendOperationResult& other);
};

DEFINE_VECTOR(V2TIMFriendOperationResult)
typedef TXV2TIMFriendOperationResultVector V2TIMFriendOperationResultVector;

struct TIM_API V2TIMFriendGroup {
  V2TIMString groupName;  ///< 1 to 30 bytes, else 9005.
  uint64_t userCount = 0;
  V2TIMStringVector friendList;

  V2TIMFriendGroup();
  V2TIMFriendGroup(const V2TIMFriendGroup& friendGroup);
  ~V2TIMFriendGroup();
  V2TIMFriendGroup& operator=(const V2TIMFriendGroup& other);
};

DEFINE_VECTOR(V2TIMFriendGroup)
typedef TXV2TIMFriendGroupVector V2TIMFriendGroupVector;

struct TIM_API V2TIMFriendSearchParam {
  V2TIMStringVector keywordList;
  bool isSearchUserID = false;
  bool isSearchNickName = false;
  bool isSearchRemark = false;

  V2TIMFriendSearchParam();
  V2TIMFriendSearchParam(const V2TIMFriendSearchParam& friendSearchParam);
  ~V2TIMFriendSearchParam();
  V2TIMFriendSearchParam& operator=(const V2TIMFriendSearchParam& other);
};

struct TIM_API V2TIMFollowOperationResult {
  V2TIMString userID;
  int32_t resultCode = 0;
  V2TIMString resultInfo;

  V2TIMFollowOperationResult();
  V2TIMFollowOperationResult(const V2TIMFollowOperationResult& followOperationResult);
  ~V2TIMFollowOperationResult();
  V2TIMFollowOperationResult& operator=(const V2TIMFollowOperationResult& other);
};

DEFINE_VECTOR(V2TIMFollowOperationResult)
typedef TXV2TIMFollowOperationResultVector V2TIMFollowOperationResultVector;

struct TIM_API V2TIMUserInfoResult {
  V2TIMString nextCursor;
  V2TIMUserFullInfoVector userInfoList;

  V2TIMUserInfoResult();
  V2TIMUserInfoResult(const V2TIMUserInfoResult& userInfoResult);
  ~V2TIMUserInfoResult();
  V2TIMUserInfoResult& operator=(const V2TIMUserInfoResult& other);
};

struct TIM_API V2TIMFollowInfo {
  int32_t resultCode = 0;
  V2TIMString resultInfo;
  V2TIMString userID;
  uint64_t followingCount = 0;
  uint64_t followersCount = 0;
  uint64_t mutualFollowersCount = 0;

  V2TIMFollowInfo();
  V2TIMFollowInfo(const V2TIMFollowInfo& followInfo);
  ~V2TIMFollowInfo();
  V2TIMFollowInfo& operator=(const V2TIMFollowInfo& other);
};

DEFINE_VECTOR(V2TIMFollowInfo)
typedef TXV2TIMFollowInfoVector V2TIMFollowInfoVector;

struct TIM_API V2TIMFollowTypeCheckResult {
  V2TIMString userID;
  int32_t resultCode = 0;
  V2TIMString resultInfo;
  V2TIMFollowType followType = V2TIM_FOLLOW_TYPE_NONE;

  V2TIMFollowTypeCheckResult();
  V2TIMFollowTypeCheckResult(const V2TIMFollowTypeCheckResult& followTypeCheckResult);
  ~V2TIMFollowTypeCheckResult();
  V2TIMFollowTypeCheckResult& operator=(const V2TIMFollowTypeCheckResult& other);
};

DEFINE_VECTOR(V2TIMFollowTypeCheckResult)
typedef TXV2TIMFollowTypeCheckResultVector V2TIMFollowTypeCheckResultVector;
