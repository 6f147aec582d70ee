// The methods of V2TIMManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMManager& manager_of<V2TIMManager>(V2TIMManager& root) {
  return root;
}

std::span<const InvokeRow> manager_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
// The instance that an Invoker works on is the one it was given, not the program's.
#define STATIC_METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED) \
  InvokeRow{ID, #SIGNATURE, [](Call& call) { call.out.value = json_of_manager(&call.root, #RESULT); }},
#include "sdk/v2tim/api/methods/manager.def"
#undef METHOD
#undef STATIC_METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
