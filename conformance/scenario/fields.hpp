// Reads an object's members once, strictly: what nobody asked for is a mistake.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/scenario/load.hpp"
#include "conformance/scenario/source.hpp"

namespace chatproof::scenario {

// Where mistakes are told: a source, how it was reached, and the list.
struct Report {
  const Source* source;
  std::vector<Place> used_from;
  std::vector<LoadError>* errors;
  std::string fragment{};  // whose source it is, "lib/online"; empty: the scenario's own
  void operator()(const std::string& pointer, const std::string& message, const std::string& hint = "") const;
  void at(const Place& place, const std::string& message, const std::string& hint = "") const;
};

class Fields {
 public:
  Fields(const Json& object, std::string pointer, const Report& report);

  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] std::string at(const std::string& key) const { return pointer_ + "/" + escaped(key); }
  [[nodiscard]] bool has(const std::string& key) const { return object_.is_object() && object_.contains(key); }
  // Null when it is not there.
  [[nodiscard]] const Json* take(const std::string& key);
  [[nodiscard]] std::string text(const std::string& key, const std::string& otherwise = "");
  [[nodiscard]] std::string need_text(const std::string& key);
  [[nodiscard]] std::vector<std::string> texts(const std::string& key);
  [[nodiscard]] std::optional<Duration> duration(const std::string& key);  // not below 0
  [[nodiscard]] std::optional<Duration> signed_duration(const std::string& key);
  [[nodiscard]] bool flag(const std::string& key, bool otherwise);
  [[nodiscard]] int number(const std::string& key, int otherwise, int least, int most);
  void missing(const std::string& key) const;
  void wrong(const std::string& key, const std::string& message, const std::string& hint = "") const;
  // Everything that is left becomes one object.
  [[nodiscard]] Json rest();
  void finish();  // complains about members that nobody took; "x-..." is free

 private:
  const Json& object_;
  std::string pointer_;
  const Report& report_;
  std::set<std::string> taken_;
};

}  // namespace chatproof::scenario
