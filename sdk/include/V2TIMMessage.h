// Messages, what they are made of, and what can be attached to them.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMCommon.h"
#include "V2TIMFriendship.h"
#include "V2TIMGroup.h"

/// In atUserList: everybody in the group. (The word is spelled so.)
#define kImSDK_MesssageAtALL "__kImSDK_MesssageAtALL__"
/// As V2TIMOfflinePushInfo::iOSSound: no sound, the system's own sound.
#define kIOSOfflinePushNoSound "push.no_sound"
#define kIOSOfflinePushDefaultSound "default"

/// Matters for group messages only (spec messages MSG-35).
enum V2TIMMessagePriority {
  V2TIM_PRIORITY_DEFAULT = 0,
  V2TIM_PRIORITY_HIGH = 1,
  V2TIM_PRIORITY_NORMAL = 2,
  V2TIM_PRIORITY_LOW = 3,
};

/// Values: spec messages MSG-04.
enum V2TIMMessageStatus {
  V2TIM_MSG_STATUS_SENDING = 1,
  V2TIM_MSG_STATUS_SEND_SUCC = 2,
  V2TIM_MSG_STATUS_SEND_FAIL = 3,
  V2TIM_MSG_STATUS_HAS_DELETED = 4,
  V2TIM_MSG_STATUS_LOCAL_IMPORTED = 5,
  V2TIM_MSG_STATUS_LOCAL_REVOKED = 6,
};

/// Values: spec messages MSG-03.
enum V2TIMElemType {
  V2TIM_ELEM_TYPE_NONE = 0,
  V2TIM_ELEM_TYPE_TEXT = 1,
  V2TIM_ELEM_TYPE_CUSTOM = 2,
  V2TIM_ELEM_TYPE_IMAGE = 3,
  V2TIM_ELEM_TYPE_SOUND = 4,
  V2TIM_ELEM_TYPE_VIDEO = 5,
  V2TIM_ELEM_TYPE_FILE = 6,
  V2TIM_ELEM_TYPE_LOCATION = 7,
  V2TIM_ELEM_TYPE_FACE = 8,
  V2TIM_ELEM_TYPE_GROUP_TIPS = 9,
  V2TIM_ELEM_TYPE_MERGER = 10,
};

enum V2TIMOfflinePushFlag {
  V2TIM_OFFLINE_PUSH_DEFAULT = 0,
  V2TIM_OFFLINE_PUSH_NO_PUSH = 1,
};

/// Values: spec messages MSG-11.
enum V2TIMImageType {
  V2TIM_IMAGE_TYPE_ORIGIN = 0x01,
  V2TIM_IMAGE_TYPE_THUMB = 0x02,
  V2TIM_IMAGE_TYPE_LARGE = 0x04,
};

enum V2TIMGroupTipsType {
  V2TIM_GROUP_TIPS_TYPE_NONE = 0x00,
  V2TIM_GROUP_TIPS_TYPE_JOIN = 0x01,
  V2TIM_GROUP_TIPS_TYPE_INVITE = 0x02,
  V2TIM_GROUP_TIPS_TYPE_QUIT = 0x03,
  V2TIM_GROUP_TIPS_TYPE_KICKED = 0x04,
  V2TIM_GROUP_TIPS_TYPE_SET_ADMIN = 0x05,
  V2TIM_GROUP_TIPS_TYPE_CANCEL_ADMIN = 0x06,
  V2TIM_GROUP_TIPS_TYPE_GROUP_INFO_CHANGE = 0x07,
  V2TIM_GROUP_TIPS_TYPE_MEMBER_INFO_CHANGE = 0x08,
  V2TIM_GROUP_TIPS_TYPE_TOPIC_INFO_CHANGE = 0x09,
  V2TIM_GROUP_TIPS_TYPE_PINNED_MESSAGE_ADDED = 0x0A,
  V2TIM_GROUP_TIPS_TYPE_PINNED_MESSAGE_DELETED = 0x0B,
};

/// Values: spec messages HIS-01.
enum V2TIMMessageGetType {
  V2TIM_GET_CLOUD_OLDER_MSG = 1,
  V2TIM_GET_CLOUD_NEWER_MSG = 2,
  V2TIM_GET_LOCAL_OLDER_MSG = 3,
  V2TIM_GET_LOCAL_NEWER_MSG = 4,
};

