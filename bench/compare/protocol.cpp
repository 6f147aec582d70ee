#include "bench/compare/protocol.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "bench/load/machine.hpp"
#include "mockserver/domain/service.hpp"
#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::compare {
namespace {

std::string name_of(const Session& session) { return "user" + std::to_string(session.user); }

// Takes what ends with `mark` off the front.
bool take_until(std::string& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return false;
  text.erase(0, at + mark.size());
  return true;
}

// 128 bytes come back as they are. The floor: no protocol is cheaper.
class Echo final : public Protocol {
 public:
  std::string greeting(Session&) override { return std::string(message_size, 'L'); }
  Heard hear(Session& session) override {
    Heard heard;
    for (; session.received.size() >= message_size; ++heard.answers) session.received.erase(0, message_size);
    return heard;
  }
  std::string request(const Session&, Request) override { return std::string(message_size, 'm'); }
  std::vector<Request> requests() const override { return {Request::message}; }
};

// hello, login with a signed ticket.
class Chatproof final : public Protocol {
 public:
  void prepare(std::size_t users) override {
    usersig::Creator creator;
    usersig::CreateParams params;
    params.sdk_app_id = mockserver::default_app;
    params.key = mockserver::default_key;
    params.now = load::unix_now_s();
    for (std::size_t user = tickets_.size(); user < users; ++user) {
      params.user_id = "user" + std::to_string(user);
      tickets_.push_back(creator.create(params).ticket);
    }
  }
  std::string greeting(Session& session) override {
    return frame(wire::Command::hello, R"({"sdkAppID":1400000000,"version":"1","platform":"Linux","deviceID":")" +
                                           name_of(session) + "-" + std::to_string(session.device) + "\"}");
  }
  Heard hear(Session& session) override {
    Heard heard;
    for (std::string& in = session.received; in.size() >= wire::header_size;) {
      std::size_t size = 0;
      for (std::size_t at = 0; at < wire::length_size; ++at) size = size << 8 | static_cast<unsigned char>(in[at]);
      size += wire::length_size;
      if (in.size() < size) break;
      const auto type = static_cast<wire::FrameType>(in[5]);
      if (type == wire::FrameType::reply && session.stage < 2) {
        if (in.find("\"code\":0") == std::string::npos) heard.refused = in.substr(wire::header_size);
        if (session.stage++ == 0) heard.say = login(session);
        heard.answers = session.stage - 1;
      } else if (type == wire::FrameType::reply || type == wire::FrameType::pong) {
        ++heard.answers;
      }
      in.erase(0, size);
    }
    return heard;
  }
  std::string request(const Session& session, Request what) override {
    if (what == Request::ping) {
      std::string bytes;
      wire::append_frame(bytes, {wire::FrameType::ping, wire::Command::none, 7, {}});
      return bytes;
    }
    if (what == Request::scripted) return frame(wire::Command::profile_get, R"({"users":["scripted"]})");
    return frame(wire::Command::c2c_send, R"({"to":")" + name_of(session) +
                                              R"(","onlineOnly":true,"message":{"random":1,"clientTime":1,)"
                                              R"("elements":[{"type":1,"text":")" +
                                              std::string(message_size, 'm') + "\"}]}}");
  }
  std::vector<Request> requests() const override { return {Request::message, Request::ping, Request::scripted}; }

 private:
  [[nodiscard]] std::string login(const Session& session) const {
    return frame(wire::Command::login,
                 R"({"cursor":-1,"userID":")" + name_of(session) + R"(","userSig":")" + tickets_[session.user] + "\"}");
  }
  static std::string frame(wire::Command command, const std::string& payload) {
    std::string bytes;
    wire::append_frame(bytes, {wire::FrameType::request, command, 1, payload});
    return bytes;
  }
  std::vector<std::string> tickets_;
};

// MQTT 3.1.1: CONNECT, then SUBSCRIBE to an own topic.
class Mqtt final : public Protocol {
 public:
  explicit Mqtt(std::string password) : password_(std::move(password)) {}
  std::string greeting(Session& session) override {
    const bool signs = !password_.empty();
    std::string body = text("MQTT") + '\x04' + (signs ? '\xC2' : '\x02') + std::string("\x02\x58", 2);
    body += text(name_of(session));
    if (signs) body += text("user") + text(password_);
    return packet('\x10', body);
  }
  Heard hear(Session& session) override {
    Heard heard;
    std::string& in = session.received;
    for (std::size_t size = packet_size(in); size != 0; size = packet_size(in)) {
      const int type = static_cast<unsigned char>(in[0]) >> 4;
      if (type == 2 && in[3] != 0) heard.refused = "CONNACK " + std::to_string(in[3]);
      if (type == 2) heard.say = packet('\x82', std::string("\0\1", 2) + text(topic(session)) + '\0');
      if (type == 3 || type == 9 || type == 13) ++heard.answers;
      in.erase(0, size);
    }
    return heard;
  }
  std::string request(const Session& session, Request what) override {
    if (what == Request::ping) return std::string("\xC0\0", 2);
    return packet('\x30', text(topic(session)) + std::string(message_size, 'm'));
  }
  std::vector<Request> requests() const override { return {Request::message, Request::ping}; }

