// What every other header needs: containers, the SDK's configuration, log levels, login states.

#pragma once

#include <stdint.h>

#include "V2TIMBuffer.h"
#include "V2TIMDefine.h"
#include "V2TIMString.h"

class V2TIMLogListener;

/// Values: spec login 4.01. A lost connection does not change LOGINED (spec login 4.03).
enum V2TIMLoginStatus {
  V2TIM_STATUS_LOGINED = 1,   ///< logged in, also while the SDK reconnects by itself
  V2TIM_STATUS_LOGINING = 2,  ///< a login is under way
  V2TIM_STATUS_LOGOUT = 3,    ///< nobody is logged in
};

/// Least level that is logged, to the file and to the log listener alike (spec login 11.01, 11.06).
enum V2TIMLogLevel {
  V2TIM_LOG_NONE = 0,  ///< nothing is written
  V2TIM_LOG_DEBUG = 3,
  V2TIM_LOG_INFO = 4,
  V2TIM_LOG_WARN = 5,
  V2TIM_LOG_ERROR = 6,
};

/// "Everything", as the initialisation guide's sample has it; the same as DEBUG, the most talkative level there is.
static const V2TIMLogLevel V2TIM_LOG_ALL = V2TIM_LOG_DEBUG;

/// What happens to messages of a conversation (spec messages OPT-01).
enum V2TIMReceiveMessageOpt {
  V2TIM_RECEIVE_MESSAGE = 0,
  V2TIM_NOT_RECEIVE_MESSAGE = 1,
  V2TIM_RECEIVE_NOT_NOTIFY_MESSAGE = 2,
  V2TIM_RECEIVE_NOT_NOTIFY_MESSAGE_EXCEPT_AT = 3,
  V2TIM_NOT_RECEIVE_MESSAGE_EXCEPT_AT = 4,
};

enum V2TIMKeywordListMatchType {
  V2TIM_KEYWORD_LIST_MATCH_TYPE_OR = 0,
  V2TIM_KEYWORD_LIST_MATCH_TYPE_AND = 1,
};

typedef uint64_t V2TIMUInt64;

DEFINE_VECTOR(V2TIMUInt64)
typedef TXV2TIMUInt64Vector V2TIMUInt64Vector;

DEFINE_VECTOR(V2TIMString)
typedef TXV2TIMStringVector V2TIMStringVector;

DEFINE_MAP(V2TIMString, V2TIMBuffer)
/// Custom fields: key to bytes. A key of a profile has at most 8 letters, a value at most 500 bytes (spec login 10.07).
typedef TXV2TIMStringToV2TIMBufferMap V2TIMCustomInfo;

DEFINE_MAP(V2TIMString, V2TIMString)
typedef TXV2TIMStringToV2TIMStringMap V2TIMStringToV2TIMStringMap;

/// Attributes of a group: at most 16 keys of 32 bytes, values of 4000 bytes, 16000 bytes in all (spec groups 5.17).
typedef TXV2TIMStringToV2TIMStringMap V2TIMGroupAttributeMap;

DEFINE_MAP(V2TIMString, int64_t)
typedef TXV2TIMStringToint64_tMap V2TIMStringToInt64Map;

DEFINE_MAP(V2TIMString, uint64_t)
typedef TXV2TIMStringTouint64_tMap V2TIMStringToUint64Map;

/// Root of the objects that the SDK recognises again when the app hands them back. Copies stay connected to the SDK as
/// the original is.
struct TIM_API V2TIMBaseObject {
  void* obj_ptr = nullptr;  ///< The SDK's own; apps leave it alone.

  V2TIMBaseObject();
  V2TIMBaseObject(const V2TIMBaseObject& object);
  virtual ~V2TIMBaseObject();
  V2TIMBaseObject& operator=(const V2TIMBaseObject& other);
};

/// How InitSDK is to run. Level, listener and paths are fixed from InitSDK to UnInitSDK (spec login 11.03).
struct TIM_API V2TIMSDKConfig {
  V2TIMString initPath;  ///< Folder of the local databases; empty: the program's working directory (spec login 1.06).
  /// Folder of the log files imsdk_yyyyMMdd.xlog; empty: the program's working directory. No log appears elsewhere
  /// (spec login 11.11).
  V2TIMString logPath;
  V2TIMLogLevel logLevel = V2TIM_LOG_DEBUG;  ///< Default DEBUG (spec login 11.01).
  /// Gets every line that goes to the file; null for none. Borrowed: must live until UnInitSDK.
  V2TIMLogListener* logListener = nullptr;

  V2TIMSDKConfig();
  V2TIMSDKConfig(const V2TIMSDKConfig&);
  ~V2TIMSDKConfig();
  V2TIMSDKConfig& operator=(const V2TIMSDKConfig& other);
};
