#include "conformance/scenario/fields.hpp"

#include <algorithm>

#include "sdk/runtime/duration_text.hpp"

namespace chatproof::scenario {

void Report::operator()(const std::string& pointer, const std::string& message, const std::string& hint) const {
  at(source->place(pointer), message, hint);
}

void Report::at(const Place& place, const std::string& message, const std::string& hint) const {
  LoadError error{place, message, hint};
  for (auto from = used_from.rbegin(); from != used_from.rend(); ++from)
    error.message +=
        "; used from " + from->file + ":" + std::to_string(from->line) + ":" + std::to_string(from->column);
  errors->push_back(std::move(error));
}

Fields::Fields(const Json& object, std::string pointer, const Report& report)
    : object_(object), pointer_(std::move(pointer)), report_(report) {
  if (!object.is_object()) report_(pointer_, "an object is expected");
}

const Json* Fields::take(const std::string& key) {
  taken_.insert(key);
  return has(key) ? &object_[key] : nullptr;
}

void Fields::wrong(const std::string& key, const std::string& message, const std::string& hint) const {
  report_(at(key), message, hint);
}

std::string Fields::text(const std::string& key, const std::string& otherwise) {
  const Json* value = take(key);
  if (value == nullptr) return otherwise;
  if (value->is_string()) return value->get<std::string>();
  wrong(key, "text is expected");
  return otherwise;
}

std::string Fields::need_text(const std::string& key) {
  if (!has(key)) missing(key);
  std::string value = text(key);
  if (value.empty() && has(key) && object_[key].is_string()) wrong(key, "\"" + key + "\" is empty");
  return value;
}

void Fields::missing(const std::string& key) const {
  if (object_.is_object()) report_(pointer_, "\"" + key + "\" is missing");
}

std::vector<std::string> Fields::texts(const std::string& key) {
  const Json* value = take(key);
  if (value == nullptr) return {};
  if (value->is_array() && std::all_of(value->begin(), value->end(), [](const Json& one) { return one.is_string(); }))
    return value->get<std::vector<std::string>>();
  wrong(key, "a list of texts is expected");
  return {};
}

std::optional<Duration> Fields::duration(const std::string& key) {
  const auto parsed = signed_duration(key);
  if (parsed && *parsed < Duration{}) wrong(key, "a duration below zero makes no sense here");
  return parsed;
}

std::optional<Duration> Fields::signed_duration(const std::string& key) {
  const Json* value = take(key);
  if (value == nullptr) return std::nullopt;
  const auto parsed = value->is_string() ? runtime::parse_duration(value->get<std::string>()) : std::nullopt;
  if (!parsed) wrong(key, runtime::duration_expected(value->is_string() ? value->get<std::string>() : ""));
  return parsed;
}

bool Fields::flag(const std::string& key, bool otherwise) {
  const Json* value = take(key);
  if (value == nullptr) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  wrong(key, "true or false is expected");
  return otherwise;
}

int Fields::number(const std::string& key, int otherwise, int least, int most) {
  const Json* value = take(key);
  if (value == nullptr) return otherwise;
  if (value->is_number_integer() && *value >= least && *value <= most) return value->get<int>();
  wrong(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
  return otherwise;
}

Json Fields::rest() {
  Json out = Json::object();
  if (!object_.is_object()) return out;
  for (const auto& [key, value] : object_.items()) {
    if (taken_.contains(key) || key.starts_with("x-")) continue;
    out[key] = value;
    taken_.insert(key);
  }
  return out;
}

void Fields::finish() {
  if (!object_.is_object()) return;
  for (const auto& [key, value] : object_.items()) {
    if (taken_.contains(key) || key.starts_with("x-")) continue;
    report_.at(report_.source->key_place(at(key)), "unknown key \"" + key + "\"",
               did_you_mean(key, {taken_.begin(), taken_.end()}));
  }
}

}  // namespace chatproof::scenario
