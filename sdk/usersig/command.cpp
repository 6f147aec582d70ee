#include "sdk/usersig/command.hpp"

#include <ostream>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/usersig/text.hpp"
#include "sdk/usersig/userbuf.hpp"
#include "sdk/usersig/verifier.hpp"

namespace chatproof::usersig {
namespace {

constexpr std::size_t label_width = 16;

class Lines {
 public:
  void add(std::string label, std::string_view value) {
    label.resize(std::max(label_width, label.size() + 1), ' ');
    text_.append(label).append(value).append("\n");
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void explain_userbuf(Lines& lines, const std::string& base64) {
  lines.add("TLS.userbuf", in_quotes(base64));
  std::string bytes;
  if (!base64_decode(base64, Alphabet::standard, bytes)) {
    lines.add("  not readable", "it is not base64");
    return;
  }
  lines.add("  bytes", hex(bytes));
  const auto userbuf = decode_userbuf(bytes);
  if (!userbuf) {
    lines.add("  not readable", "it is not a room permission");
    return;
  }
  lines.add("  account", in_quotes(userbuf->account));
  lines.add("  SDKAppID", std::to_string(userbuf->sdk_app_id));
  const std::string* name = std::get_if<std::string>(&userbuf->room);
  lines.add("  room", name != nullptr ? in_quotes(*name) : std::to_string(std::get<std::uint32_t>(userbuf->room)));
  lines.add("  expires", std::to_string(userbuf->expires_at) + " = " + utc(userbuf->expires_at));
  lines.add("  privileges", std::to_string(userbuf->privileges) + " = " + privilege_names(userbuf->privileges));
  lines.add("  account type", std::to_string(userbuf->account_type));
}

std::string expiry_text(const Fields& fields, std::optional<std::int64_t> now) {
  const std::int64_t at = fields.expires_at();
  std::string text = std::to_string(at) + " = " + utc(at);
  if (now) text += at >= *now ? " (in " + span(at - *now) + ")" : " (" + span(*now - at) + " ago)";
  return text;
}

int create_command(const CommandOptions& options, std::ostream& out, std::ostream& err) {
  CreateParams params;
  params.sdk_app_id = options.sdk_app_id;
  params.user_id = options.user_id;
  params.key = options.key;
  params.now = options.now;
  params.expire = options.expire;
  const Created created = create(params);
  if (!created.ok()) {
    err << "no ticket was made: " << created.problem << "\n";
    return 2;
  }
  out << created.ticket << "\n";
  return 0;
}

int verify_command(const CommandOptions& options, std::ostream& out) {
  VerifyParams params;
  params.sdk_app_id = options.sdk_app_id;
  params.user_id = options.user_id;
  params.key = options.key;
  params.now = options.now;
  const Verdict verdict = Verifier().verify(params, options.ticket);
  if (!verdict.valid()) {
    out << "not valid, code " << verdict.code() << ": " << verdict.text() << "\n";
    return 1;
  }
  out << "valid: " << in_quotes(verdict.fields.identifier) << " of SDKAppID " << verdict.fields.sdk_app_id << ", until "
      << expiry_text(verdict.fields, options.now) << "\n";
  return 0;
}

}  // namespace

std::string explain(const std::string& ticket, const std::optional<std::string>& key, std::optional<std::int64_t> now) {
  Verifier verifier;
  const Verdict verdict = verifier.read(ticket);
  const Fields& fields = verdict.fields;
  Lines lines;
  lines.add("characters", std::to_string(ticket.size()));
  if (!verifier.unpacked().empty()) {
    lines.add("unpacked", std::to_string(verifier.unpacked().size()) + " bytes");
  }
  if (!verdict.valid()) {
    lines.add("unreadable", std::to_string(verdict.code()) + ": " + verdict.text());
    if (!verifier.unpacked().empty()) lines.add("begins with", in_quotes(verifier.unpacked()));
    return lines.take();
  }
  lines.add("TLS.ver", in_quotes(fields.version));
  lines.add("TLS.identifier", in_quotes(fields.identifier));
  lines.add("TLS.sdkappid", std::to_string(fields.sdk_app_id));
  lines.add("TLS.time", std::to_string(fields.time) + " = " + utc(fields.time));
  lines.add("TLS.expire", std::to_string(fields.expire) + " s = " + span(fields.expire));
  lines.add("expires", expiry_text(fields, now));
  if (fields.userbuf_base64) explain_userbuf(lines, *fields.userbuf_base64);
  lines.add("TLS.sig", in_quotes(fields.signature));
  if (key) {
    lines.add("signature", verifier.signed_with(*key, fields)
                               ? "made with this key"
                               : "not made with this key, or the ticket was altered (70009)");
  } else {
    lines.add("signature", "not checked: no key was given");
  }
  return lines.take();
}

int run_usersig(const CommandOptions& options, std::ostream& out, std::ostream& err) {
  switch (options.action) {
    case CommandOptions::Action::create:
      return create_command(options, out, err);
    case CommandOptions::Action::verify:
      return verify_command(options, out);
    case CommandOptions::Action::explain:
      break;
  }
  const auto key = options.key.empty() ? std::nullopt : std::optional<std::string>(options.key);
  out << explain(options.ticket, key, options.now);
  return Verifier().read(options.ticket).valid() ? 0 : 1;
}

}  // namespace chatproof::usersig
