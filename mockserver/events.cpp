#include "mockserver/events.hpp"

namespace chatproof::mockserver {

const std::vector<EventInfo>& event_table() {
  static const std::vector<EventInfo> table = {
      {"connect", {}, "A connection was accepted"},
      {"disconnect", {"how"}, "A connection is gone"},
      {"hello", {"platform"}, "A device has said who it is"},
      {"request", {"command", "id", "payload"}, "A request was read"},
      {"reply", {"command", "code"}, "A request was answered"},
      {"push", {"command"}, "Something was sent unasked"},
      {"ping", {}, "A heartbeat was answered"},
      {"redirect", {"shard", "port"}, "A login came to a shard where the user does not live"},
      {"shardTrouble", {"shard", "lost"}, "A link to another shard broke, or something for it was lost"},
      {"fault", {"id", "rule"}, "A fault rule acted"},
      {"login", {"platform", "kickedDevice"}, "A user is logged in on a device"},
      {"loginRefused", {"code"}, "A login was refused"},
      {"logout", {}, "A user has logged out on a device"},
      {"offline", {"how"}, "A device that was logged in is away"},
      {"kick", {"reason"}, "A device was thrown out"},
      {"ticketExpired", {}, "The ticket of an open session ran out"},
      {"revoke", {}, "A user's tickets were revoked"},
      {"lint",
       {"lint", "times", "withinMs", "silentMs", "afterMs", "connections", "command", "code"},
       "A client did what a good one does not"},
      {"message", {"to", "msgID", "onlineOnly"}, "A message was accepted"},
      {"dropped", {"messages"}, "Inboxes were full: so many of their oldest messages were given up so far"},
  };
  return table;
}

}  // namespace chatproof::mockserver
