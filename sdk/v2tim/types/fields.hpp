// The fields of every struct of the API, by name, in declaration order: JSON, argument checks and tests all read here.
// CHATPROOF_FIELDS(struct, fields...) or, with a base, CHATPROOF_FIELDS_AFTER(base, struct, fields...).

#pragma once

#include "V2TIMListener.h"
#include "sdk/v2tim/types/for_each.hpp"

namespace chatproof::v2tim {

/// Fields<S>::visit(f) calls f(name, member pointer) for each field of S, those of its base first.
template <class Struct>
struct Fields;

#define CHATPROOF_FIELD(STRUCT, NAME) f(#NAME, &STRUCT::NAME);

#define CHATPROOF_FIELDS(STRUCT, ...)                          \
  template <>                                                  \
  struct Fields<STRUCT> {                                      \
    template <class Function>                                  \
    static void visit(Function&& f) {                          \
      CHATPROOF_FOR_EACH(CHATPROOF_FIELD, STRUCT, __VA_ARGS__) \
    }                                                          \
  };

#define CHATPROOF_FIELDS_AFTER(BASE, STRUCT, ...)              \
  template <>                                                  \
  struct Fields<STRUCT> {                                      \
    template <class Function>                                  \
    static void visit(Function&& f) {                          \
      Fields<BASE>::visit(f);                                  \
      CHATPROOF_FOR_EACH(CHATPROOF_FIELD, STRUCT, __VA_ARGS__) \
    }                                                          \
  };

// clang-format off

// V2TIMCommon.h
CHATPROOF_FIELDS(V2TIMSDKConfig, initPath, logPath, logLevel, logListener)

// V2TIMFriendship.h
CHATPROOF_FIELDS(V2TIMUserInfo, userID, nickName, faceURL)
CHATPROOF_FIELDS_AFTER(V2TIMUserInfo, V2TIMUserFullInfo, selfSignature, gender, role, level, birthday, allowType,
                 customInfo, modifyFlag)
CHATPROOF_FIELDS(V2TIMUserSearchParam, keywordList, keywordListMatchType, gender, minBirthday, maxBirthday,
                 searchCount, searchCursor)
CHATPROOF_FIELDS(V2TIMUserSearchResult, isFinished, totalCount, nextCursor, userList)
CHATPROOF_FIELDS(V2TIMUserStatus, userID, statusType, customStatus, onlineDevices)
CHATPROOF_FIELDS(V2TIMFriendInfo, userID, friendRemark, friendAddTime, friendCustomInfo, friendGroups, userFullInfo,
                 modifyFlag)
CHATPROOF_FIELDS(V2TIMFriendInfoResult, resultCode, resultInfo, relation, friendInfo)
CHATPROOF_FIELDS(V2TIMFriendAddApplication, userID, friendRemark, friendGroup, addWording, addSource, addType)
CHATPROOF_FIELDS(V2TIMFriendApplication, userID, nickName, faceUrl, addTime, addSource, addWording, type)
CHATPROOF_FIELDS(V2TIMFriendApplicationResult, unreadCount, applicationList)
CHATPROOF_FIELDS(V2TIMFriendCheckResult, userID, resultCode, resultInfo, relationType)
CHATPROOF_FIELDS(V2TIMFriendOperationResult, userID, resultCode, resultInfo)
CHATPROOF_FIELDS(V2TIMFriendGroup, groupName, userCount, friendList)
CHATPROOF_FIELDS(V2TIMFriendSearchParam, keywordList, isSearchUserID, isSearchNickName, isSearchRemark)
CHATPROOF_FIELDS(V2TIMFollowOperationResult, userID, resultCode, resultInfo)
CHATPROOF_FIELDS(V2TIMUserInfoResult, nextCursor, userInfoList)
CHATPROOF_FIELDS(V2TIMFollowInfo, resultCode, resultInfo, userID, followingCount, followersCount,
                 mutualFollowersCount)
CHATPROOF_FIELDS(V2TIMFollowTypeCheckResult, userID, resultCode, resultInfo, followType)

// V2TIMGroup.h
CHATPROOF_FIELDS(V2TIMGroupMemberInfo, userID, nickName, friendRemark, nameCard, faceURL, onlineDevices)
CHATPROOF_FIELDS_AFTER(V2TIMGroupMemberInfo, V2TIMGroupMemberFullInfo, customInfo, role, muteUntil, joinTime,
                 isOnline, modifyFlag)
CHATPROOF_FIELDS(V2TIMGroupMemberInfoResult, nextSequence, memberInfoList)
CHATPROOF_FIELDS(V2TIMGroupChangeInfo, type, value, key, boolValue, intValue, uint64Value)
CHATPROOF_FIELDS(V2TIMGroupMemberChangeInfo, userID, muteTime)
CHATPROOF_FIELDS(V2TIMGroupAtInfo, seq, atType)
CHATPROOF_FIELDS(V2TIMGroupInfo, groupID, groupType, isSupportTopic, groupName, notification, introduction, faceURL,
                 allMuted, customInfo, owner, createTime, groupAddOpt, groupApproveOpt, lastInfoTime, lastMessageTime,
                 memberCount, onlineCount, memberMaxCount, role, recvOpt, joinTime, enablePermissionGroup,
                 defaultPermissions, modifyFlag)
CHATPROOF_FIELDS(V2TIMGroupInfoResult, resultCode, resultMsg, info)
CHATPROOF_FIELDS(V2TIMGroupApplication, groupID, fromUser, fromUserNickName, fromUserFaceUrl, toUser, addTime,
                 requestMsg, handledMsg, applicationType, handleStatus, handleResult)
CHATPROOF_FIELDS(V2TIMGroupMemberOperationResult, userID, result)
CHATPROOF_FIELDS(V2TIMCreateGroupMemberInfo, userID, role)
CHATPROOF_FIELDS(V2TIMGroupApplicationResult, unreadCount, applicationList)
CHATPROOF_FIELDS(V2TIMGroupSearchParam, keywordList, isSearchGroupID, isSearchGroupName, keywordListMatchType,
                 searchCount, searchCursor)
CHATPROOF_FIELDS(V2TIMGroupSearchResult, isFinished, totalCount, nextCursor, groupList)
CHATPROOF_FIELDS(V2TIMGroupMemberSearchParam, keywordList, groupIDList, isSearchMemberUserID, isSearchMemberNickName,
                 isSearchMemberRemark, isSearchMemberNameCard, keywordListMatchType, searchCount, searchCursor)
CHATPROOF_FIELDS(V2TIMGroupMemberSearchResult, isFinished, totalCount, nextCursor, memberList)

// V2TIMMessage.h
CHATPROOF_FIELDS(V2TIMOfflinePushConfig, token, businessID, token_type)
CHATPROOF_FIELDS(V2TIMOfflinePushInfo, title, desc, ext, disablePush, iOSPushType, ignoreIOSBadge, iOSSound,
                 iOSInterruptionLevel, enableIOSBackgroundNotification, AndroidSound, AndroidOPPOChannelID,
                 AndroidFCMChannelID, AndroidXiaoMiChannelID, AndroidVIVOClassification, AndroidVIVOCategory,
                 AndroidHuaWeiCategory, AndroidOPPOCategory, AndroidOPPONotifyLevel, AndroidHonorImportance,
                 AndroidHuaWeiImage, AndroidHonorImage, AndroidFCMImage, iOSImage, HarmonyImage, HarmonyCategory,
                 ignoreHarmonyBadge)
CHATPROOF_FIELDS(V2TIMMessage, msgID, timestamp, sender, nickName, friendRemark, nameCard, faceURL, groupID, userID,
                 seq, random, status, supportMessageExtension, isSelf, needReadReceipt, isBroadcastMessage, priority,
                 groupAtUserList, elemList, cloudCustomData, isExcludedFromUnreadCount, isExcludedFromLastMessage,
                 isExcludedFromContentModeration, customModerationConfigurationID, hasRiskContent,
                 disableCloudMessagePreHook, disableCloudMessagePostHook, offlinePushInfo, revokerInfo, revokeReason,
                 pinnerInfo)
CHATPROOF_FIELDS(V2TIMElem, elemType)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMTextElem, text)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMCustomElem, data, desc, extension)
CHATPROOF_FIELDS(V2TIMImage, uuid, type, size, width, height, url)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMImageElem, path, imageList)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMSoundElem, path, uuid, dataSize, duration)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMVideoElem, videoPath, snapshotPath, videoUUID, videoSize, videoType, duration,
                 snapshotUUID, snapshotSize, snapshotWidth, snapshotHeight)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMFileElem, path, uuid, filename, fileSize)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMLocationElem, desc, longitude, latitude)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMFaceElem, index, data)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMMergerElem, layersOverLimit, title, abstractList)
