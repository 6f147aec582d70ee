#include "mockserver/json_text.hpp"

#include <simdjson.h>

#include <cstdint>
#include <nlohmann/json.hpp>

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

// Only builds on what is not too deep, and remembers whether something was.
struct DepthGuard {
  int most;
  bool* exceeded;
  bool operator()(int depth, json::parse_event_t, const json&) const {
    *exceeded = *exceeded || depth > most;
    return !*exceeded;
  }
};

// The parser's own words, without its name.
std::string plain(std::string_view what) {
  const std::size_t at = what.find("at line");
  return std::string(at == std::string_view::npos ? what : what.substr(at));
}

// False where the slow way has to decide. `depth`: in so many containers.
bool build(simdjson::dom::element from, int depth, int depth_max, json& to) {
  using Type = simdjson::dom::element_type;
  if (depth > depth_max) return false;
  switch (from.type()) {
    case Type::OBJECT: {
      to = json::object();
      const simdjson::dom::object members = from.get_object().value_unsafe();
      for (const auto [name, value] : members)
        if (!build(value, depth + 1, depth_max, to[std::string(name)])) return false;
      return true;
    }
    case Type::ARRAY: {
      to = json::array();
      const simdjson::dom::array elements = from.get_array().value_unsafe();
      for (const auto value : elements)
        if (!build(value, depth + 1, depth_max, to.emplace_back())) return false;
      return true;
    }
    case Type::STRING:
      to = std::string(from.get_string().value_unsafe());
      return true;
    case Type::INT64: {  // what is not negative is unsigned in the other parser's eyes
      const std::int64_t number = from.get_int64().value_unsafe();
      if (number < 0) {
        to = number;
      } else {
        to = static_cast<std::uint64_t>(number);
      }
      return true;
    }
    case Type::UINT64:
      to = from.get_uint64().value_unsafe();
      return true;
    case Type::DOUBLE:
      to = from.get_double().value_unsafe();
      return true;
    case Type::BOOL:
      to = from.get_bool().value_unsafe();
      return true;
    case Type::NULL_VALUE:
      to = nullptr;
      return true;
  }
  return false;
}

}  // namespace

class JsonReader::Fast {
 public:
  simdjson::dom::parser parser;
};

JsonReader::JsonReader(int depth_max) : depth_max_(depth_max), fast_(std::make_unique<Fast>()) {}
JsonReader::~JsonReader() = default;

std::optional<json> JsonReader::read(std::string_view text) {
  simdjson::dom::element root;
  json built;
  if (fast_->parser.parse(text.data(), text.size(), true).get(root) == simdjson::SUCCESS &&
      build(root, 0, depth_max_, built))
    return built;
  return parse_json(text, depth_max_);
}

std::optional<json> parse_json(std::string_view text, int depth_max, std::string* why) {
  bool too_deep = false;
  std::string wrong;
  std::optional<json> parsed;
  try {
    parsed = json::parse(text, DepthGuard{depth_max, &too_deep});
  } catch (const json::parse_error& error) {
    wrong = "not JSON: " + plain(error.what());
  } catch (const json::out_of_range&) {
    wrong = "a number is too large";
  }
  if (too_deep) wrong = "values are nested more than " + std::to_string(depth_max) + " deep";
  if (wrong.empty()) return parsed;
  if (why != nullptr) *why = wrong;
  return std::nullopt;
}

}  // namespace chatproof::mockserver
