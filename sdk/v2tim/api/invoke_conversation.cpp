// The methods of V2TIMConversationManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMConversationManager& manager_of<V2TIMConversationManager>(V2TIMManager& root) {
  return *root.GetConversationManager();
}

std::span<const InvokeRow> conversation_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/conversation.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