enum V2TIMGroupMessageReadMembersFilter {
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_READ = 0,
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_UNREAD = 1,
};

enum V2TIMIOSOfflinePushType {
  V2TIM_IOS_OFFLINE_PUSH_TYPE_APNS = 0,
  V2TIM_IOS_OFFLINE_PUSH_TYPE_VOIP = 1,
};

enum V2TIMOfflinePushTokenType {
  V2TIM_OFFLINE_PUSH_TOKEN_TYPE_DEFAULT = 0,
  V2TIM_OFFLINE_PUSH_TOKEN_TYPE_TPNS = 1,
  V2TIM_OFFLINE_PUSH_TOKEN_TYPE_VOIP = 2,
};

struct V2TIMElem;
struct V2TIMMessage;
class TXV2TIMMessageVector;

DEFINE_VECTOR(V2TIMElemType)
typedef TXV2TIMElemTypeVector V2TIMElemTypeVector;

DEFINE_POINT_VECTOR(V2TIMElem)
typedef TXPV2TIMElemVector V2TIMElemVector;

/// Token of this device; a default one switches offline push off (spec messages OFP-01).
struct TIM_API V2TIMOfflinePushConfig {
  V2TIMBuffer token;
  uint32_t businessID = 0;
  V2TIMOfflinePushTokenType token_type = V2TIM_OFFLINE_PUSH_TOKEN_TYPE_DEFAULT;

  V2TIMOfflinePushConfig();
  V2TIMOfflinePushConfig(const V2TIMOfflinePushConfig&);
  ~V2TIMOfflinePushConfig();
  V2TIMOfflinePushConfig& operator=(const V2TIMOfflinePushConfig& other);
};

/// How the offline push of one message looks.
struct TIM_API V2TIMOfflinePushInfo {
  V2TIMString title;
  V2TIMString desc;
  V2TIMString ext;
  bool disablePush = false;
  V2TIMIOSOfflinePushType iOSPushType = V2TIM_IOS_OFFLINE_PUSH_TYPE_APNS;
  bool ignoreIOSBadge = false;
  V2TIMString iOSSound;
  V2TIMString iOSInterruptionLevel;
  bool enableIOSBackgroundNotification = false;
  V2TIMString AndroidSound;
  V2TIMString AndroidOPPOChannelID;
  V2TIMString AndroidFCMChannelID;
  V2TIMString AndroidXiaoMiChannelID;
  int AndroidVIVOClassification = 1;
  V2TIMString AndroidVIVOCategory;
  V2TIMString AndroidHuaWeiCategory;
  V2TIMString AndroidOPPOCategory;
  int AndroidOPPONotifyLevel = 0;
  V2TIMString AndroidHonorImportance;
  V2TIMString AndroidHuaWeiImage;
  V2TIMString AndroidHonorImage;
  V2TIMString AndroidFCMImage;
  V2TIMString iOSImage;
  V2TIMString HarmonyImage;
  V2TIMString HarmonyCategory;
  bool ignoreHarmonyBadge = false;

  V2TIMOfflinePushInfo();
  V2TIMOfflinePushInfo(const V2TIMOfflinePushInfo&);
  ~V2TIMOfflinePushInfo();
  V2TIMOfflinePushInfo& operator=(const V2TIMOfflinePushInfo& other);
};

