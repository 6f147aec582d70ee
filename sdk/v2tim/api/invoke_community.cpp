// The methods of V2TIMCommunityManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMCommunityManager& manager_of<V2TIMCommunityManager>(V2TIMManager& root) {
  return *root.GetCommunityManager();
}

std::span<const InvokeRow> community_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/community.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
