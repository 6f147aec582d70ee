#include "conformance/cli/serve_log.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

#include "mockserver/json_text.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::cli {
namespace {

using nlohmann::json;

constexpr std::string_view plain, dim = "\x1b[2m", red = "\x1b[31m", green = "\x1b[32m", yellow = "\x1b[33m",
                                  magenta = "\x1b[35m", cyan = "\x1b[36m";
constexpr std::string_view normal = "\x1b[0m";
constexpr std::size_t value_max = 200;  // of what a client says, in a line

struct KindColour {
  std::string_view kind, colour;
};
constexpr auto kind_colours = std::to_array<KindColour>({{"connect", dim},
                                                         {"disconnect", dim},
                                                         {"fault", magenta},
                                                         {"kick", red},
                                                         {"lint", yellow},
                                                         {"login", green},
                                                         {"loginRefused", red},
                                                         {"message", cyan},
                                                         {"revoke", red},
                                                         {"shardTrouble", red},
                                                         {"ticketExpired", red}});

std::string_view colour_of(const mockserver::ServerEvent& event) {
  if (event.kind == "reply" && event.detail != nullptr && event.detail->value("code", 0) != 0) return red;
  for (const auto& [kind, colour] : kind_colours)
    if (kind == event.kind) return colour;
  return plain;
}

// What clients say reaches a terminal: without control characters, and not endless.
std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, value_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      std::ostringstream code;
      code << "\\x" << std::hex << std::setw(2) << std::setfill('0') << int{byte};
      out += code.str();
    } else {
      out += c;
    }
  }
  if (text.size() > value_max) out += "...";
  return out;
}

// The members that matter at a glance, without the payloads of requests.
std::string details(const json& detail) {
  std::string out;
  if (const auto command = detail.find("command"); command != detail.end() && command->is_string())
    out = " " + command->get<std::string>();
  for (const auto& [key, value] : detail.items()) {
    if (key == "rule" && value.is_object() && value.contains("then"))
      out += " " + shown(value["then"].value("kind", ""));
    if (key == "payload" || key == "rule" || key == "id" || key == "command") continue;
    if (value.is_structured() && value.empty()) continue;
    out += " " + key + "=" + shown(value.is_string() ? value.get<std::string>() : mockserver::as_text(value));
    if (key != "code" || !value.is_number_integer() || value == 0) continue;
    if (const auto* error = wire::find_error(value.get<int>())) out += " " + std::string(error->name);
  }
  return out;
}

std::string clock_text(runtime::UnixTime now) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  std::ostringstream out;
  out << std::put_time(&local, "%H:%M:%S") << "." << std::setw(3) << std::setfill('0') << ms % 1000;
  return out.str();
}

}  // namespace

void ServeLog::print(const mockserver::ServerEvent& event) {
  if (event.kind == "ping") return;
  std::string who = event.user;
  if (!event.device.empty()) who += "@" + event.device;
  if (who.empty()) who = event.connection != 0 ? "connection " + std::to_string(event.connection) : "somebody new";
  line(who, event.kind, colour_of(event), event.detail != nullptr ? details(*event.detail) : "");
}

void ServeLog::say(std::string_view who, const std::string& what) { line(who, "", cyan, what); }

void ServeLog::line(std::string_view who, std::string_view kind, std::string_view colour, const std::string& details) {
  std::ostringstream out;
  const auto in = [&](std::string_view wanted, const std::string& text) {
    if (colours_ && !wanted.empty()) {
      out << wanted << text << normal;
    } else {
      out << text;
    }
  };
  std::ostringstream deed;
  if (!details.empty() && !kind.empty()) deed << std::left << std::setw(13);
  deed << kind;
  in(dim, clock_text(loop_.unix_now()));
  out << "  " << std::left << std::setw(28) << shown(who) << " ";
  in(colour, deed.str() + details);
  out << "\n";
  out_.put(out.str());
}

bool wants_colours() {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) != 0 && (refused == nullptr || *refused == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

}  // namespace chatproof::cli
