#include "conformance/scenario/source.hpp"

#include <algorithm>
#include <string_view>

namespace chatproof::scenario {
namespace {

// A column is counted in characters: the bytes in the middle of one do not count.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }

// Walks over text that is known to be JSON and notes where each value begins.
class Indexer {
 public:
  Indexer(const std::string& text, Source& source, std::vector<LoadError>& errors)
      : text_(text), source_(source), errors_(errors) {}
  void run() { value(""); }

 private:
  void next() {
    if (text_[at_] == '\n') {
      ++line_;
      column_ = 0;
    }
    ++at_;
    if (at_ >= text_.size() || begins_character(text_[at_])) ++column_;
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
      next();
  }
  std::string string_token() {
    const std::size_t begin = at_;
    next();
    while (text_[at_] != '"') {
      if (text_[at_] == '\\') next();
      next();
    }
    next();
    return Json::parse(text_.substr(begin, at_ - begin)).get<std::string>();
  }
  void value(const std::string& pointer) {
    blanks();
    source_.places[pointer] = {line_, column_};
    if (text_[at_] == '{') return object(pointer);
    if (text_[at_] == '[') return array(pointer);
    if (text_[at_] == '"') {
      string_token();
    } else {
      while (at_ < text_.size() && std::string_view(",]} \n\r\t").find(text_[at_]) == std::string_view::npos) next();
    }
  }
  void object(const std::string& pointer) {
    next();
    for (blanks(); text_[at_] != '}'; blanks()) {
      if (text_[at_] == ',') {
        next();
        continue;
      }
      const int line = line_, column = column_;
      const std::string key = string_token();
      const std::string below = pointer + "/" + escaped(key);
      if (source_.places.contains(below))
        errors_.push_back({{source_.file, line, column, below}, "the key \"" + key + "\" is given twice", ""});
      source_.key_places[below] = {line, column};
      blanks();
      next();  // the colon
      value(below);
    }
    next();
  }
  void array(const std::string& pointer) {
    next();
    int index = 0;
    for (blanks(); text_[at_] != ']'; blanks()) {
      if (text_[at_] == ',') {
        next();
        continue;
      }
      value(pointer + "/" + std::to_string(index++));
    }
    next();
  }

  const std::string& text_;
  Source& source_;
  std::vector<LoadError>& errors_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
};

std::pair<int, int> line_and_column(const std::string& text, std::size_t byte) {
  std::pair<int, int> place{1, 1};
  for (std::size_t i = 0; i + 1 < byte && i < text.size(); ++i) {
    if (begins_character(text[i])) ++place.second;
    if (text[i] == '\n') place = {place.first + 1, 1};
  }
  return place;
}

// Where the text goes deeper than is allowed; npos when nowhere. Looked at first: what reads JSON recurses.
std::size_t too_deep(const std::string& text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '\\') {
        ++i;  // whatever is escaped ends nothing
      } else if (text[i] == '"') {
        quoted = false;
      }
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == '{' || text[i] == '[') {
      if (++depth > depth_max) return i;
    } else if (text[i] == '}' || text[i] == ']') {
      --depth;
    }
  }
  return std::string::npos;
}

// The parser's own words, without its name and the place, which is told apart.
std::string plain(std::string_view what) {
  const std::size_t at = what.find("syntax error ");
  return std::string("not JSON: ") + std::string(at == std::string_view::npos ? what : what.substr(at));
}

// "...number overflow parsing '1e400'": the parser names the number, not its place.
std::string in_quotes_of(const std::string& what) {
  const std::size_t last = what.rfind('\''), first = what.rfind('\'', last - 1);
  return what.substr(first + 1, last - first - 1);
}

}  // namespace

std::string escaped(const std::string& key) {
  std::string out;
  for (const char c : key) out += c == '~' ? "~0" : (c == '/' ? "~1" : std::string(1, c));
  return out;
}

Place Source::place(const std::string& pointer) const {
  for (std::string around = pointer;; around.resize(around.rfind('/'))) {
    if (const auto found = places.find(around); found != places.end())
      return {file, found->second.first, found->second.second, pointer};
    if (around.empty() || around.rfind('/') == std::string::npos) return {file, 1, 1, pointer};
  }
}

Place Source::key_place(const std::string& pointer) const {
  const auto found = key_places.find(pointer);
  return found == key_places.end() ? place(pointer) : Place{file, found->second.first, found->second.second, pointer};
}

std::vector<std::string> Source::keys_in_order(const Json& object, const std::string& pointer) const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  const auto at = [&](const std::string& key) {
    const Place found = key_place(pointer + "/" + escaped(key));
    return std::pair(found.line, found.column);
  };
  std::stable_sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) { return at(a) < at(b); });
  return keys;
}

Source read_source(const std::string& text, const std::string& file, std::vector<LoadError>& errors) {
  Source source;
  source.file = file;
  if (const std::size_t deep = too_deep(text); deep != std::string::npos) {
    const auto [line, column] = line_and_column(text, deep + 1);
    errors.push_back(
        {{file, line, column, ""}, "values are nested more than " + std::to_string(depth_max) + " deep", ""});
    return source;
  }
  try {
    source.json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const auto [line, column] = line_and_column(text, error.byte);
    errors.push_back({{file, line, column, ""}, plain(error.what()), ""});
    return source;
  } catch (const Json::out_of_range& error) {
    const std::string number = in_quotes_of(error.what());
    const auto [line, column] = line_and_column(text, text.find(number) + 1);
    errors.push_back({{file, line, column, ""}, "the number " + number + " is too large", ""});
    return source;
  }
  Indexer(text, source, errors).run();
  return source;
}

}  // namespace chatproof::scenario
