#include "sdk/usersig/verifier.hpp"

#include <simdjson.h>

#include <array>
#include <cstdlib>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/usersig/limits.hpp"
#include "sdk/usersig/text.hpp"

namespace chatproof::usersig {
namespace {

// The rows of the table as data.
struct CauseRow {
  int code;
  std::string_view name;
  std::string_view text;
};
constexpr CauseRow cause_rows[] = {
#define X(identifier, code, text) {code, #identifier, text},
    CHATPROOF_USERSIG_CAUSES(X)
#undef X
};
const CauseRow& row_of(Cause cause) { return cause_rows[static_cast<std::size_t>(cause)]; }

Verdict refuse(Cause cause, std::string detail) {
  Verdict verdict;
  verdict.cause = cause;
  verdict.detail = std::move(detail);
  return verdict;
}

// The mistake that people really make: a ticket that went through an ordinary base64 encoder, or lost its end.
std::string why_not_base64(std::string_view ticket) {
  const std::size_t at = ticket.find_first_of("+/=");
  if (at != std::string_view::npos) {
    return std::string("it contains '") + ticket[at] + "': the last step, + to *, / to -, = to _, was not made";
  }
  const std::size_t odd = ticket.find_first_of(" \t\r\n\"'");
  if (odd != std::string_view::npos) return "it contains white space or quotes";
  if (ticket.size() % 4 != 0) {
    return "it has " + std::to_string(ticket.size()) + " characters, which is no multiple of four: cut off?";
  }
  return "it contains a character that no ticket has, or misplaced padding";
}

std::string_view why_not_zlib(Inflater::Outcome outcome) {
  switch (outcome) {
    case Inflater::Outcome::ok:
      break;
    case Inflater::Outcome::damaged:
      return "the compressed data is damaged";
    case Inflater::Outcome::truncated:
      return "the compressed data is cut off";
    case Inflater::Outcome::too_large:
      return "it unpacks to more than any real ticket holds";
    case Inflater::Outcome::trailing_bytes:
      return "something follows the compressed data";
  }
  std::abort();
}

// Which members of the object have been seen; a doubled one would let two readers see two tickets in one.
enum Member : unsigned { ver = 1, identifier = 2, sdk_app_id = 4, time = 8, expire = 16, sig = 32, userbuf = 64 };
constexpr unsigned needed = ver | identifier | sdk_app_id | time | expire | sig;

struct MemberName {
  std::string_view name;
  Member member;
};
constexpr MemberName member_names[] = {
    {"TLS.ver", ver},        {"TLS.identifier", identifier}, {"TLS.sdkappid", sdk_app_id},
    {"TLS.time", time},      {"TLS.expire", expire},         {"TLS.sig", sig},
    {"TLS.userbuf", userbuf}};

bool take(simdjson::dom::element value, std::string& out) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return false;
  out.assign(text);
  return true;
}
bool take_seconds(simdjson::dom::element value, std::int64_t& out) {
  return value.get_int64().get(out) == simdjson::SUCCESS && out >= 0 && out <= seconds_max;
}
bool take(Member member, simdjson::dom::element value, Fields& fields) {
  switch (member) {
    case ver:
      return take(value, fields.version);
    case identifier:
      return take(value, fields.identifier);
    case sdk_app_id:
      return value.get_uint64().get(fields.sdk_app_id) == simdjson::SUCCESS;
    case time:
      return take_seconds(value, fields.time);
    case expire:
      return take_seconds(value, fields.expire);
    case sig:
      return take(value, fields.signature);
    case userbuf:
      return take(value, fields.userbuf_base64.emplace());
  }
  std::abort();
}

// Empty when all is there. Members that we do not know are left alone.
std::string read_members(simdjson::dom::object object, Fields& fields) {
  unsigned seen = 0;
  for (const auto& [key, value] : object) {
    for (const MemberName& known : member_names) {
      if (key != known.name) continue;
      if ((seen & known.member) != 0) return std::string(known.name) + " occurs twice";
      seen |= known.member;
      if (!take(known.member, value, fields)) return std::string(known.name) + " has a wrong type or range";
      break;
    }
  }
  for (const MemberName& known : member_names) {
    if ((needed & known.member & ~seen) != 0) return std::string(known.name) + " is missing";
  }
  return {};
}

}  // namespace

