// The methods of V2TIMMessageManager by name.

#include <array>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

template <>
V2TIMMessageManager& manager_of<V2TIMMessageManager>(V2TIMManager& root) {
  return *root.GetMessageManager();
}

std::span<const InvokeRow> message_rows() {
  static constexpr auto kRows = std::to_array<InvokeRow>({
#define METHOD CHATPROOF_INVOKE_ROW
#include "sdk/v2tim/api/methods/message.def"
#undef METHOD
  });
  return kRows;
}

}  // namespace chatproof::v2tim
