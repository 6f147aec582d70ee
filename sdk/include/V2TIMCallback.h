// How a call answers. A callback object belongs to the app, must live until it was called, and is called exactly once
// (OnProgress and OnDownLoadProgress aside).
// Thread: the SDK's own, never the caller's, but for argument errors (6017), which arrive before the call returns
// (observed O2.1, O5.1). Null is accepted wherever a callback is asked for (observed O2.4). What a callback throws is
// noted in the log as an error, and the SDK goes on.

#pragma once

#include <stdint.h>

#include "V2TIMDefine.h"
#include "V2TIMString.h"

struct V2TIMMessage;

/// Common root of all callbacks.
class TIM_API V2TIMBaseCallback {
 public:
  V2TIMBaseCallback();
  virtual ~V2TIMBaseCallback();
};

/// Answer of a call that yields nothing but success or failure.
class TIM_API V2TIMCallback : public V2TIMBaseCallback {
 public:
  ~V2TIMCallback() override {}

  /// The call succeeded.
  virtual void OnSuccess() = 0;

  /// The call failed. `error_code` is one of V2TIMErrorCode or a number of the server; `error_message` is for people
  /// and logs: never compare it (spec login 8.x1).
  virtual void OnError(int error_code, const V2TIMString& error_message) = 0;
};

/// Answer of a call that yields a value.
template <class T>
class TIM_API V2TIMValueCallback : public V2TIMBaseCallback {
 public:
  ~V2TIMValueCallback() override {}

  /// The call succeeded; `value` is valid during this callback only, copy what you keep.
  virtual void OnSuccess(const T& value) = 0;

  /// The call failed, see V2TIMCallback::OnError.
  virtual void OnError(int error_code, const V2TIMString& error_message) = 0;
};

/// Answer of a call that yields a value in failure too (ModifyMessage: the message as the server has it).
template <class T>
class TIM_API V2TIMCompleteCallback : public V2TIMBaseCallback {
 public:
  ~V2TIMCompleteCallback() override {}

  /// The call ended; 0 is success.
  virtual void OnComplete(int error_code, const V2TIMString& error_message, const T& value) = 0;
};

/// Answer of a call that sends a message: OnSuccess brings the message as the server accepted it (msgID, timestamp,
/// seq).
class TIM_API V2TIMSendCallback : public V2TIMValueCallback<V2TIMMessage> {
 public:
  ~V2TIMSendCallback() override {}

  /// Upload of a file element, percent 0 to 100; may come any number of times before the answer.
  virtual void OnProgress(uint32_t progress) = 0;
};

/// Answer of a download.
class TIM_API V2TIMDownloadCallback : public V2TIMCallback {
 public:
  ~V2TIMDownloadCallback() override {}

  /// Bytes so far and in all; may come any number of times before the answer.
  virtual void OnDownLoadProgress(uint64_t currentSize, uint64_t totalSize) = 0;
};
