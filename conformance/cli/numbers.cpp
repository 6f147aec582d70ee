#include "conformance/cli/numbers.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <sstream>
#include <string_view>

namespace chatproof::cli {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

template <class Number>
std::string not_whole(const std::string& text) {
  if (number_of<Number>(text)) return {};
  using Limits = std::numeric_limits<Number>;
  return quoted(text) + " is no whole number from " + std::to_string(Limits::min()) + " to " +
         std::to_string(Limits::max());
}

std::string not_a_number(const std::string& text) {
  return number_of<double>(text) ? std::string() : quoted(text) + " is no number";
}

// CLI11's names of types, which the descriptions of further checks follow.
void explain(CLI::Option& option) {
  const std::string type = option.get_type_name();
  std::string (*problem)(const std::string&) = nullptr;
  if (type.starts_with("UINT")) problem = not_whole<std::uint64_t>;
  if (type.starts_with("INT")) problem = not_whole<std::int64_t>;
  if (type.starts_with("FLOAT")) problem = not_a_number;
  if (problem == nullptr) return;
  option.transform(CLI::Validator([problem](std::string& text) { return problem(text); }, ""));  // before other checks
}

}  // namespace

void explain_numbers(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) explain(*option);
  for (CLI::App* command : app.get_subcommands({})) explain_numbers(*command);
}

CLI::Validator between(double least, double most, const std::string& what) {
  const auto problem = [=](std::string& text) {
    const auto number = number_of<double>(text);
    if (number && *number >= least && *number <= most) return std::string();
    std::ostringstream out;
    out.precision(12);
    out << quoted(text) << ": " << what << " from " << least << " to " << most << " are expected";
    return out.str();
  };
  return CLI::Validator(problem, "");
}

}  // namespace chatproof::cli
