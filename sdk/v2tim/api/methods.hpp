// The method table: every method and every listener callback of the API, once. Invocation by name, the support table of
// the README, the misuse matrix and the argument checks all come from it.
//
// A row of methods/*.def: METHOD(manager, Name, "name in scenarios", result, (parameters), support, (required)).
// To use the rows with their types, define METHOD and STATIC_METHOD and include the .def; for the rest, methods().

#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace chatproof::v2tim {

enum class Support {
  working,
  not_built,       ///< Checks arguments and state as the real one does, then answers 7013.
  not_built_read,  ///< As not_built, but of local data: while a login is under way it succeeds with nothing (observed
                   ///< O9.1).
};

/// Only elements take a V2TIMDownloadCallback, no method of a manager does.
enum class CallbackKind {
  none,
  plain,     ///< V2TIMCallback
  value,     ///< V2TIMValueCallback
  send,      ///< V2TIMSendCallback
  complete,  ///< V2TIMCompleteCallback
};

struct Method {
  std::string_view manager;    ///< "V2TIMManager"
  std::string_view name;       ///< "Login"
  std::string_view id;         ///< "login"; unique: the second of a name is "createGroup#2" and so on
  std::string_view result;     ///< "void", "V2TIMString"...
  std::string_view signature;  ///< "(const V2TIMString& userID, ...)"
  Support support;
  CallbackKind callback;
  /// Arguments without which the call ends in 6017 before it returns (spec observed O2.1): "(userID, userSig)". A dot
  /// leads into a struct; "a | b" asks for one of two, "a ^ b" for exactly one; a number is missing when it is 0. A
  /// Create...Message without them gives a message of nothing (spec observed O8.5).
  std::string_view required;
};

struct ListenerCallback {
  std::string_view listener;  ///< "V2TIMSDKListener"
  std::string_view name;      ///< "OnKickedOffline"
  std::string_view id;        ///< "onKickedOffline"; unique, as with methods
  std::string_view signature;
};

/// In declaration order, manager by manager.
std::span<const Method> methods();
/// In declaration order, listener by listener.
std::span<const ListenerCallback> listener_callbacks();

/// Null when there is none.
const Method* find_method(std::string_view id);
const ListenerCallback* find_listener_callback(std::string_view id);

/// "(const V2TIMString& userID, bool on)" gives userID, on.
std::vector<std::string_view> parameter_names(std::string_view signature);
/// "(userID, info.groupID)" gives its parts.
std::vector<std::string_view> required_arguments(std::string_view required);

}  // namespace chatproof::v2tim
