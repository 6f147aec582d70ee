// Prometheus's text format, version 0.0.4, line by line.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chatproof::control {

inline constexpr std::string_view prometheus_content_type = "text/plain; version=0.0.4";

class PrometheusPage {
 public:
  explicit PrometheusPage(std::string prefix) : prefix_(std::move(prefix)) {}

  // Must come before the samples of a metric, once. `type`: "counter", "gauge" or "histogram".
  void begin(std::string_view name, std::string_view type, std::string_view help);
  // `labels` as they stand between the braces, made by label(); none: no braces.
  void sample(std::string_view name, std::string_view labels, std::uint64_t value);
  void sample(std::string_view name, std::string_view labels, double value);

  // A metric of one sample.
  template <class Number>
  void one(std::string_view name, std::string_view type, std::string_view help, Number value) {
    begin(name, type, help);
    sample(name, {}, value);
  }
  // A counter with one label.
  void by(std::string_view name, std::string_view label, std::string_view help,
          const std::map<std::string, std::uint64_t>& counts);

  [[nodiscard]] const std::string& text() const { return text_; }

  // name="value", the value escaped.
  [[nodiscard]] static std::string label(std::string_view name, std::string_view value);

 private:
  void add_name(std::string_view name, std::string_view labels);

  std::string prefix_, text_;
};

}  // namespace chatproof::control
