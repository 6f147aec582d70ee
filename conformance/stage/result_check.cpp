#include "conformance/stage/result_check.hpp"

#include <algorithm>

#include "conformance/check/match.hpp"
#include "conformance/stage/steps.hpp"

namespace chatproof::stage {
namespace {

std::string describe(const scenario::ResultPattern& expect) {
  std::string out;
  for (const int code : expect.codes) {
    if (!out.empty()) out += " or ";
    out += code == 0 ? "success" : "error " + std::to_string(code);
  }
  if (!expect.value.is_null()) out += " with value " + expect.value.dump();
  return out.empty() ? "a completion" : out;
}

std::string describe(const check::Event& end) {
  if (end.payload.contains("error"))
    return "error " + end.payload["error"].dump() + " (" + end.payload.value("text", std::string()) + ")";
  return end.payload.contains("value") ? "success with value " + end.payload["value"].dump() : "success";
}

}  // namespace

std::optional<check::Finding> check_result(const scenario::ResultPattern& given, const CallRecord& call,
                                           const check::Event* end, const Captures& captures,
                                           check::JudgeDefect defect) {
  using Defect = check::JudgeDefect;
  scenario::ResultPattern expect = given;
  expect.value = substitute(given.value, captures);
  expect.returned = substitute(given.returned, captures);
  const std::string who = call.actor + "." + call.method + " ends in ";
  if (expect.judges_return && defect != Defect::returnIsNotRead) {
    if (const auto mismatch = check::match(expect.returned, call.returned))
      return step_finding(call.actor + "." + call.method + " returns " + expect.returned.dump(), call.returned.dump(),
                          call.event);
  }
  if (expect.codes.empty()) return std::nullopt;
  if (end == nullptr) return step_finding(who + describe(expect), "no completion in time", call.event);
  const int code = end->payload.value("error", 0);
  const bool any_error = defect == Defect::anyCodeWillDo && code != 0;
  if (!any_error && std::find(expect.codes.begin(), expect.codes.end(), code) == expect.codes.end())
    return step_finding(who + describe(expect), describe(*end), end->id);
  if (code == 0 && !expect.value.is_null() && defect != Defect::valueIsNotRead) {
    const auto value = end->payload.find("value");
    const nlohmann::json got = value == end->payload.end() ? nlohmann::json() : *value;
    if (const auto mismatch = check::match(expect.value, got)) {
      auto finding = step_finding(who + describe(expect), describe(*end), end->id);
      finding.nearest = mismatch->pointer + ": expected " + mismatch->expected + ", got " + mismatch->got;
      return finding;
    }
  }
  if (defect != Defect::threadIsNotAsked && !expect.thread.empty() &&
      end->payload.value("thread", std::string()) != expect.thread)
    return step_finding(who + describe(expect) + " on the " + expect.thread + " thread",
                        "it came on the " + end->payload.value("thread", std::string()) + " thread", end->id);
  return std::nullopt;
}

}  // namespace chatproof::stage
