// Mutants that no test can tell from the SDK, each with its reason. A hunt runs them all the same: one that is killed
// has been misjudged, and fails the hunt.
#include <algorithm>
#include <array>
#include <string_view>

#include "conformance/mutants/hunt.hpp"

namespace chatproof::mutants {
namespace {

struct Equivalent {
  std::string_view id;  // a "*" at the end stands for anything
  std::string_view reason;
};

const std::vector<Equivalent>& table() {
  static const char* const unheard = "nothing of what this listener hears of is built yet";
  static const char* const refused = "an element of a kind that is not built is refused, whatever it holds";
  static const std::vector<Equivalent> rows = {
      {"wrongField:onConnectFailed/error_message", "texts of errors are for people: no test may look at them"},
      {"ignoredCall:addCommunityListener", unheard},
      {"ignoredCall:addFriendListener", unheard},
      {"ignoredCall:addGroupListener", unheard},
      {"ignoredCall:addSignalingListener", unheard},
      {"ignoredCall:removeCommunityListener", unheard},
      {"ignoredCall:removeFriendListener", unheard},
      {"ignoredCall:removeGroupListener", unheard},
      {"ignoredCall:removeSignalingListener", unheard},
      {"ignoredArgument:sendMessage/message/elemList/*/duration", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/filename", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/index", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/latitude", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/longitude", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/path", refused},
      {"ignoredArgument:sendMessage/message/elemList/*/videoPath", refused},
      {"ignoredArgument:sendMessage/message/isSelf", "what is sent is one's own, whatever the message says"},
      {"ignoredArgument:sendMessage/message/offlinePushInfo/AndroidVIVOClassification",
       "sendMessage has it among its own arguments"},
      {"ignoredArgument:sendMessage/message/status", "what is sent is being sent, whatever the message says"},
      {"ignoredArgument:sendMessage/message/timestamp",
       "the server's, or with the id of a message that was sent before"},
      {"ignoredArgument:sendMessage/message/priority", "sendMessage has a priority among its own arguments"},
      {"ignoredArgument:setSelfStatus/status/statusType", "to be ignored: only the custom status is set (STATUS-05)"},
      {"ignoredArgument:setSelfStatus/status/userID", "to be ignored: only one's own status can be set (STATUS-05)"},
      {"wrongMember:profile.set/profile/custom/nineLette", "refused for its key of nine letters, whatever the value"},
      {"doublePush:kicked", "the first push ends the session, and nobody is left to hear the second"},
      {"doublePush:message", "pushed twice it is told once: known by its place, or by its id where it has none"},
      {"doublePush:ticketExpired", "the first push ends the session, and nobody is left to hear the second"},
  };
  return rows;
}

}  // namespace

std::string why_equivalent(const std::string& id) {
  const auto& rows = table();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Equivalent& one) {
    return one.id.ends_with("*") ? id.starts_with(one.id.substr(0, one.id.size() - 1)) : id == one.id;
  });
  return row == rows.end() ? std::string() : std::string(row->reason);
}

}  // namespace chatproof::mutants
