#include "conformance/explore/committable.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/check/sweeps.hpp"
#include "conformance/explore/facts.hpp"
#include "conformance/stage/case_runner.hpp"

namespace chatproof::explore {
namespace {

using check::CaseResult;
using nlohmann::json;

constexpr const char* patience = "5m";  // for what comes after the last step
const std::vector<std::string> tolerated = {"log", "sync", "connection"};
// What ends an outage that a story may leave behind.
const std::vector<std::pair<std::string, std::string>> server_ends = {
    {"stop", "start"}, {"stopListening", "startListening"}, {"freeze", "thaw"}};

class Maker {
 public:
  Maker(const StoryWords& words, StoryOptions with_defect) : words_(words), with_defect_(std::move(with_defect)) {}

  Committable make(const Story& story) {
    if (story.contains("x-decisions"))
      return {story, "it goes wrong at positions, which only `chatproof explore --story` knows"};
    Story out = story;
    out["tolerate"] = tolerated;
    end_outages(out);
    const auto seen = run(out, stage::make_sdk_driver, true);
    if (!seen) return {story, "it cannot be read: " + error_};
    expect_results(out, seen->history);
    expect_callbacks(out, seen->history);
    return judged(story, std::move(out));
  }

 private:
  std::optional<CaseResult> run(const Story& story, const stage::DriverFactory& driver, bool lenient) {
    const auto loaded = scenario::load_text(story.dump(), "", words_.scenarios, words_.vocabulary);
    if (loaded.cases.size() != 1) {
      error_ = loaded.errors.empty() ? "it is not one case"
                                     : loaded.errors.front().place.pointer + ": " + loaded.errors.front().message;
      return std::nullopt;
    }
    stage::CaseOptions options;
    options.world = "sim";
    options.seed = 1;  // that of `chatproof run`
    options.driver = driver;
    options.scratch = with_defect_.scratch;
    options.lenient = lenient;
    return stage::run_case(loaded.cases.front(), options);
  }

  Committable judged(const Story& before, Story made) {
    const auto healthy = run(made, stage::make_sdk_driver, false);
    if (!healthy) return {before, "it cannot be read: " + error_};
    if (healthy->verdict != check::Verdict::pass)
      return {before, "it does not pass without the defect: " + first_finding(*healthy)};
    const auto planted = run(made, with_defect_.driver, false);
    if (planted->verdict < check::Verdict::fail) return {before, "it does not fail with the defect"};
    return {std::move(made), ""};
  }

  static std::string first_finding(const CaseResult& result) {
    return result.findings.empty() ? ""
                                   : result.findings.front().expected + ", but " + result.findings.front().observed;
  }

  static void end_outages(Story& story) {
    bool network = false;
    std::vector<std::string> ends;
    for (const Story& step : story["steps"]) {
      if (step.contains("network")) network = step["network"] != "heal";
      for (const auto& [begin, end] : server_ends)
        if (step.value("server", "") == begin) ends.push_back(end);
      std::erase_if(ends, [&](const std::string& end) { return step.value("server", "") == end; });
    }
    if (network) story["steps"].push_back({{"network", "heal"}});
    for (const std::string& end : ends) story["steps"].push_back({{"server", end}});
  }

  // Calls ended as the SDK without the defect ended them.
  static void expect_results(Story& story, const History& history) {
    std::map<std::uint64_t, const Event*> results;
    for (const Event& event : history)
      if (event.channel == Channel::result) results[event.payload.value("call", std::uint64_t{0})] = &event;
    Story* step = nullptr;
    for (const Event& event : history) {
      if (event.channel == Channel::step) step = step_called(story, event.name);
      if (step == nullptr || event.channel != Channel::call || !step->contains("do")) continue;
      if ((*step)["do"] != event.actor + "." + event.name) continue;
      const auto result = results.find(event.payload.value("call", std::uint64_t{0}));
      if (result != results.end()) expect_result(*step, *result->second);
      step = nullptr;
    }
  }

  static void expect_result(Story& step, const Event& result) {
    const auto error = result.payload.find("error");
    step["expect"] = error == result.payload.end() ? Story{{"ok", true}} : Story{{"error", Story(*error)}};
    step.erase("within");
    if (error != result.payload.end()) step.erase("save");
  }

  static Story* step_called(Story& story, const std::string& name) {
    const Story::json_pointer at(name.starts_with("/steps/") ? name : "");
    return at.empty() || !story.contains(at) ? nullptr : &story[at];
  }

  // At the end: an expectation finds what has come before, too.
  static void expect_callbacks(Story& story, const History& history) {
    std::map<std::string, std::pair<Story, int>> wanted;
    for (const Event& event : history) {
      if (event.channel != Channel::callback || event.used || is_tolerated(event.name)) continue;
      Story pattern = {{"cb", event.actor + "." + event.name}};
      if (Story args = telling(event.payload.value("args", json::object())); !args.empty())
        pattern["args"] = std::move(args);
      auto& [one, times] = wanted[pattern.dump()];
      one = std::move(pattern);
      ++times;
    }
    for (auto& [key, entry] : wanted) {
      auto& [pattern, times] = entry;
      if (times > 1) pattern["times"] = times;
      story["steps"].push_back({{"expect", std::move(pattern)}, {"within", patience}});
    }
  }

  static bool is_tolerated(const std::string& callback) {
    return std::any_of(tolerated.begin(), tolerated.end(), [&](const std::string& set) {
      const auto& names = check::tolerated_sets().at(set);
      return std::find(names.begin(), names.end(), callback) != names.end();
    });
  }

  // What of a callback's arguments the story has written itself: the texts of messages. Ids and times are chance.
  static Story telling(const json& args) {
    if (args.contains("text")) return {{"text", Story(args["text"])}};
    const json::json_pointer text("/message/elemList/0/text");
    if (!args.contains(text)) return Story::object();
    return {{"message", {{"elemList", Story::array({{{"text", Story(args[text])}}})}}}};
  }

  const StoryWords& words_;
  const StoryOptions with_defect_;
  std::string error_;
};

}  // namespace

Committable committable(const Story& story, const StoryWords& words, const StoryOptions& with_defect) {
  return Maker(words, with_defect).make(story);
}

}  // namespace chatproof::explore