CHATPROOF_FIELDS_AFTER(V2TIMElem, V2TIMGroupTipsElem, groupID, type, opMember, memberList, groupChangeInfoList,
                 memberChangeInfoList, memberCount)
CHATPROOF_FIELDS(V2TIMMessageReceipt, msgID, userID, isPeerRead, timestamp, groupID, readCount, unreadCount)
CHATPROOF_FIELDS(V2TIMGroupMessageReadMemberList, nextSeq, isFinished, members)
CHATPROOF_FIELDS(V2TIMReceiveMessageOptInfo, userID, receiveOpt, startHour, startMinute, startSecond, startTimeStamp,
                 duration)
CHATPROOF_FIELDS(V2TIMMessageSearchParam, keywordList, keywordListMatchType, senderUserIDList, messageTypeList,
                 conversationID, searchTimePosition, searchTimePeriod, pageIndex, pageSize, searchCount, searchCursor)
CHATPROOF_FIELDS(V2TIMMessageSearchResultItem, conversationID, messageCount, messageList)
CHATPROOF_FIELDS(V2TIMMessageSearchResult, totalCount, messageSearchResultItems, searchCursor)
CHATPROOF_FIELDS(V2TIMMessageListGetOption, getType, userID, groupID, count, messageTypeList, lastMsg, lastMsgSeq,
                 getTimeBegin, getTimePeriod, messageSeqList)