/// One message. It owns the elements in elemList: they must come from `new`, are deleted with the message, and are
/// copied with it, each as its own type.
struct TIM_API V2TIMMessage : public V2TIMBaseObject {
  V2TIMString msgID;         ///< Given by the SDK when the message is sent; unique.
  int64_t timestamp = 0;     ///< Server time, UTC seconds; 0 until sent.
  V2TIMString sender;        ///< userID of the sender.
  V2TIMString nickName;      ///< Nickname of the sender.
  V2TIMString friendRemark;  ///< The sender's remark in the reader's friend list.
  V2TIMString nameCard;      ///< The sender's name in the group.
  V2TIMString faceURL;       ///< Avatar of the sender.
  V2TIMString groupID;       ///< The group; empty in C2C messages.
  V2TIMString userID;        ///< The other side of a C2C conversation; empty in group messages.
  uint64_t seq = 0;          ///< Sequence number in the conversation; for C2C not always rising.
  uint64_t random = 0;
  V2TIMMessageStatus status = V2TIM_MSG_STATUS_SEND_SUCC;
  bool supportMessageExtension = false;
  bool isSelf = true;  ///< Sent by the logged-in user.
  bool needReadReceipt = false;
  bool isBroadcastMessage = false;
  V2TIMMessagePriority priority = V2TIM_PRIORITY_NORMAL;
  V2TIMStringVector groupAtUserList;       ///< Who is mentioned.
  V2TIMElemVector elemList;                ///< One element as a rule; the first one is the main one.
  V2TIMBuffer cloudCustomData;             ///< Travels with the message to the receiver.
  bool isExcludedFromUnreadCount = false;  ///< The receiver does not count it as unread.
  bool isExcludedFromLastMessage = false;  ///< Does not become lastMessage of the conversation.
  bool isExcludedFromContentModeration = false;
  V2TIMString customModerationConfigurationID;
  bool hasRiskContent = false;
  bool disableCloudMessagePreHook = false;
  bool disableCloudMessagePostHook = false;
  V2TIMOfflinePushInfo offlinePushInfo;
  V2TIMUserFullInfo revokerInfo;
  V2TIMString revokeReason;
  V2TIMGroupMemberInfo pinnerInfo;

  V2TIMMessage();
  V2TIMMessage(const V2TIMMessage&);
  ~V2TIMMessage();
  V2TIMMessage& operator=(const V2TIMMessage&);

  /// Read by the logged-in user on any of the account's devices.
  bool IsRead() const;
  /// C2C only: the other side has marked the conversation as read at or after this message (spec messages RCP-02).
  bool IsPeerRead() const;
  /// What SetLocalCustomData stored on this device; never leaves it.
  V2TIMBuffer GetLocalCustomData() const;
  /// Stores bytes with the message in the local database. 6013 or 6014 without a user, 7013 on a message that the SDK
  /// does not know.
  void SetLocalCustomData(const V2TIMBuffer& localCustomData, V2TIMCallback* callback);
  /// What SetLocalCustomInt stored on this device; 0 at first.
  int GetLocalCustomInt() const;
  /// Stores a number with the message in the local database; errors as SetLocalCustomData.
  void SetLocalCustomInt(int localCustomInt, V2TIMCallback* callback);
};

DEFINE_VECTOR(V2TIMMessage)
typedef TXV2TIMMessageVector V2TIMMessageVector;

/// Root of all elements; elemType tells which one it is.
struct TIM_API V2TIMElem : public V2TIMBaseObject {
  V2TIMElemType elemType = V2TIM_ELEM_TYPE_NONE;

  V2TIMElem();
  V2TIMElem(const V2TIMElem&);
  ~V2TIMElem();
  V2TIMElem& operator=(const V2TIMElem& other);
};

/// Text, at most 12 kB with the rest of the message.
struct TIM_API V2TIMTextElem : public V2TIMElem {
  V2TIMString text;

  V2TIMTextElem();
  V2TIMTextElem(const V2TIMTextElem&);
  ~V2TIMTextElem();
  V2TIMTextElem& operator=(const V2TIMTextElem&);
};

/// Bytes that only the app understands.
struct TIM_API V2TIMCustomElem : public V2TIMElem {
  V2TIMBuffer data;
  V2TIMString desc;  ///< For the offline push.
  V2TIMString extension;

  V2TIMCustomElem();
  V2TIMCustomElem(const V2TIMCustomElem&);
  ~V2TIMCustomElem();
  V2TIMCustomElem& operator=(const V2TIMCustomElem&);
};

struct TIM_API V2TIMImage {
  V2TIMString uuid;
  V2TIMImageType type = V2TIM_IMAGE_TYPE_ORIGIN;
  uint64_t size = 0;
  uint32_t width = 0;
  uint32_t height = 0;
  V2TIMString url;

  V2TIMImage();
  V2TIMImage(const V2TIMImage&);
  ~V2TIMImage();
  V2TIMImage& operator=(const V2TIMImage& other);

  void DownloadImage(const V2TIMString& path, V2TIMDownloadCallback* callback);
};

DEFINE_VECTOR(V2TIMImage)
typedef TXV2TIMImageVector V2TIMImageVector;

struct TIM_API V2TIMImageElem : public V2TIMElem {
  V2TIMString path;
  V2TIMImageVector imageList;

