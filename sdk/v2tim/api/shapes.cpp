#include "sdk/v2tim/api/shapes.hpp"

#include <nlohmann/json.hpp>
#include <type_traits>

#include "sdk/v2tim/api/listener_recorder.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

namespace {

using nlohmann::json;

// Types that hold themselves end here: below it anything goes.
constexpr int depth_max = 8;

template <class Value>
json shape_of(int depth);

template <class Struct>
void add_fields(json& shape, int depth) {
  Fields<Struct>::visit([&]<class Owner, class Field>(const char* name, Field Owner::* /*member*/) {
    shape[name] = shape_of<std::remove_cv_t<std::remove_pointer_t<Field>>>(depth + 1);
  });
}

// An element is one of many: it may have the members of any of them.
template <class... Types>
json any_of_them(int depth, ElemList<Types...> /*types*/) {
  json shape = json::object();
  (add_fields<Types>(shape, depth), ...);
  return shape;
}

template <class Value>
json shape_of(int depth) {
  json shape;
  if constexpr (std::is_same_v<Value, V2TIMBuffer>) {
    shape = {{"text", nullptr}, {"base64", nullptr}};
  } else if constexpr (std::is_same_v<Value, V2TIMElem>) {
    if (depth <= depth_max) shape = any_of_them(depth, Elems());
  } else if constexpr (ListType<Value>) {
    shape = json::array({shape_of<std::remove_pointer_t<ItemOf<Value>>>(depth)});
  } else if constexpr (requires { Fields<Value>::visit([](const char*, auto) {}); }) {
    if (depth <= depth_max) {
      shape = json::object();
      add_fields<Value>(shape, depth);
    }
  }
  return shape;
}

template <class... Arguments>
json shape_of_arguments(std::string_view signature, void (ListenerRecorder::* /*callback*/)(Arguments...)) {
  const auto names = parameter_names(signature);
  json shape = json::object();
  [[maybe_unused]] size_t index = 0;
  ((shape[std::string(names[index++])] = shape_of<std::remove_cvref_t<Arguments>>(0)), ...);
  return shape;
}

}  // namespace

json callback_shapes() {
  json shapes = json::object();
#define CALLBACK(LISTENER, NAME, ID, SIGNATURE, ARGUMENTS) \
  shapes[ID] =                                             \
      shape_of_arguments(#SIGNATURE, static_cast<void(ListenerRecorder::*) SIGNATURE>(&ListenerRecorder::NAME));
#include "sdk/v2tim/api/callbacks.def"
#undef CALLBACK
  return shapes;
}

}  // namespace chatproof::v2tim
