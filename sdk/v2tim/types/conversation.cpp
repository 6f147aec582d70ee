// V2TIMConversation and V2TIMTopicInfo, which own their last message.

#include "V2TIMConversation.h"
#include "sdk/v2tim/types/object_hooks.hpp"

namespace {

V2TIMMessage* copy_of(const V2TIMMessage* message) { return message == nullptr ? nullptr : new V2TIMMessage(*message); }

}  // namespace

V2TIMConversation::V2TIMConversation() = default;

V2TIMConversation::V2TIMConversation(const V2TIMConversation& other) : V2TIMConversation() { *this = other; }

V2TIMConversation::~V2TIMConversation() { delete lastMessage; }

V2TIMConversation& V2TIMConversation::operator=(const V2TIMConversation& other) {
  if (this != &other) {
    type = other.type;
    conversationID = other.conversationID;
    userID = other.userID;
    groupID = other.groupID;
    groupType = other.groupType;
    showName = other.showName;
    faceUrl = other.faceUrl;
    unreadCount = other.unreadCount;
    recvOpt = other.recvOpt;
    groupAtInfolist = other.groupAtInfolist;
    draftText = other.draftText;
    draftTimestamp = other.draftTimestamp;
    isPinned = other.isPinned;
    orderKey = other.orderKey;
    markList = other.markList;
    customData = other.customData;
    conversationGroupList = other.conversationGroupList;
    c2cReadTimestamp = other.c2cReadTimestamp;
    groupReadSequence = other.groupReadSequence;
    V2TIMMessage* message = copy_of(other.lastMessage);
    delete lastMessage;
    lastMessage = message;
  }
  return *this;
}

V2TIMTopicInfo::V2TIMTopicInfo() = default;

V2TIMTopicInfo::V2TIMTopicInfo(const V2TIMTopicInfo& other) : V2TIMTopicInfo() { *this = other; }

V2TIMTopicInfo::~V2TIMTopicInfo() { delete lastMessage; }

V2TIMTopicInfo& V2TIMTopicInfo::operator=(const V2TIMTopicInfo& other) {
  if (this != &other) {
    V2TIMBaseObject::operator=(other);
    topicID = other.topicID;
    topicType = other.topicType;
    topicName = other.topicName;
    topicFaceURL = other.topicFaceURL;
    introduction = other.introduction;
    notification = other.notification;
    isAllMuted = other.isAllMuted;
    selfMuteTime = other.selfMuteTime;
    customString = other.customString;
    recvOpt = other.recvOpt;
    draftText = other.draftText;
    unreadCount = other.unreadCount;
    readSequence = other.readSequence;
    groupAtInfoList = other.groupAtInfoList;
    createTime = other.createTime;
    topicAddOpt = other.topicAddOpt;
    topicApproveOpt = other.topicApproveOpt;
    memberlist = other.memberlist;
    memberMaxCount = other.memberMaxCount;
    defaultPermissions = other.defaultPermissions;
    modifyFlag = other.modifyFlag;
    V2TIMMessage* message = copy_of(other.lastMessage);
    delete lastMessage;
    lastMessage = message;
  }
  return *this;
}

bool V2TIMTopicInfo::IsInheritMessageReceiveOptionFromCommunity() {
  return chatproof::v2tim::hooks_of(*this)->topic_inherits_option(*this);
}

void V2TIMTopicInfo::SetInheritMessageReceiveOptionFromCommunity(bool isInherit, V2TIMCallback* callback) {
  chatproof::v2tim::hooks_of(*this)->set_topic_inherits_option(*this, isInherit, callback);
}
