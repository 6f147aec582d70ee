// Defects of a session's link: its times, its connections, what it keeps and asks again. Planted by ordinary settings
// and at the seam, before loop and network.
#include <map>
#include <set>
#include <utility>

#include "conformance/mutants/tables.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::mutants {
namespace {

using wire::Command;
using wire::FrameType;

// --- times and limits

class OtherSettings final : public Defect {
 public:
  explicit OtherSettings(json words) : words_(std::move(words)) {}
  void prepare(stage::DriverOptions& options) override { options.actor.session.update(words_); }

 private:
  const json words_;
};

const std::map<std::string_view, const char*>& settings() {
  static const std::map<std::string_view, const char*> table = {
      {"noBackOff", R"({"backoffBase": "50ms", "backoffCap": "50ms"})"},
      {"backOffNeverGrows", R"({"backoffCap": "1s"})"},
      {"backOffHasNoEnd", R"({"backoffCap": "1h"})"},
      {"backOffBeginsLate", R"({"backoffBase": "5s"})"},
      {"noJitter", R"({"backoffJitterPercent": 0})"},
      {"wildJitter", R"({"backoffJitterPercent": 100})"},
      {"backOffForgetsSuccess", R"({"linkStable": "1h"})"},
      {"dialsInACircle", R"({"linkStable": "0s"})"},
      {"hastyConnect", R"({"connectTimeout": "2s"})"},
      {"patientConnect", R"({"connectTimeout": "1m"})"},
      {"hastyRequests", R"({"requestTimeout": "5s"})"},
      {"patientRequests", R"({"requestTimeout": "2m"})"},
      {"resendsAtOnce", R"({"requestResend": "10ms"})"},
      {"resendsNever", R"({"requestResend": "1h"})"},
      {"rareHeartbeat", R"({"heartbeatInterval": "5m"})"},
      {"frequentHeartbeat", R"({"heartbeatInterval": "10s"})"},
      {"hastyPong", R"({"heartbeatTimeout": "1s"})"},
      {"patientPong", R"({"heartbeatTimeout": "1m"})"},
      {"oneMissIsDeath", R"({"heartbeatMisses": 1})"},
      {"fiveMissesAreNone", R"({"heartbeatMisses": 5})"},
      {"fewRequests", R"({"requestsMax": 900})"},
      {"manyRequests", R"({"requestsMax": 1100})"},
  };
  return table;
}

std::unique_ptr<Defect> other_settings(const DefectRow& row, const std::string& /*target*/) {
  return std::make_unique<OtherSettings>(json::parse(settings().at(row.name)));
}

class SlowTimers final : public Defect {
 public:
  runtime::Duration waits(runtime::Duration wanted) const override { return wanted * 3 / 2; }
};
class FastTimers final : public Defect {
 public:
  // Rounded up: a wait that is begun again for what is left of it must come to its end.
  runtime::Duration waits(runtime::Duration wanted) const override { return (wanted + runtime::Duration(1)) / 2; }
};
class LeaksTimers final : public Defect {
 public:
  bool cancels_timers() const override { return false; }
};

// --- connections

class LeaksLinks final : public Defect {
 public:
  bool closes_links() const override { return false; }
};
class NeverReconnects final : public Defect {
 public:
  bool may_connect(int connection) override { return connection == 1; }
};
class GivesUp final : public Defect {
 public:
  bool may_connect(int connection) override { return connection <= 5; }
};
class NoticesLossLate final : public Defect {
 public:
  runtime::Duration loss_is_noticed_after() const override { return std::chrono::minutes(1); }
};

// --- frames

class FrameDefect : public Defect {
 public:
  bool taps_frames() const override { return true; }
};

class ForgetsHeartbeat : public FrameDefect {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.type != FrameType::ping) return crossing.to_server(frame);
    crossing.to_sdk({FrameType::pong, Command::none, frame.id, wire::write_pong(unix_ms())});
  }
};
class IgnoresSilence final : public ForgetsHeartbeat {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    ForgetsHeartbeat::sent(frame, crossing);
    if (frame.type == FrameType::ping) crossing.to_server(frame);
  }
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.type != FrameType::pong) crossing.to_sdk(frame);
  }
};
class IgnoresGoodbye final : public FrameDefect {
 public:
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.type != FrameType::goaway) crossing.to_sdk(frame);
  }
};

