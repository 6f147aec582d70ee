#include "conformance/report/tests/xml_check.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  std::optional<std::string> run() {
    if (clean_utf8(text_) != text_) return "is no UTF-8";
    for (const char c : text_)
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r')
        return "holds control characters";
    if (text_.starts_with("<?xml ")) at_ = text_.find("?>") + 2;
    while (problem_.empty() && at_ < text_.size()) {
      if (text_[at_] == '<') {
        tag();
      } else {
        content();
      }
    }
    if (problem_.empty() && !open_.empty()) fail("<" + open_.back() + "> is not closed");
    if (problem_.empty() && roots_ != 1) fail("there is not one root");
    return problem_.empty() ? std::nullopt : std::optional(problem_);
  }

 private:
  void fail(const std::string& what) { problem_ = what + " at byte " + std::to_string(at_); }
  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void spaces() {
    while (here() == ' ' || here() == '\n') ++at_;
  }
  std::string name() {
    const std::size_t start = at_;
    while (is_name(here())) ++at_;
    if (start == at_) fail("a name is missing");
    return std::string(text_.substr(start, at_ - start));
  }

  void tag() {
    ++at_;
    if (here() == '/') {
      ++at_;
      const std::string closed = name();
      if (open_.empty() || open_.back() != closed) return fail("</" + closed + "> closes nothing");
      open_.pop_back();
      if (here() != '>') return fail("'>' is missing");
      ++at_;
      return;
    }
    if (open_.empty()) ++roots_;
    const std::string opened = name();
    std::set<std::string> attributes;
    for (spaces(); problem_.empty() && is_name(here()); spaces()) {
      if (!attributes.insert(name()).second) return fail("an attribute comes twice");
      if (text_.substr(at_, 2) != "=\"") return fail("a value is missing");
      for (at_ += 2; problem_.empty() && here() != '"';) character(true);
      ++at_;
    }
    if (here() == '/') {
      ++at_;
    } else {
      open_.push_back(opened);
    }
    if (here() != '>') return fail("'>' is missing");
    ++at_;
  }

  void content() {
    if (open_.empty() && here() != '\n') return fail("text outside the root");
    character(false);
  }

  void character(bool in_attribute) {
    const char c = here();
    if (c == '\0' || c == '<') return fail("a character that must be escaped");
    if (in_attribute && c == '\n') return fail("a line break in an attribute");
    if (c == '&') {
      const std::size_t end = text_.find(';', at_);
      const std::string_view reference = text_.substr(at_ + 1, end - at_ - 1);
      constexpr std::array<std::string_view, 8> known{"amp", "lt", "gt", "quot", "#39", "#10", "#13", "#9"};
      if (end == std::string_view::npos || std::find(known.begin(), known.end(), reference) == known.end())
        return fail("an unknown reference");
      at_ = end;
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  int roots_ = 0;
  std::string problem_;
};

}  // namespace

std::optional<std::string> xml_problem(std::string_view text) { return Checker(text).run(); }

}  // namespace chatproof::report
