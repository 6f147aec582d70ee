#include "mockserver/json_text.hpp"

#include <simdjson.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

// Builds the value, and stops at the first thing that is wrong with it. In the time that the text takes: the parser's
// own callback, which could stop too, goes through all that the parent holds whenever a container ends.
class Builder final : public json::json_sax_t {
 public:
  explicit Builder(int depth_max) : depth_max_(static_cast<std::size_t>(depth_max)) {}

  bool null() override { return add(nullptr) != nullptr; }
  bool boolean(bool one) override { return add(one) != nullptr; }
  bool number_integer(number_integer_t one) override { return add(one) != nullptr; }
  bool number_unsigned(number_unsigned_t one) override { return add(one) != nullptr; }
  bool number_float(number_float_t one, const string_t&) override { return add(one) != nullptr; }
  bool string(string_t& one) override { return add(std::move(one)) != nullptr; }
  bool binary(binary_t&) override { return false; }  // no text has it
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
    wrong = error.id == number_too_large ? "a number is too large" : "not JSON: " + plain(error.what());
    return false;
  }

  json value;
  std::string wrong;  // why there is none

 private:
  static constexpr int number_too_large = 406;

  // The parser's own words, without its name.
  static std::string plain(std::string_view what) {
    const std::size_t at = what.find("at line");
    return std::string(at == std::string_view::npos ? what : what.substr(at));
  }
  json* add(json one) {
    if (open_.size() > depth_max_) {
      wrong = "values are nested more than " + std::to_string(depth_max_) + " deep";
      return nullptr;
    }
    json& place = open_.empty()              ? value
                  : open_.back()->is_array() ? open_.back()->emplace_back()
                                             : (*open_.back())[name_];
    place = std::move(one);
    return &place;
  }
  bool open(json container) {
    json* const added = add(std::move(container));
    if (added == nullptr) return false;
    open_.push_back(added);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const std::size_t depth_max_;
  std::vector<json*> open_;  // nothing is added to one of them while another is open in it: they stay where they are
  std::string name_;
};

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

std::string as_text(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

std::optional<json> parse_json(std::string_view text, int depth_max, std::string* why) {
  Builder builder(depth_max);
  if (json::sax_parse(text, &builder)) return std::move(builder.value);
  if (why != nullptr) *why = std::move(builder.wrong);
  return std::nullopt;
}

}  // namespace chatproof::mockserver