  V2TIMImageElem();
  V2TIMImageElem(const V2TIMImageElem&);
  ~V2TIMImageElem();
  V2TIMImageElem& operator=(const V2TIMImageElem&);
};

struct TIM_API V2TIMSoundElem : public V2TIMElem {
  V2TIMString path;
  V2TIMString uuid;
  uint64_t dataSize = 0;
  uint32_t duration = 0;  ///< Seconds.

  V2TIMSoundElem();
  V2TIMSoundElem(const V2TIMSoundElem&);
  ~V2TIMSoundElem();
  V2TIMSoundElem& operator=(const V2TIMSoundElem&);

  void GetUrl(V2TIMValueCallback<V2TIMString>* callback);
  void DownloadSound(const V2TIMString& path, V2TIMDownloadCallback* callback);
  void ConvertVoiceToText(const V2TIMString& language, V2TIMValueCallback<V2TIMString>* callback);
};

struct TIM_API V2TIMVideoElem : public V2TIMElem {
  V2TIMString videoPath;
  V2TIMString snapshotPath;
  V2TIMString videoUUID;
  uint64_t videoSize = 0;
  V2TIMString videoType;
  uint32_t duration = 0;  ///< Seconds.
  V2TIMString snapshotUUID;
  uint64_t snapshotSize = 0;
  uint32_t snapshotWidth = 0;
  uint32_t snapshotHeight = 0;

  V2TIMVideoElem();
  V2TIMVideoElem(const V2TIMVideoElem&);
  ~V2TIMVideoElem();
  V2TIMVideoElem& operator=(const V2TIMVideoElem&);

  void GetVideoUrl(V2TIMValueCallback<V2TIMString>* callback);
  void GetSnapshotUrl(V2TIMValueCallback<V2TIMString>* callback);
  void DownloadVideo(const V2TIMString& path, V2TIMDownloadCallback* callback);
  void DownloadSnapshot(const V2TIMString& path, V2TIMDownloadCallback* callback);
};

struct TIM_API V2TIMFileElem : public V2TIMElem {
  V2TIMString path;
  V2TIMString uuid;
  V2TIMString filename;
  uint64_t fileSize = 0;

  V2TIMFileElem();
  V2TIMFileElem(const V2TIMFileElem&);
  ~V2TIMFileElem();
  V2TIMFileElem& operator=(const V2TIMFileElem&);

  void GetUrl(V2TIMValueCallback<V2TIMString>* callback);
  void DownloadFile(const V2TIMString& path, V2TIMDownloadCallback* callback);
};

struct TIM_API V2TIMLocationElem : public V2TIMElem {
  V2TIMString desc;
  double longitude = 0;
  double latitude = 0;

  V2TIMLocationElem();
  V2TIMLocationElem(const V2TIMLocationElem&);
  ~V2TIMLocationElem();
  V2TIMLocationElem& operator=(const V2TIMLocationElem&);
};

struct TIM_API V2TIMFaceElem : public V2TIMElem {
  uint32_t index = 0;
  V2TIMBuffer data;

  V2TIMFaceElem();
  V2TIMFaceElem(const V2TIMFaceElem&);
  ~V2TIMFaceElem();
  V2TIMFaceElem& operator=(const V2TIMFaceElem&);
};

struct TIM_API V2TIMMergerElem : public V2TIMElem {
  bool layersOverLimit = false;
  V2TIMString title;
  V2TIMStringVector abstractList;

  V2TIMMergerElem();
  V2TIMMergerElem(const V2TIMMergerElem&);
  ~V2TIMMergerElem();
  V2TIMMergerElem& operator=(const V2TIMMergerElem&);

  void DownloadMergerMessage(V2TIMValueCallback<V2TIMMessageVector>* callback);
};

struct TIM_API V2TIMGroupTipsElem : public V2TIMElem {
  V2TIMString groupID;
  V2TIMGroupTipsType type = V2TIM_GROUP_TIPS_TYPE_NONE;
  V2TIMGroupMemberInfo opMember;
  V2TIMGroupMemberInfoVector memberList;
  V2TIMGroupChangeInfoVector groupChangeInfoList;
  V2TIMGroupMemberChangeInfoVector memberChangeInfoList;
  uint32_t memberCount = 0;

  V2TIMGroupTipsElem();
  V2TIMGroupTipsElem(const V2TIMGroupTipsElem&);
  ~V2TIMGroupTipsElem();
  V2TIMGroupTipsElem& operator=(const V2TIMGroupTipsElem&);
};