CHATPROOF_FIELDS(V2TIMMessageExtension, extensionKey, extensionValue)
CHATPROOF_FIELDS(V2TIMMessageExtensionResult, resultCode, resultInfo, extension)
CHATPROOF_FIELDS(V2TIMMessageReaction, reactionID, totalUserCount, partialUserList, reactedByMyself)
CHATPROOF_FIELDS(V2TIMMessageReactionResult, resultCode, resultInfo, msgID, reactionList)
CHATPROOF_FIELDS(V2TIMMessageReactionUserResult, userInfoList, nextSeq, isFinished)
CHATPROOF_FIELDS(V2TIMMessageReactionChangeInfo, msgID, reactionList)

// V2TIMCommunity.h
CHATPROOF_FIELDS(V2TIMTopicInfo, topicID, topicType, topicName, topicFaceURL, introduction, notification, isAllMuted,
                 selfMuteTime, customString, recvOpt, draftText, unreadCount, lastMessage, readSequence,
                 groupAtInfoList, createTime, topicAddOpt, topicApproveOpt, memberlist, memberMaxCount,
                 defaultPermissions, modifyFlag)
CHATPROOF_FIELDS(V2TIMTopicOperationResult, errorCode, errorMsg, topicID)
CHATPROOF_FIELDS(V2TIMTopicInfoResult, errorCode, errorMsg, topicInfo)
CHATPROOF_FIELDS(V2TIMPermissionGroupInfo, groupID, permissionGroupID, permissionGroupName, customData,
                 groupPermission, memberCount, modifyFlag)
CHATPROOF_FIELDS(V2TIMPermissionGroupInfoResult, resultCode, resultMsg, info)
CHATPROOF_FIELDS(V2TIMPermissionGroupOperationResult, resultCode, resultMsg, permissionGroupID)
CHATPROOF_FIELDS(V2TIMPermissionGroupMemberInfoResult, nextCursor, memberInfoList)
CHATPROOF_FIELDS(V2TIMPermissionGroupMemberOperationResult, memberID, resultCode)
CHATPROOF_FIELDS(V2TIMTopicPermissionResult, topicID, resultCode, resultMsg, topicPermission, groupID,
                 permissionGroupID)

// V2TIMConversation.h
CHATPROOF_FIELDS(V2TIMConversation, type, conversationID, userID, groupID, groupType, showName, faceUrl, unreadCount,
                 recvOpt, lastMessage, groupAtInfolist, draftText, draftTimestamp, isPinned, orderKey, markList,
                 customData, conversationGroupList, c2cReadTimestamp, groupReadSequence)
CHATPROOF_FIELDS(V2TIMConversationListFilter, type, filterType, conversationGroup, markType, hasUnreadCount,
                 hasGroupAtInfo)
CHATPROOF_FIELDS(V2TIMConversationResult, nextSeq, isFinished, conversationList)
CHATPROOF_FIELDS(V2TIMConversationOperationResult, conversationID, resultCode, resultInfo)

// V2TIMOfficialAccount.h
CHATPROOF_FIELDS(V2TIMOfficialAccountInfo, officialAccountID, officialAccountName, faceUrl, ownerUserID, organization,
                 introduction, customData, createTime, subscriberCount, subscribeTime)