// A message that was sent on an earlier link, and is sent again.
class OutboxDefect : public FrameDefect {
 public:
  void connected(int connection) override { connection_ = connection; }
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    const bool message = frame.type == FrameType::request && frame.command == Command::c2c_send;
    if (!message) return crossing.to_server(frame);
    const auto [first, fresh] = sent_on_.emplace(frame.payload, connection_);
    if (fresh || first->second == connection_) return crossing.to_server(frame);
    again(frame, crossing);
  }

 protected:
  virtual void again(const TappedFrame& frame, Crossing& crossing) = 0;

 private:
  int connection_ = 0;
  std::map<std::string, int> sent_on_;
};
class LosesOutbox final : public OutboxDefect {
  void again(const TappedFrame& /*frame*/, Crossing& /*crossing*/) override {}
};
class ResendsAsNew final : public OutboxDefect {
  void again(const TappedFrame& frame, Crossing& crossing) override {
    json payload = json::parse(frame.payload);
    make_wrong(payload["message"], {"random"});
    make_wrong(payload["message"], {"msgID"});
    crossing.to_server({frame.type, frame.command, frame.id, payload.dump()});
  }
};

// Answers a request before it leaves.
void answer(const TappedFrame& request, const json& reply, Crossing& crossing) {
  crossing.to_sdk({FrameType::reply, request.command, request.id, reply.dump()});
}
bool is_request(const TappedFrame& frame, Command command) {
  return frame.type == FrameType::request && frame.command == command;
}
bool is_reply(const TappedFrame& frame, Command command) {
  return frame.type == FrameType::reply && frame.command == command;
}

class NoSync final : public FrameDefect {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is_request(frame, Command::sync)) return crossing.to_server(frame);
    answer(frame,
           {{"code", 0},
            {"messages", json::array()},
            {"cursor", json::parse(frame.payload).value("cursor", std::int64_t{0})},
            {"complete", true}},
           crossing);
  }
};
class NeverLogsOut final : public FrameDefect {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is_request(frame, Command::logout)) return crossing.to_server(frame);
    answer(frame, {{"code", 0}}, crossing);
  }
};
class ResumesInItsHead final : public FrameDefect {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is_request(frame, Command::resume)) return crossing.to_server(frame);
    answer(frame, {{"code", 0}, {"cursor", json::parse(frame.payload).value("cursor", std::int64_t{0})}}, crossing);
  }
};

// What the SDK makes of the answer to a synchronisation.
class SyncDefect : public FrameDefect {
 public:
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    json reply = is_reply(frame, Command::sync) ? json::parse(frame.payload, nullptr, false) : json();
    if (!reply.is_object() || !reply.contains("messages")) return crossing.to_sdk(frame);
    misread(reply);
    crossing.to_sdk({frame.type, frame.command, frame.id, reply.dump()});
  }

 protected:
  virtual void misread(json& reply) = 0;
};
// It knows where the end is, and does not look at what is in between.
class OnePageOnly final : public SyncDefect {
  void misread(json& reply) override {
    const bool last = reply.value("complete", true);
    if (!first_) reply["messages"] = json::array();
    first_ = last;
  }
  bool first_ = true;
};
class SyncsBackwards final : public SyncDefect {
  void misread(json& reply) override {
    json messages = json::array();
    for (auto at = reply["messages"].rbegin(); at != reply["messages"].rend(); ++at) messages.push_back(*at);
    reply["messages"] = std::move(messages);
  }
};
class SyncLosesOne final : public SyncDefect {
  void misread(json& reply) override {
    if (!reply["messages"].empty()) reply["messages"].erase(0);
  }
};

