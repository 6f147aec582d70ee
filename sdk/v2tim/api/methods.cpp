#include "sdk/v2tim/api/methods.hpp"

#include <algorithm>
#include <array>

#include "V2TIMManager.h"

namespace chatproof::v2tim {

namespace {

template <class Argument>
struct KindOf {
  static constexpr CallbackKind kind = CallbackKind::none;
};
template <>
struct KindOf<V2TIMCallback*> {
  static constexpr CallbackKind kind = CallbackKind::plain;
};
template <class Value>
struct KindOf<V2TIMValueCallback<Value>*> {
  static constexpr CallbackKind kind = CallbackKind::value;
};
template <>
struct KindOf<V2TIMSendCallback*> {
  static constexpr CallbackKind kind = CallbackKind::send;
};
template <class Value>
struct KindOf<V2TIMCompleteCallback<Value>*> {
  static constexpr CallbackKind kind = CallbackKind::complete;
};

/// The callback, if there is one, is the last parameter.
template <class Manager, class Result, class... Arguments>
constexpr CallbackKind callback_kind(Result (Manager::* /*method*/)(Arguments...)) {
  CallbackKind kind = CallbackKind::none;
  ((kind = KindOf<Arguments>::kind), ...);
  return kind;
}

// Naming the member makes sure, at compile time, that the row says what the header says.
#define STATIC_METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED) \
  Method{#MANAGER, #NAME, ID, #RESULT, #SIGNATURE, Support::SUPPORT, CallbackKind::none, #REQUIRED},
#define METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED)            \
  Method{#MANAGER,                                                                 \
         #NAME,                                                                    \
         ID,                                                                       \
         #RESULT,                                                                  \
         #SIGNATURE,                                                               \
         Support::SUPPORT,                                                         \
         callback_kind(static_cast<RESULT(MANAGER::*) SIGNATURE>(&MANAGER::NAME)), \
         #REQUIRED},

constexpr auto kMethods = std::to_array<Method>({
#include "sdk/v2tim/api/methods.def"
});

#undef METHOD
#undef STATIC_METHOD

constexpr size_t kMethodCount = 217;
static_assert(kMethods.size() == kMethodCount);

#define CALLBACK(LISTENER, NAME, ID, SIGNATURE, ARGUMENTS) ListenerCallback{#LISTENER, #NAME, ID, #SIGNATURE},

constexpr auto kListenerCallbacks = std::to_array<ListenerCallback>({
#include "sdk/v2tim/api/callbacks.def"
});

#undef CALLBACK

constexpr size_t kListenerCallbackCount = 99;
static_assert(kListenerCallbacks.size() == kListenerCallbackCount);

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The parts between the commas of "(a, b)". No parameter type of the API has a comma of its own.
std::vector<std::string_view> parts(std::string_view list) {
  list = trimmed(list.substr(1, list.size() - 2));
  std::vector<std::string_view> found;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    found.push_back(trimmed(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return found;
}

template <class Row>
const Row* find(std::span<const Row> rows, std::string_view id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [id](const Row& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Method> methods() { return kMethods; }

std::span<const ListenerCallback> listener_callbacks() { return kListenerCallbacks; }

const Method* find_method(std::string_view id) { return find(methods(), id); }

const ListenerCallback* find_listener_callback(std::string_view id) { return find(listener_callbacks(), id); }

std::vector<std::string_view> parameter_names(std::string_view signature) {
  auto names = parts(signature);
  for (auto& parameter : names) {
    parameter.remove_prefix(parameter.find_last_of(" &*") + 1);
  }
  return names;
}

std::vector<std::string_view> required_arguments(std::string_view required) { return parts(required); }

}  // namespace chatproof::v2tim
