// The methods of V2TIMGroupManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMGroupManager& manager_of<V2TIMGroupManager>(V2TIMManager& root) {
  return *root.GetGroupManager();
}

std::span<const InvokeRow> group_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/group.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