struct TIM_API V2TIMMessageReceipt {
  V2TIMString msgID;
  V2TIMString userID;
  bool isPeerRead = false;
  int64_t timestamp = 0;
  V2TIMString groupID;
  int32_t readCount = 0;
  int32_t unreadCount = 0;

  V2TIMMessageReceipt();
  V2TIMMessageReceipt(const V2TIMMessageReceipt&);
  ~V2TIMMessageReceipt();
  V2TIMMessageReceipt& operator=(const V2TIMMessageReceipt& other);
};

DEFINE_VECTOR(V2TIMMessageReceipt)
typedef TXV2TIMMessageReceiptVector V2TIMMessageReceiptVector;

struct TIM_API V2TIMGroupMessageReadMemberList {
  uint64_t nextSeq = 0;
  bool isFinished = false;
  V2TIMGroupMemberInfoVector members;

  V2TIMGroupMessageReadMemberList();
  V2TIMGroupMessageReadMemberList(const V2TIMGroupMessageReadMemberList&);
  ~V2TIMGroupMessageReadMemberList();
  V2TIMGroupMessageReadMemberList& operator=(const V2TIMGroupMessageReadMemberList& other);
};

struct TIM_API V2TIMReceiveMessageOptInfo {
  V2TIMString userID;
  V2TIMReceiveMessageOpt receiveOpt = V2TIM_RECEIVE_MESSAGE;
  int32_t startHour = 0;
  int32_t startMinute = 0;
  int32_t startSecond = 0;
  uint32_t startTimeStamp = 0;
  uint32_t duration = 0;  ///< Seconds.

  V2TIMReceiveMessageOptInfo();
  V2TIMReceiveMessageOptInfo(const V2TIMReceiveMessageOptInfo&);
  ~V2TIMReceiveMessageOptInfo();
  V2TIMReceiveMessageOptInfo& operator=(const V2TIMReceiveMessageOptInfo& other);
};

DEFINE_VECTOR(V2TIMReceiveMessageOptInfo)
typedef TXV2TIMReceiveMessageOptInfoVector V2TIMReceiveMessageOptInfoVector;

struct TIM_API V2TIMMessageSearchParam {
  V2TIMStringVector keywordList;
  V2TIMKeywordListMatchType keywordListMatchType = V2TIM_KEYWORD_LIST_MATCH_TYPE_OR;
  V2TIMStringVector senderUserIDList;
  V2TIMElemTypeVector messageTypeList;
  V2TIMString conversationID;
  uint32_t searchTimePosition = 0;
  uint32_t searchTimePeriod = 0;
  uint32_t pageIndex = 0;
  uint32_t pageSize = 0;
  uint32_t searchCount = 0;
  V2TIMString searchCursor;

  V2TIMMessageSearchParam();
  V2TIMMessageSearchParam(const V2TIMMessageSearchParam&);
  ~V2TIMMessageSearchParam();
  V2TIMMessageSearchParam& operator=(const V2TIMMessageSearchParam&);
};

struct TIM_API V2TIMMessageSearchResultItem {
  V2TIMString conversationID;
  uint32_t messageCount = 0;
  V2TIMMessageVector messageList;

  V2TIMMessageSearchResultItem();
  V2TIMMessageSearchResultItem(const V2TIMMessageSearchResultItem&);
  ~V2TIMMessageSearchResultItem();
  V2TIMMessageSearchResultItem& operator=(const V2TIMMessageSearchResultItem& other);
};

DEFINE_VECTOR(V2TIMMessageSearchResultItem)
typedef TXV2TIMMessageSearchResultItemVector V2TIMMessageSearchResultItemVector;

struct TIM_API V2TIMMessageSearchResult {
  uint32_t totalCount = 0;
  V2TIMMessageSearchResultItemVector messageSearchResultItems;
  V2TIMString searchCursor;

  V2TIMMessageSearchResult();
  V2TIMMessageSearchResult(const V2TIMMessageSearchResult&);
  ~V2TIMMessageSearchResult();
  V2TIMMessageSearchResult& operator=(const V2TIMMessageSearchResult&);
};

