#include "conformance/explore/shrink.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

using Pointer = Story::json_pointer;

constexpr const char* decisions_key = "x-decisions";
constexpr std::array<const char*, 9> times = {"1ms", "10ms", "100ms", "1s", "5s", "10s", "30s", "1m", "5m"};
// Durations by another name than these are none of the story's business.
constexpr std::array<std::string_view, 7> time_keys = {"advance", "within", "for", "of", "by", "jitter", "down"};
// What a story cannot do without, and what has a way of its own to get smaller.
constexpr std::array<std::string_view, 7> kept = {"schemaVersion", "id",    "title",      "covers",
                                                  "actors",        "steps", decisions_key};

template <class List>
bool among(const List& list, const std::string& key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}
bool is_time(const std::string& key) { return among(time_keys, key); }
bool may_go(const Pointer& at, const std::string& key) {
  return key != "note" && !(at.parent_pointer().empty() && among(kept, key));
}

std::optional<runtime::Duration> time_at(const Story& value) {
  return value.is_string() ? runtime::parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
}

// Every member of every object, the innermost ones last, with its pointer.
template <class Visit>
void each_member(const Story& value, const Pointer& at, const Visit& visit) {
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) each_member(value[i], at / i, visit);
  if (!value.is_object()) return;
  for (const auto& [key, member] : value.items()) {
    visit(at / key, key, member);
    each_member(member, at / key, visit);
  }
}

std::vector<Pointer> members_of(const Story& story) {
  std::vector<Pointer> out;
  each_member(story, Pointer(), [&](const Pointer& at, const std::string& key, const Story&) {
    if (may_go(at, key)) out.push_back(at);
  });
  return out;
}

std::vector<Pointer> times_of(const Story& story) {
  std::vector<Pointer> out;
  each_member(story, Pointer(), [&](const Pointer& at, const std::string& key, const Story& value) {
    if (is_time(key) && time_at(value)) out.push_back(at);
  });
  return out;
}

void erase(Story& story, const Pointer& at) {
  Story& parent = story[at.parent_pointer()];
  if (parent.is_object()) parent.erase(at.back());
}

bool mentions(const Story& value, const std::string& text) { return value.dump().find(text) != std::string::npos; }

// Steps that use what no step saves any more, and waits for calls that are not made, go with it.
void drop_orphans(Story& story) {
  std::set<std::string> saved, made;
  for (const Story& step : story["steps"]) {
    if (step.contains("save"))
      for (const auto& [name, from] : step["save"].items()) saved.insert(name);
    if (step.contains("as")) made.insert(step["as"].get<std::string>());
  }
  Story kept_steps = Story::array();
  for (Story& step : story["steps"]) {
    const std::string text = step.dump();
    bool orphan = step.contains("await") && step["await"].is_string() && !made.contains(step["await"]);
    for (auto at = text.find("${"); at != std::string::npos && !orphan; at = text.find("${", at + 1))
      orphan = !saved.contains(text.substr(at + 2, text.find('}', at) - at - 2));
    if (!orphan) kept_steps.push_back(std::move(step));
  }
  story["steps"] = std::move(kept_steps);
}

void drop_actor(Story& story, const std::string& actor) {
  story["actors"].erase(actor);
  Story steps = Story::array();
  for (Story& step : story["steps"])
    if (!mentions(step, "\"" + actor + "\"") && !mentions(step, "\"" + actor + ".")) steps.push_back(std::move(step));
  story["steps"] = std::move(steps);
  if (!story.contains(decisions_key)) return;
  Story decisions = Story::array();
  for (Story& decision : story[decisions_key])
    if (!decision.get_ref<const std::string&>().starts_with(actor + "/")) decisions.push_back(std::move(decision));
  story[decisions_key] = std::move(decisions);
}

class Shrinker {
 public:
  Shrinker(Story story, const StillFails& still_fails, std::size_t runs_max)
      : story_(std::move(story)), still_fails_(still_fails), runs_max_(runs_max) {}

  Shrunk run() {
    StorySize before;
    do {
      before = size_of(story_);
      actors();
      list(decisions_key);
      list("steps");
      members();
      shorter_times();
    } while (!exhausted() && size_of(story_) != before);
    return {std::move(story_), runs_, !exhausted()};
  }

 private:
  [[nodiscard]] bool exhausted() const { return runs_ >= runs_max_; }

  // Keeps the candidate when it fails the same way.
  bool accept(Story candidate) {
    if (exhausted() || candidate == story_) return false;
    drop_orphans(candidate);
    if (candidate.contains(decisions_key) && candidate[decisions_key].empty()) candidate.erase(decisions_key);
    ++runs_;
    if (!smaller(size_of(candidate), size_of(story_)) || !still_fails_(candidate)) return false;
    story_ = std::move(candidate);
    return true;
  }

