#include "sdk/usersig/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/text.hpp"

namespace chatproof::usersig {
namespace {

using nlohmann::json;

constexpr std::size_t ticket_length_min = 64;  // real ones are about 180 characters
constexpr std::size_t unpacked_max = 4096;

bool is_ticket(std::string_view word) {
  std::string packed;
  if (word.size() < ticket_length_min || !base64_decode(word, Alphabet::ticket, packed)) return false;
  std::string room(unpacked_max, '\0');
  std::size_t size = 0;
  if (Inflater().unpack(packed, room.data(), room.size(), size) != Inflater::Outcome::ok) return false;
  return std::string_view(room).substr(0, size).find("\"TLS.sig\"") != std::string_view::npos;
}

bool of_ticket(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '*' || c == '-' || c == '_'; }

// As URLs hold it: all but letters, digits and what the caller leaves is encoded.
std::string percent_encoded(std::string_view text, const char* pattern, std::string_view plain) {
  std::string out;
  for (const char c : text) {
    std::array<char, 4> code{};
    std::snprintf(code.data(), code.size(), pattern, static_cast<unsigned>(static_cast<unsigned char>(c)));
    const bool stays = std::isalnum(static_cast<unsigned char>(c)) != 0 || plain.find(c) != std::string_view::npos;
    out += stays ? std::string(1, c) : code.data();
  }
  return out;
}

// What of base64 is the same whatever stands around the secret, when so many bytes stand before it in a group of three.
std::string inside_base64(std::string_view secret, std::size_t before) {
  const std::size_t whole = (before + secret.size()) / 3 * 4;
  const std::size_t skipped = before == 0 ? 0 : before + 1;
  return base64_encode(std::string(before, '\0') + std::string(secret), Alphabet::standard)
      .substr(skipped, whole - skipped);
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return text;
}

std::vector<std::string> forms_of(std::string_view secret) {
  std::vector<std::string> forms = {std::string(secret), hex(secret), upper(hex(secret))};
  for (const char* pattern : {"%%%02X", "%%%02x"})
    for (const char* plain : {"", "-_"}) forms.push_back(percent_encoded(secret, pattern, plain));
  for (std::size_t before = 0; before < 3; ++before) {
    forms.push_back(inside_base64(secret, before));
    std::string of_urls = forms.back();
    std::replace(of_urls.begin(), of_urls.end(), '+', '-');
    std::replace(of_urls.begin(), of_urls.end(), '/', '_');
    forms.push_back(std::move(of_urls));
  }
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

std::string head_of(std::string_view text) { return std::string(text.substr(0, Secrets::length_min)); }

std::size_t pair_at(std::string_view text) {
  return std::size_t{static_cast<unsigned char>(text[0])} * 256 + static_cast<unsigned char>(text[1]);
}

std::size_t common_beginning(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

std::string shown_secret(SecretKind kind, std::string_view secret) {
  if (kind != SecretKind::ticket) return kind == SecretKind::token ? "(a token)" : "(a key)";
  std::uint32_t hash = 0x811c9dc5;  // FNV-1a
  for (const char c : secret) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "(ticket %08x)", hash);
  return text.data();
}

std::string_view ticket_in(std::string_view text, std::size_t from) {
  for (auto at = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size())); at != text.end();) {
    const auto begin = std::find_if(at, text.end(), of_ticket);
    const auto end = std::find_if_not(begin, text.end(), of_ticket);
    const std::string_view word(begin, end);
    if (is_ticket(word)) return word;
    at = end;
  }
  return {};
}

void Secrets::learn(SecretKind kind, std::string_view secret) {
  if (secret.size() < length_min) return;
  const std::lock_guard lock(mutex_);
  const auto bucket = forms_.find(head_of(secret));
  if (bucket != forms_.end() &&
      std::any_of(bucket->second.begin(), bucket->second.end(), [&](const Form& form) { return form.text == secret; }))
    return;
  if (known_.size() == known_max) {
    for (const std::string& form : forms_of(known_.front())) {
      auto& same_head = forms_[head_of(form)];
      std::erase_if(same_head, [&](const Form& one) { return one.text == form; });
      if (same_head.empty()) forms_.erase(head_of(form));
    }
    known_.pop_front();
  }
  known_.emplace_back(secret);
  const std::string shown = shown_secret(kind, secret);
  for (std::string& form : forms_of(secret)) add(std::move(form), shown);
}

void Secrets::add(std::string text, const std::string& shown) {
  if (text.size() < length_min) return;
  first_two_.set(pair_at(text));
  forms_[head_of(text)].push_back({std::move(text), shown});
}

// The form that stands at the beginning of the text, or enough of it, and how much does.
const Secrets::Form* Secrets::form_at(std::string_view text, std::size_t& length) const {
  if (!first_two_.test(pair_at(text))) return nullptr;  // almost everywhere
  const auto bucket = forms_.find(head_of(text));
  if (bucket == forms_.end()) return nullptr;
  const Form* best = nullptr;
  length = 0;
  for (const Form& form : bucket->second) {
    const std::size_t common = common_beginning(form.text, text);
    if (common <= length || (common < form.text.size() && common < beginning_min)) continue;
    best = &form;
    length = common;
  }
  return best;
}

std::string Secrets::hide_known(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  std::string out;
  std::size_t told = 0;
  for (std::size_t at = 0; !forms_.empty() && at + length_min <= text.size();) {
    std::size_t length = 0;
    const Form* form = form_at(text.substr(at), length);
    if (form == nullptr) {
      ++at;
      continue;
    }
    // Of a cut one the whole word: tickets begin alike, and it may be another one.
    if (length < form->text.size())
      while (at + length < text.size() && of_ticket(text[at + length])) ++length;
    out += std::string(text.substr(told, at - told)) + form->shown;
    told = at += length;
  }
  return out += text.substr(told);
}

std::string Secrets::hide(std::string_view text) const {
  std::string out(text);
  std::size_t at = 0;
  for (std::string_view ticket = ticket_in(out); !ticket.empty(); ticket = ticket_in(out, at)) {
    at = static_cast<std::size_t>(ticket.data() - out.data());
    out.replace(at, ticket.size(), shown_secret(SecretKind::ticket, ticket));
  }
  return hide_known(out);
}

void Secrets::hide_in(json& value) const {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    if (text.size() >= length_min) text = hide(text);
  } else if (value.is_array()) {
    for (json& one : value) hide_in(one);
  } else if (value.is_object()) {
    json hidden = json::object();
    for (auto& [name, member] : value.items()) {
      hide_in(member);
      hidden[hide(name)] = std::move(member);
    }
    value = std::move(hidden);
  }
}

}  // namespace chatproof::usersig
