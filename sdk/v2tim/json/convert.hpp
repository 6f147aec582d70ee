// JSON to and from every type of the API. Both directions read the same field tables (types/fields.hpp).
//
//   bool, numbers      as they are; a number that does not fit its type is an error
//   V2TIMString        string, or {"base64": "..."} when it is not UTF-8
//   V2TIMBuffer        {"text": "..."} when it is UTF-8, else {"base64": "..."}; on input a plain string too
//   enum               number; on input the enumerator's name too
//   list, map          array, object
//   struct             object with all its fields; on input absent fields keep their value, unknown keys are errors
//   element            as struct, with "elemType" saying which one it is
//   message pointer    null or the message
//
// This header is for the few files that convert; it brings nlohmann/json with it.

#pragma once

#include <functional>
#include <list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "V2TIMListener.h"

namespace chatproof::v2tim {

/// State of one conversion from JSON: where it is, what went wrong first, and what outlives it.
class Reader {
 public:
  /// Turns what stands for a log listener in V2TIMSDKConfig into one. Without it only null is accepted there.
  std::function<V2TIMLogListener*(const nlohmann::json& value)> log_listener;

  /// Goes one step into the JSON text, and back; `key` may be an index.
  void enter(std::string key);
  void leave();

  /// Notes the error; always false, so that a reader can `return reader.fail(...)`. The first one counts.
  bool fail(const std::string& why);
  [[nodiscard]] bool failed() const { return !error_.empty(); }
  /// "/message/elemList/0: ...", with the JSON pointer of the place.
  [[nodiscard]] const std::string& error() const { return error_; }

  /// Messages that a struct points to without owning them (V2TIMMessageListGetOption::lastMsg) live as long as the
  /// reader.
  V2TIMMessage* keep(const V2TIMMessage& message);

 private:
  std::vector<std::string> path_;
  std::string error_;
  std::list<V2TIMMessage> kept_;
};

/// Both exist for every struct, enum, list and map of the API, for V2TIMString, V2TIMBuffer, V2TIMBaseObject, bool,
/// double and the integers in use.
template <class Value>
nlohmann::json json_of(const Value& value);

/// False after an error; then `value` may be half read.
template <class Value>
bool read_json(const nlohmann::json& json, Value& value, Reader& reader);

}  // namespace chatproof::v2tim