// The first of two messages waits until the second has gone.
class SendsOutOfOrder final : public FrameDefect {
 public:
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (!is_request(frame, Command::c2c_send)) return crossing.to_server(frame);
    if (held_) {
      crossing.to_server(frame);
      crossing.to_server(*std::exchange(held_, nullptr));
      return;
    }
    held_ = std::make_unique<TappedFrame>(frame);
    crossing.later(std::chrono::milliseconds(20), [this, &crossing] {
      if (held_) crossing.to_server(*std::exchange(held_, nullptr));
    });
  }

 private:
  std::unique_ptr<TappedFrame> held_;
};

// Of two requests with one command under way at a time, each gets the other's answer.
class CrossedAnswers final : public FrameDefect {
 public:
  void connected(int /*connection*/) override {
    waiting_.clear();
    crossed_.clear();
  }
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.type == FrameType::request) waiting_[frame.command].insert(frame.id);
    crossing.to_server(frame);
  }
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.type != FrameType::reply) return crossing.to_sdk(frame);
    TappedFrame wrong = frame;
    auto& waiting = waiting_[frame.command];
    if (const auto other = crossed_.find(frame.id); other != crossed_.end()) {
      wrong.id = other->second;
    } else if (waiting.size() > 1) {
      waiting.erase(frame.id);
      wrong.id = *waiting.begin();
      crossed_[wrong.id] = frame.id;
    }
    waiting.erase(wrong.id);
    crossing.to_sdk(wrong);
  }

 private:
  std::map<Command, std::set<std::uint32_t>> waiting_;
  std::map<std::uint32_t, std::uint32_t> crossed_;
};

// On a new link it registers the user who was thrown out, or has left.
class ResumesAnyway final : public FrameDefect {
 public:
  explicit ResumesAnyway(std::string after) : after_(std::move(after)) {}
  void sent(const TappedFrame& frame, Crossing& crossing) override {
    if (is_request(frame, Command::login)) {
      user_ = json::parse(frame.payload).value("userID", std::string());
      over_ = false;
    }
    crossing.to_server(frame);
  }
  void heard(const TappedFrame& frame, Crossing& crossing) override {
    if (frame.id == own_id && frame.type == FrameType::reply) return;
    const json payload = json::parse(frame.payload, nullptr, false);
    if (is_reply(frame, Command::login) && payload.is_object()) token_ = payload.value("token", token_);
    if (frame.type != FrameType::ping && frame.type != FrameType::pong && wire::name_of(frame.command) == after_)
      over_ = true;
    crossing.to_sdk(frame);
    if (is_reply(frame, Command::hello) && over_ && !token_.empty())
      crossing.to_server({FrameType::request, Command::resume, own_id,
                          json{{"userID", user_}, {"token", token_}, {"cursor", -1}}.dump()});
  }

 private:
  static constexpr std::uint32_t own_id = 0xffff'fff0;
  const std::string after_;
  std::string user_, token_;
  bool over_ = false;
};

template <class Kind>
DefectRow row(std::string_view name, std::string_view what, std::vector<std::string_view> hints) {
  return {name, Family::session, TargetKind::nothing, what, make<Kind>, {"session"}, std::move(hints)};
}
DefectRow setting(std::string_view name, std::string_view what) {
  return {
      name, Family::session, TargetKind::nothing, what, other_settings, {"session"}, {"connection", "network-codes"}};
}

}  // namespace

