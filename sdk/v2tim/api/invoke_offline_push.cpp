// The methods of V2TIMOfflinePushManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMOfflinePushManager& manager_of<V2TIMOfflinePushManager>(V2TIMManager& root) {
  return *root.GetOfflinePushManager();
}

std::span<const InvokeRow> offline_push_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/offline_push.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