CHATPROOF_FIELDS(V2TIMOfficialAccountInfoResult, resultCode, resultInfo, officialAccountInfo)

// V2TIMSignaling.h
CHATPROOF_FIELDS(V2TIMSignalingInfo, inviteID, groupID, inviter, inviteeList, data, actionType, timeout)

// clang-format on

}  // namespace chatproof::v2tim

/// X(struct) for every struct that has fields.
#define CHATPROOF_STRUCTS(X)                   \
  X(V2TIMSDKConfig)                            \
  X(V2TIMUserInfo)                             \
  X(V2TIMUserFullInfo)                         \
  X(V2TIMUserSearchParam)                      \
  X(V2TIMUserSearchResult)                     \
  X(V2TIMUserStatus)                           \
  X(V2TIMFriendInfo)                           \
  X(V2TIMFriendInfoResult)                     \
  X(V2TIMFriendAddApplication)                 \
  X(V2TIMFriendApplication)                    \
  X(V2TIMFriendApplicationResult)              \
  X(V2TIMFriendCheckResult)                    \
  X(V2TIMFriendOperationResult)                \
  X(V2TIMFriendGroup)                          \
  X(V2TIMFriendSearchParam)                    \
  X(V2TIMFollowOperationResult)                \
  X(V2TIMUserInfoResult)                       \
  X(V2TIMFollowInfo)                           \
  X(V2TIMFollowTypeCheckResult)                \
  X(V2TIMGroupMemberInfo)                      \
  X(V2TIMGroupMemberFullInfo)                  \
  X(V2TIMGroupMemberInfoResult)                \
  X(V2TIMGroupChangeInfo)                      \
  X(V2TIMGroupMemberChangeInfo)                \
  X(V2TIMGroupAtInfo)                          \
  X(V2TIMGroupInfo)                            \
  X(V2TIMGroupInfoResult)                      \
  X(V2TIMGroupApplication)                     \
  X(V2TIMGroupMemberOperationResult)           \
  X(V2TIMCreateGroupMemberInfo)                \
  X(V2TIMGroupApplicationResult)               \
  X(V2TIMGroupSearchParam)                     \
  X(V2TIMGroupSearchResult)                    \
  X(V2TIMGroupMemberSearchParam)               \
  X(V2TIMGroupMemberSearchResult)              \
  X(V2TIMOfflinePushConfig)                    \
  X(V2TIMOfflinePushInfo)                      \
  X(V2TIMMessage)                              \
  X(V2TIMElem)                                 \
  X(V2TIMTextElem)                             \
  X(V2TIMCustomElem)                           \
  X(V2TIMImage)                                \
  X(V2TIMImageElem)                            \
  X(V2TIMSoundElem)                            \
  X(V2TIMVideoElem)                            \
  X(V2TIMFileElem)                             \
  X(V2TIMLocationElem)                         \
  X(V2TIMFaceElem)                             \
  X(V2TIMMergerElem)                           \
  X(V2TIMGroupTipsElem)                        \
  X(V2TIMMessageReceipt)                       \
  X(V2TIMGroupMessageReadMemberList)           \
  X(V2TIMReceiveMessageOptInfo)                \
  X(V2TIMMessageSearchParam)                   \
  X(V2TIMMessageSearchResultItem)              \
  X(V2TIMMessageSearchResult)                  \
  X(V2TIMMessageListGetOption)                 \
  X(V2TIMMessageExtension)                     \
  X(V2TIMMessageExtensionResult)               \
  X(V2TIMMessageReaction)                      \
  X(V2TIMMessageReactionResult)                \
  X(V2TIMMessageReactionUserResult)            \
  X(V2TIMMessageReactionChangeInfo)            \
  X(V2TIMTopicInfo)                            \
  X(V2TIMTopicOperationResult)                 \
  X(V2TIMTopicInfoResult)                      \
  X(V2TIMPermissionGroupInfo)                  \
  X(V2TIMPermissionGroupInfoResult)            \
  X(V2TIMPermissionGroupOperationResult)       \
  X(V2TIMPermissionGroupMemberInfoResult)      \
  X(V2TIMPermissionGroupMemberOperationResult) \
  X(V2TIMTopicPermissionResult)                \
  X(V2TIMConversation)                         \
  X(V2TIMConversationListFilter)               \
  X(V2TIMConversationResult)                   \
  X(V2TIMConversationOperationResult)          \
  X(V2TIMOfficialAccountInfo)                  \
  X(V2TIMOfficialAccountInfoResult)            \
  X(V2TIMSignalingInfo)