const std::vector<DefectRow>& link_defects() {
  static const std::vector<DefectRow> table = {
      setting("noBackOff", "it dials again without waiting"),
      setting("backOffNeverGrows", "it dials every second, however long nothing comes of it"),
      setting("backOffHasNoEnd", "its waits between attempts grow without end"),
      setting("backOffBeginsLate", "its first wait is five times as long"),
      setting("noJitter", "its waits have no chance in them: all clients come back together"),
      setting("wildJitter", "its waits are anything between nothing and twice as long"),
      setting("backOffForgetsSuccess", "a link that held for a while does not end the waits"),
      setting("dialsInACircle", "a link that is thrown out at once is dialled again at once"),
      setting("hastyConnect", "it gives an attempt 2 s instead of 10"),
      setting("patientConnect", "it gives an attempt a minute instead of 10 s"),
      setting("hastyRequests", "it gives a request 5 s instead of 30"),
      setting("patientRequests", "it gives a request two minutes instead of 30 s"),
      setting("resendsAtOnce", "it asks again on a new link without waiting for 10 s"),
      setting("resendsNever", "it never asks again on a new link"),
      setting("rareHeartbeat", "its heart beats every 5 minutes"),
      setting("frequentHeartbeat", "its heart beats every 10 s"),
      setting("hastyPong", "it waits for a pong for 1 s"),
      setting("patientPong", "it waits for a pong for a minute"),
      setting("oneMissIsDeath", "one lost pong is the end of the link"),
      setting("fiveMissesAreNone", "it forgives four lost pongs in a row"),
      setting("fewRequests", "it refuses the 901st request at a time"),
      setting("manyRequests", "it takes 1,100 requests at a time"),
      row<SlowTimers>("slowTimers", "every wait is half as long again", {"connection", "network-codes"}),
      row<FastTimers>("fastTimers", "every wait is half as long", {"connection", "network-codes"}),
      row<LeaksTimers>("leaksTimers", "what it stops waiting for keeps a timer running", {"connection", "init"}),
      row<LeaksLinks>("leaksLinks", "links that it has done with stay open", {"init", "connection", "user-status"}),
      row<NeverReconnects>("neverReconnects", "it connects once in its life", {"connection"}),
      row<GivesUp>("givesUp", "after five attempts it makes no more", {"connection", "network-codes"}),
      row<NoticesLossLate>("noticesLossLate", "it learns of a lost link a minute later", {"connection"}),
      row<ForgetsHeartbeat>("forgetsHeartbeat", "its heart does not beat", {"connection"}),
      row<IgnoresSilence>("ignoresSilence", "it takes every pong for heard", {"connection"}),
      row<IgnoresGoodbye>("ignoresGoodbye", "it does not hear the server's goodbye", {"connection"}),
      row<LosesOutbox>("losesOutbox", "what was under way when the link died is not sent again",
                       {"messages", "connection"}),
      row<ResendsAsNew>("resendsAsNew", "a message that is sent again is a new one", {"messages", "connection"}),
      row<NoSync>("noSync", "it does not fetch what it missed", {"messages", "connection"}),
      row<OnePageOnly>("onePageOnly", "it fetches one page of what it missed", {"messages"}),
      row<SyncsBackwards>("syncsBackwards", "what it missed is told in the wrong order", {"messages"}),
      row<SyncLosesOne>("syncLosesOne", "of what it missed one message is lost", {"messages", "connection"}),
      row<SendsOutOfOrder>("sendsOutOfOrder", "of two messages the second overtakes the first",
                           {"messages", "connection"}),
      row<CrossedAnswers>("crossedAnswers", "of two like requests each gets the other's answer",
                          {"messages", "user-status", "profile"}),
      row<NeverLogsOut>("neverLogsOut", "logout does not reach the server", {"logout", "login"}),
      row<ResumesInItsHead>("resumesInItsHead", "it believes to be registered on a new link", {"connection"}),
      {"resumesAnyway",
       Family::session,
       TargetKind::nothing,
       "on a new link it registers the user nevertheless",
       make_for<ResumesAnyway>,
       {"kicked", "ticketExpired", "logout"},
       {"connection", "kick", "ticket"}},
  };
  return table;
}

}  // namespace chatproof::mutants