  // Leaves out halves, quarters, ... single elements, the last ones first: later ones depend on earlier ones.
  void list(const std::string& key) {
    if (!story_.contains(key)) return;
    for (std::size_t chunk = story_[key].size(); chunk > 0; chunk /= 2) {
      std::size_t end = length(key);
      while (end > 0) {
        const std::size_t begin = end > chunk ? end - chunk : 0;
        Story candidate = story_;
        Story& all = candidate[key];
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
        accept(std::move(candidate));
        end = std::min(begin, length(key));
      }
    }
  }
  [[nodiscard]] std::size_t length(const std::string& key) const {
    return story_.contains(key) ? story_[key].size() : 0;
  }

  void actors() {
    std::vector<std::string> names;
    for (const auto& [name, actor] : story_["actors"].items()) names.push_back(name);
    for (const std::string& name : names) {
      Story candidate = story_;
      drop_actor(candidate, name);
      if (!candidate["actors"].empty()) accept(std::move(candidate));
    }
  }

  void members() {
    const auto all = members_of(story_);
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
      if (!story_.contains(*at)) continue;  // gone with the one around it
      Story candidate = story_;
      erase(candidate, *at);
      accept(std::move(candidate));
    }
  }

  void shorter_times() {
    for (const Pointer& at : times_of(story_)) {
      if (!story_.contains(at)) continue;
      for (const char* time : times) {
        if (runtime::parse_duration(time) >= time_at(story_[at])) break;
        Story candidate = story_;
        candidate[at] = time;
        if (accept(std::move(candidate))) break;
      }
    }
  }

  Story story_;
  const StillFails& still_fails_;
  const std::size_t runs_max_;
  std::size_t runs_ = 0;
};

}  // namespace

StorySize size_of(const Story& story) {
  StorySize out;
  out.steps = story.contains("steps") ? story["steps"].size() : 0;
  out.decisions = story.contains(decisions_key) ? story[decisions_key].size() : 0;
  out.actors = story.contains("actors") ? story["actors"].size() : 0;
  each_member(story, Pointer(), [&](const Pointer& at, const std::string& key, const Story& value) {
    if (!may_go(at, key)) return;
    ++out.members;
    if (const auto time = time_at(value); is_time(key) && time) out.duration += std::chrono::abs(*time);
  });
  return out;
}

bool smaller(const StorySize& one, const StorySize& other) {
  return one != other && one.steps <= other.steps && one.decisions <= other.decisions && one.actors <= other.actors &&
         one.members <= other.members && one.duration <= other.duration;
}

std::string to_text(const StorySize& size) {
  return std::to_string(size.steps) + " steps, " + std::to_string(size.decisions) + " decisions, " +
         std::to_string(size.actors) + " actors, " + std::to_string(size.members) + " members, " +
         runtime::to_text(size.duration) + " of waiting";
}

Shrunk shrink(Story story, const StillFails& still_fails, std::size_t runs_max) {
  return Shrinker(std::move(story), still_fails, runs_max).run();
}

namespace {

// The step that was being taken at the event; nothing when the story was over.
std::optional<std::size_t> step_at(const check::History& history, std::uint32_t event) {
  constexpr std::string_view prefix = "/steps/";
  std::optional<std::size_t> out;
  for (const check::Event& one : history) {
    if (one.id > event) break;
    if (one.channel != check::Channel::step) continue;
    if (one.name == "healed") return std::nullopt;
    if (one.name.starts_with(prefix)) out = std::stoul(one.name.substr(prefix.size()));
  }
  return out;
}

}  // namespace

Story annotated(Story story, const StoryRun& run, const std::string& origin) {
  constexpr std::size_t line_max = 160;
  const check::Finding& first = run.judged.outcome.first;
  const auto& history = run.judged.result.history;
  story["title"] = "Violates " + first.rule + ": " + first.observed;
  story["x-origin"] = origin;
  story["x-expected"] = first.expected;
  if (first.event == 0 || first.event > history.size()) return story;
  const std::string line = check::to_line(history[first.event - 1]).substr(0, line_max);
  const auto step = step_at(history, first.event);
  story["x-firstBadEvent"] = line + (step ? "" : " (the story is over, the world has healed)");
  if (step && *step < story["steps"].size()) story["steps"][*step]["note"] = "here the first bad event comes";
  return story;
}

}  // namespace chatproof::explore
