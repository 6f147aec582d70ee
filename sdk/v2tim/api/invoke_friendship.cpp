// The methods of V2TIMFriendshipManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMFriendshipManager& manager_of<V2TIMFriendshipManager>(V2TIMManager& root) {
  return *root.GetFriendshipManager();
}

std::span<const InvokeRow> friendship_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/friendship.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
