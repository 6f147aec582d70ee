#include "sdk/wire/errors.hpp"

#include <algorithm>
#include <iterator>

namespace chatproof::wire {
namespace {

constexpr ErrorInfo error_table[] = {
#define X(name, number, area, outcome, text) ErrorInfo{number, Outcome::outcome, #name, area, text},
#include "sdk/wire/errors.def"
#undef X
};
static_assert(std::ranges::adjacent_find(error_table, std::ranges::greater_equal{}, &ErrorInfo::code) ==
                  std::end(error_table),
              "errors.def must be sorted by code, each code once");

}  // namespace

std::span<const ErrorInfo> all_errors() { return error_table; }

const ErrorInfo* find_error(int code) {
  const auto found = std::ranges::lower_bound(error_table, code, {}, &ErrorInfo::code);
  return found != std::end(error_table) && found->code == code ? found : nullptr;
}

const ErrorInfo* find_error(std::string_view name) {
  const auto found = std::ranges::find(error_table, name, &ErrorInfo::name);
  return found != std::end(error_table) ? found : nullptr;
}

std::string_view text_of(int code) {
  const ErrorInfo* found = find_error(code);
  return found != nullptr ? found->text : "unknown error";
}

std::optional<int> code_named(std::string_view name) {
  const ErrorInfo* found = find_error(name);
  return found != nullptr ? std::optional(found->code) : std::nullopt;
}

}  // namespace chatproof::wire
