// Official accounts.

#pragma once

#include "V2TIMCommon.h"

struct TIM_API V2TIMOfficialAccountInfo {
  V2TIMString officialAccountID;
  V2TIMString officialAccountName;
  V2TIMString faceUrl;
  V2TIMString ownerUserID;
  V2TIMString organization;
  V2TIMString introduction;
  V2TIMString customData;
  uint64_t createTime = 0;
  uint64_t subscriberCount = 0;
  uint64_t subscribeTime = 0;

  V2TIMOfficialAccountInfo();
  V2TIMOfficialAccountInfo(const V2TIMOfficialAccountInfo& officialAccountInfo);
  ~V2TIMOfficialAccountInfo();
  V2TIMOfficialAccountInfo& operator=(const V2TIMOfficialAccountInfo& other);
};

struct TIM_API V2TIMOfficialAccountInfoResult {
  int resultCode = 0;
  V2TIMString resultInfo;
  V2TIMOfficialAccountInfo officialAccountInfo;

  V2TIMOfficialAccountInfoResult();
  V2TIMOfficialAccountInfoResult(const V2TIMOfficialAccountInfoResult& officialAccountInfoResult);
  ~V2TIMOfficialAccountInfoResult();
  V2TIMOfficialAccountInfoResult& operator=(const V2TIMOfficialAccountInfoResult& other);
};

DEFINE_VECTOR(V2TIMOfficialAccountInfoResult)
typedef TXV2TIMOfficialAccountInfoResultVector V2TIMOfficialAccountInfoResultVector;