int code_of(Cause cause) { return row_of(cause).code; }
std::string_view name_of(Cause cause) { return row_of(cause).name; }
std::string_view text_of(Cause cause) { return row_of(cause).text; }

std::string Verdict::text() const {
  std::string text(text_of(cause));
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

struct Verifier::State {
  Inflater inflater;
  Hmac hmac;
  simdjson::dom::parser parser;
  std::string packed;
  std::string json = std::string(json_bytes_max + simdjson::SIMDJSON_PADDING, '\0');
  std::size_t json_size = 0;
  std::string content;
};

Verifier::Verifier() : state_(std::make_unique<State>()) {}
Verifier::~Verifier() = default;

std::string_view Verifier::unpacked() const { return std::string_view(state_->json).substr(0, state_->json_size); }

Verdict Verifier::read(std::string_view ticket) {
  State& state = *state_;
  state.json_size = 0;
  if (ticket.empty()) return refuse(Cause::empty, {});
  if (ticket.size() > ticket_chars_max) {
    return refuse(Cause::too_long, std::to_string(ticket.size()) + " characters");
  }
  state.packed.clear();
  if (!base64_decode(ticket, Alphabet::ticket, state.packed)) {
    return refuse(Cause::not_base64, why_not_base64(ticket));
  }
  const auto outcome = state.inflater.unpack(state.packed, state.json.data(), json_bytes_max, state.json_size);
  if (outcome != Inflater::Outcome::ok) return refuse(Cause::not_zlib, std::string(why_not_zlib(outcome)));

  simdjson::dom::element root;
  simdjson::dom::object object;
  // false: the buffer has the padding that the parser reads beyond the end, so it need not be copied.
  const auto error = state.parser.parse(state.json.data(), state.json_size, false).get(root);
  if (error != simdjson::SUCCESS) return refuse(Cause::not_json, simdjson::error_message(error));
  if (root.get_object().get(object) != simdjson::SUCCESS) return refuse(Cause::not_json, "it is another JSON value");

  Verdict verdict;
  verdict.detail = read_members(object, verdict.fields);
  if (!verdict.detail.empty()) {
    verdict.cause = Cause::field_missing;
  } else if (verdict.fields.version != "2.0") {
    verdict.cause = Cause::wrong_version;
    verdict.detail = "TLS.ver is " + in_quotes(verdict.fields.version);
  }
  return verdict;
}

bool Verifier::signed_with(std::string_view key, const Fields& fields) {
  if (key.empty()) return false;  // anyone can sign with no key at all
  State& state = *state_;
  state.content.clear();
  append_content(state.content, fields.identifier, fields.sdk_app_id, fields.time, fields.expire,
                 fields.userbuf_base64);
  std::array<unsigned char, Hmac::size> mac{};
  state.hmac.sign(key, state.content, mac.data());
  const std::string expected =
      base64_encode({reinterpret_cast<const char*>(mac.data()), mac.size()}, Alphabet::standard);
  return equal_in_constant_time(expected, fields.signature);
}

Verdict Verifier::verify(const VerifyParams& params, std::string_view ticket) {
  Verdict verdict = read(ticket);
  if (!verdict.valid()) return verdict;
  const Fields& fields = verdict.fields;
  if (fields.sdk_app_id != params.sdk_app_id) {
    verdict.cause = Cause::wrong_sdk_app_id;
    verdict.detail = "for " + std::to_string(fields.sdk_app_id) + ", not " + std::to_string(params.sdk_app_id);
  } else if (fields.identifier != params.user_id) {
    verdict.cause = Cause::wrong_identifier;
    verdict.detail = "for " + in_quotes(fields.identifier) + ", not " + in_quotes(params.user_id);
  } else if (!signed_with(params.key, fields)) {
    verdict.cause = Cause::wrong_signature;
  } else if (params.now > fields.expires_at()) {
    verdict.cause = Cause::expired;
    verdict.detail = "at " + utc(fields.expires_at()) + ", " + span(params.now - fields.expires_at()) + " ago";
  } else if (params.revoked_before && fields.time <= *params.revoked_before) {
    verdict.cause = Cause::revoked;
    verdict.detail = "all tickets issued up to " + utc(*params.revoked_before) + " were";
  }
  return verdict;
}

}  // namespace chatproof::usersig
