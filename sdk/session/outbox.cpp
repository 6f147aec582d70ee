#include "sdk/session/outbox.hpp"

namespace chatproof::session {

void deliver(Notice&& notice, Observer& observer) {
  const std::string_view body = notice.owned.empty() ? notice.body : std::string_view(notice.owned);
  switch (notice.kind) {
    case NoticeKind::result:
      if (notice.done) notice.done({notice.code, std::move(notice.text), body});
      break;
    case NoticeKind::connecting:
      observer.on_connecting();
      break;
    case NoticeKind::connected:
      observer.on_connected();
      break;
    case NoticeKind::connect_failed:
      observer.on_connect_failed(notice.code, notice.text);
      break;
    case NoticeKind::online:
      observer.on_online({notice.code, std::move(notice.text), body});
      break;
    case NoticeKind::kicked:
      observer.on_kicked(notice.text);
      break;
    case NoticeKind::ticket_expired:
      observer.on_ticket_expired();
      break;
    case NoticeKind::push:
      observer.on_push(notice.command, body);
      break;
    case NoticeKind::log:
      observer.on_log(notice.code, notice.text);
      break;
  }
}

}  // namespace chatproof::session