 private:
  static std::string topic(const Session& session) { return "t/" + name_of(session); }
  static std::string text(std::string_view text) {
    return std::string{static_cast<char>(text.size() >> 8), static_cast<char>(text.size())} + std::string(text);
  }
  // Of the whole first packet; 0: more must come.
  static std::size_t packet_size(std::string_view in) {
    std::size_t size = 0;
    for (std::size_t at = 1; at < in.size() && at < 5; ++at) {
      size |= static_cast<std::size_t>(in[at] & 0x7f) << (7 * (at - 1));
      if ((in[at] & 0x80) == 0) return in.size() < at + 1 + size ? 0 : at + 1 + size;
    }
    return 0;
  }
  static std::string packet(char type, const std::string& body) {
    std::string bytes(1, type);
    std::size_t size = body.size();
    for (; size > 127; size >>= 7) bytes += static_cast<char>(0x80 | (size & 0x7f));
    return bytes + static_cast<char>(size) + body;
  }
  std::string password_;
};

// HTTP/1.1 on a connection that stays: a login is its first answer.
class Http final : public Protocol {
 public:
  std::string greeting(Session&) override { return "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"; }
  Heard hear(Session& session) override {
    static constexpr std::string_view length = "Content-Length: ";
    Heard heard;
    std::string& in = session.received;
    for (std::size_t end = in.find("\r\n\r\n"); end != std::string::npos; end = in.find("\r\n\r\n")) {
      const std::size_t at = in.find(length);
      if (!in.starts_with("HTTP/1.1 200") || at >= end) {
        heard.refused = in.substr(0, end);
        break;
      }
      std::size_t size = 0;
      std::from_chars(in.data() + at + length.size(), in.data() + end, size);
      if (in.size() < end + 4 + size) break;
      in.erase(0, end + 4 + size);
      ++heard.answers;
    }
    return heard;
  }
  std::string request(const Session&, Request) override {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 128\r\n\r\n" + std::string(message_size, 'm');
  }
  std::vector<Request> requests() const override { return {Request::message}; }
};

class Redis final : public Protocol {
 public:
  explicit Redis(std::string password) : password_(std::move(password)) {}
  std::string greeting(Session& session) override {
    return (password_.empty() ? "PING" : "AUTH " + password_) + "\r\nCLIENT SETNAME " + name_of(session) + "\r\n";
  }
  Heard hear(Session& session) override {
    Heard heard;
    while (session.received.find("\r\n") != std::string::npos) {
      if (session.received[0] == '-') heard.refused = session.received;
      take_until(session.received, "\r\n");
      if (++session.stage > 1) ++heard.answers;
    }
    return heard;
  }
  std::string request(const Session&, Request) override { return "PING\r\n"; }
  std::vector<Request> requests() const override { return {Request::ping}; }

 private:
  std::string password_;
};

// XMPP: stream, SASL PLAIN, stream, bind, session, presence.
class Xmpp final : public Protocol {
 public:
  explicit Xmpp(std::string password) : password_(std::move(password)) {}
  std::string greeting(Session&) override {
    return "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' "
           "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
  }
  Heard hear(Session& session) override {
    Heard heard;
    std::string& in = session.received;
    if (in.find("<failure") != std::string::npos) heard.refused = in;
    if (session.stage == online) return count_answers(session);
    if (!take_until(in, steps[static_cast<std::size_t>(session.stage)])) return heard;
    switch (session.stage++) {
      case 0:
        heard.say =
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + credentials(session) + "</auth>";
        break;
      case 1:
        heard.say = greeting(session);
        break;
      case 2:
        heard.say =
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>";
        break;
      case 3:
        heard.say =
            "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq><presence/>"
            "<iq type='get' id='last' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
        break;
      default:
        in.clear();
        ++heard.answers;
    }
    return heard;
  }
  std::string request(const Session& session, Request what) override {
    if (what == Request::ping) return "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
    return "<message to='" + name_of(session) + "@localhost/r' type='chat'><body>" + std::string(message_size, 'm') +
           "</body></message>";
  }
  std::vector<Request> requests() const override { return {Request::message, Request::ping}; }

 private:
  static constexpr int online = 5;
  static constexpr std::array<std::string_view, 5> steps = {"</stream:features>", "<success", "</stream:features>",
                                                            "</iq>", "id='last'"};
  static Heard count_answers(Session& session) {
    Heard heard;
    while (take_until(session.received, "</message>") || take_until(session.received, "id='p'")) ++heard.answers;
    return heard;
  }
  [[nodiscard]] std::string credentials(const Session& session) const {
    return usersig::base64_encode(std::string(1, '\0') + name_of(session) + '\0' + password_,
                                  usersig::Alphabet::standard);
  }
  std::string password_;
};

}  // namespace

std::unique_ptr<Protocol> protocol_named(std::string_view name, const std::string& password) {
  if (name == "chatproof") return std::make_unique<Chatproof>();
  if (name == "echo") return std::make_unique<Echo>();
  if (name == "http") return std::make_unique<Http>();
  if (name == "mqtt") return std::make_unique<Mqtt>(password);
  if (name == "redis") return std::make_unique<Redis>(password);
  if (name == "xmpp") return std::make_unique<Xmpp>(password);
  return nullptr;
}

}  // namespace chatproof::compare
