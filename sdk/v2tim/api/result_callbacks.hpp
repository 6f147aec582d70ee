// The callback objects that an Invoker hands to the SDK: each turns what it is told into a CallEvent.

#pragma once

#include <string>
#include <utility>

#include "sdk/v2tim/api/invoke.hpp"
#include "sdk/v2tim/json/convert.hpp"

namespace chatproof::v2tim {

inline std::string text_of(const V2TIMString& text) { return {text.CString(), text.Size()}; }

inline CallEvent success_event(nlohmann::json value) {
  return {CallEvent::Kind::success, std::move(value), 0, std::string()};
}

inline CallEvent error_event(int code, const V2TIMString& text, nlohmann::json value = nullptr) {
  return {CallEvent::Kind::error, std::move(value), code, text_of(text)};
}

inline CallEvent progress_event(nlohmann::json value) {
  return {CallEvent::Kind::progress, std::move(value), 0, std::string()};
}

/// What all have in common; Base is the callback class of the API.
template <class Base>
class ResultBase : public Base {
 public:
  explicit ResultBase(ResultSink sink) : sink_(std::move(sink)) {}

 protected:
  void tell(const CallEvent& event) const { sink_(event); }

 private:
  ResultSink sink_;
};

/// ResultOf<C> is the object that can be passed where a C* is asked for.
template <class Callback>
class ResultOf;

template <>
class ResultOf<V2TIMCallback> final : public ResultBase<V2TIMCallback> {
 public:
  using ResultBase::ResultBase;
  void OnSuccess() override { tell(success_event(nullptr)); }
  void OnError(int code, const V2TIMString& text) override { tell(error_event(code, text)); }
};

template <class Value>
class ResultOf<V2TIMValueCallback<Value>> final : public ResultBase<V2TIMValueCallback<Value>> {
 public:
  using ResultBase<V2TIMValueCallback<Value>>::ResultBase;
  void OnSuccess(const Value& value) override { this->tell(success_event(json_of(value))); }
  void OnError(int code, const V2TIMString& text) override { this->tell(error_event(code, text)); }
};

template <>
class ResultOf<V2TIMSendCallback> final : public ResultBase<V2TIMSendCallback> {
 public:
  using ResultBase::ResultBase;
  void OnSuccess(const V2TIMMessage& message) override { tell(success_event(json_of(message))); }
  void OnError(int code, const V2TIMString& text) override { tell(error_event(code, text)); }
  void OnProgress(uint32_t progress) override { tell(progress_event(progress)); }
};

template <class Value>
class ResultOf<V2TIMCompleteCallback<Value>> final : public ResultBase<V2TIMCompleteCallback<Value>> {
 public:
  using ResultBase<V2TIMCompleteCallback<Value>>::ResultBase;
  void OnComplete(int code, const V2TIMString& text, const Value& value) override {
    this->tell(code == 0 ? success_event(json_of(value)) : error_event(code, text, json_of(value)));
  }
};

template <>
class ResultOf<V2TIMDownloadCallback> final : public ResultBase<V2TIMDownloadCallback> {
 public:
  using ResultBase::ResultBase;
  void OnSuccess() override { tell(success_event(nullptr)); }
  void OnError(int code, const V2TIMString& text) override { tell(error_event(code, text)); }
  void OnDownLoadProgress(uint64_t current, uint64_t total) override {
    tell(progress_event({{"currentSize", current}, {"totalSize", total}}));
  }
};

}  // namespace chatproof::v2tim
