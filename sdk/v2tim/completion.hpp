// Answers to callbacks of every kind, null included (spec observed O2.4).
#pragma once

#include <string>

#include "V2TIMCallback.h"
#include "V2TIMMessage.h"
#include "sdk/v2tim/app_call.hpp"

namespace chatproof::v2tim {

inline V2TIMString to_v2(const std::string& text) { return {text.data(), text.size()}; }
inline std::string from_v2(const V2TIMString& text) { return {text.CString(), text.Size()}; }

inline void succeed(V2TIMCallback* callback) {
  if (callback != nullptr) call_app([&] { callback->OnSuccess(); });
}
template <class T, class U>
void succeed(V2TIMValueCallback<T>* callback, const U& value) {
  if (callback != nullptr) call_app([&] { callback->OnSuccess(value); });
}

inline void succeed_with_nothing(V2TIMCallback* callback) { succeed(callback); }
template <class T>
void succeed_with_nothing(V2TIMValueCallback<T>* callback) {
  T nothing{};
  if constexpr (requires { nothing.isFinished; }) nothing.isFinished = true;  // or an app would ask for the next page
  succeed(callback, nothing);
}
template <class T>
void succeed_with_nothing(V2TIMCompleteCallback<T>* callback) {
  if (callback != nullptr) call_app([&] { callback->OnComplete(0, {}, T()); });
}

inline void fail(V2TIMCallback* callback, int code, const std::string& text) {
  if (callback != nullptr) call_app([&] { callback->OnError(code, to_v2(text)); });
}
template <class T>
void fail(V2TIMValueCallback<T>* callback, int code, const std::string& text) {
  if (callback != nullptr) call_app([&] { callback->OnError(code, to_v2(text)); });
}
template <class T>
void fail(V2TIMCompleteCallback<T>* callback, int code, const std::string& text) {
  if (callback != nullptr) call_app([&] { callback->OnComplete(code, to_v2(text), T()); });
}

}  // namespace chatproof::v2tim
