#include "mockserver/control/prometheus.hpp"

#include <array>
#include <cstdio>

namespace chatproof::control {

void PrometheusPage::begin(std::string_view name, std::string_view type, std::string_view help) {
  for (const auto& [word, rest] : {std::pair("HELP", help), {"TYPE", type}})
    text_.append("# ").append(word).append(" ").append(prefix_).append(name).append(" ").append(rest).append("\n");
}

void PrometheusPage::add_name(std::string_view name, std::string_view labels) {
  text_.append(prefix_).append(name);
  if (!labels.empty()) text_.append("{").append(labels).append("}");
}

void PrometheusPage::sample(std::string_view name, std::string_view labels, std::uint64_t value) {
  add_name(name, labels);
  text_.append(" ").append(std::to_string(value)).append("\n");
}

void PrometheusPage::sample(std::string_view name, std::string_view labels, double value) {
  std::array<char, 48> number{};
  std::snprintf(number.data(), number.size(), " %.9g\n", value);
  add_name(name, labels);
  text_.append(number.data());
}

void PrometheusPage::by(std::string_view name, std::string_view label_name, std::string_view help,
                        const std::map<std::string, std::uint64_t>& counts) {
  begin(name, "counter", help);
  for (const auto& [value, count] : counts) sample(name, label(label_name, value), count);
}

std::string PrometheusPage::label(std::string_view name, std::string_view value) {
  std::string out = std::string(name) + "=\"";
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

}  // namespace chatproof::control