/// What GetHistoryMessageList reads (spec messages HIS-01 ff.).
struct TIM_API V2TIMMessageListGetOption {
  V2TIMMessageGetType getType = V2TIM_GET_CLOUD_OLDER_MSG;
  V2TIMString userID;
  V2TIMString groupID;
  uint32_t count = 0;
  V2TIMElemTypeVector messageTypeList;
  /// Where to go on; null: from the newest. Borrowed: needed during the call only, copies of the option point to the
  /// same message.
  V2TIMMessage* lastMsg = nullptr;
  uint64_t lastMsgSeq = 0;
  int64_t getTimeBegin = 0;   ///< UTC seconds; 0: no limit.
  int64_t getTimePeriod = 0;  ///< Seconds.
  V2TIMUInt64Vector messageSeqList;

  V2TIMMessageListGetOption();
  V2TIMMessageListGetOption(const V2TIMMessageListGetOption&);
  ~V2TIMMessageListGetOption();
  V2TIMMessageListGetOption& operator=(const V2TIMMessageListGetOption&);
};

struct TIM_API V2TIMMessageExtension {
  V2TIMString extensionKey;
  V2TIMString extensionValue;

  V2TIMMessageExtension();
  V2TIMMessageExtension(const V2TIMMessageExtension&);
  ~V2TIMMessageExtension();
  V2TIMMessageExtension& operator=(const V2TIMMessageExtension&);
};

DEFINE_VECTOR(V2TIMMessageExtension)
typedef TXV2TIMMessageExtensionVector V2TIMMessageExtensionVector;

struct TIM_API V2TIMMessageExtensionResult {
  int32_t resultCode = 0;
  V2TIMString resultInfo;
  V2TIMMessageExtension extension;

  V2TIMMessageExtensionResult();
  V2TIMMessageExtensionResult(const V2TIMMessageExtensionResult&);
  ~V2TIMMessageExtensionResult();
  V2TIMMessageExtensionResult& operator=(const V2TIMMessageExtensionResult&);
};

DEFINE_VECTOR(V2TIMMessageExtensionResult)
typedef TXV2TIMMessageExtensionResultVector V2TIMMessageExtensionResultVector;

struct TIM_API V2TIMMessageReaction {
  V2TIMString reactionID;
  uint32_t totalUserCount = 0;
  V2TIMUserInfoVector partialUserList;
  bool reactedByMyself = false;

  V2TIMMessageReaction();
  V2TIMMessageReaction(const V2TIMMessageReaction&);
  ~V2TIMMessageReaction();
  V2TIMMessageReaction& operator=(const V2TIMMessageReaction&);
};

DEFINE_VECTOR(V2TIMMessageReaction)
typedef TXV2TIMMessageReactionVector V2TIMMessageReactionVector;

struct TIM_API V2TIMMessageReactionResult {
  int32_t resultCode = 0;
  V2TIMString resultInfo;
  V2TIMString msgID;
  V2TIMMessageReactionVector reactionList;

  V2TIMMessageReactionResult();
  V2TIMMessageReactionResult(const V2TIMMessageReactionResult&);
  ~V2TIMMessageReactionResult();
  V2TIMMessageReactionResult& operator=(const V2TIMMessageReactionResult&);
};

DEFINE_VECTOR(V2TIMMessageReactionResult)
typedef TXV2TIMMessageReactionResultVector V2TIMMessageReactionResultVector;

struct TIM_API V2TIMMessageReactionUserResult {
  V2TIMUserInfoVector userInfoList;
  uint32_t nextSeq = 0;
  bool isFinished = true;

  V2TIMMessageReactionUserResult();
  V2TIMMessageReactionUserResult(const V2TIMMessageReactionUserResult&);
  ~V2TIMMessageReactionUserResult();
  V2TIMMessageReactionUserResult& operator=(const V2TIMMessageReactionUserResult&);
};

struct TIM_API V2TIMMessageReactionChangeInfo {
  V2TIMString msgID;
  V2TIMMessageReactionVector reactionList;

  V2TIMMessageReactionChangeInfo();
  V2TIMMessageReactionChangeInfo(const V2TIMMessageReactionChangeInfo&);
  ~V2TIMMessageReactionChangeInfo();
  V2TIMMessageReactionChangeInfo& operator=(const V2TIMMessageReactionChangeInfo&);
};

DEFINE_VECTOR(V2TIMMessageReactionChangeInfo)
typedef TXV2TIMMessageReactionChangeInfoVector V2TIMMessageReactionChangeInfoVector;
