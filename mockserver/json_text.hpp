// JSON from outside: no deeper than is sensible.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::mockserver {

// Nothing when the text is no JSON, or nested deeper; `why` then says so, with line and column.
[[nodiscard]] std::optional<nlohmann::json> parse_json(std::string_view text, int depth_max,
                                                       std::string* why = nullptr);

// What came from outside is UTF-8 by then; should it not be, the answer is spoilt and not the server.
[[nodiscard]] std::string as_text(const nlohmann::json& value, int indent = -1);

// The same as parse_json() for many texts, faster. For one thread.
class JsonReader {
 public:
  explicit JsonReader(int depth_max);
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  [[nodiscard]] std::optional<nlohmann::json> read(std::string_view text);

 private:
  class Fast;
  const int depth_max_;
  const std::unique_ptr<Fast> fast_;
};

}  // namespace chatproof::mockserver
