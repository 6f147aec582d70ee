// The methods of V2TIMSignalingManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMSignalingManager& manager_of<V2TIMSignalingManager>(V2TIMManager& root) {
  return *root.GetSignalingManager();
}

std::span<const InvokeRow> signaling_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/signaling.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
