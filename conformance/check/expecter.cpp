#include "conformance/check/expecter.hpp"

#include <algorithm>
#include <span>

#include "conformance/check/assignment.hpp"
#include "conformance/check/captures.hpp"
#include "conformance/check/match.hpp"

namespace chatproof::check {
namespace {

using runtime::Instant;
using scenario::EventPattern;
using scenario::Expectation;

// "alice.phone", "alice.*", "*", or anything for "".
bool actor_matches(const std::string& pattern, const std::string& actor) {
  if (pattern.empty() || pattern == "*") return true;
  if (!pattern.ends_with(".*")) return pattern == actor;
  return actor.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

Channel channel_of(EventPattern::Kind kind) {
  switch (kind) {
    case EventPattern::Kind::callback:
      return Channel::callback;
    case EventPattern::Kind::result:
      return Channel::result;
    case EventPattern::Kind::wire:
      return Channel::wire;
    case EventPattern::Kind::server_event:
      break;
  }
  return Channel::server;
}

// The part of the payload that a pattern's "args", "payload", "value" or "detail" is held against.
const nlohmann::json& subject_of(const EventPattern& pattern, const Event& event) {
  static const nlohmann::json nothing;
  const char* key = "args";
  if (pattern.kind == EventPattern::Kind::result) key = "value";
  if (pattern.kind == EventPattern::Kind::server_event) key = "detail";
  if (pattern.kind == EventPattern::Kind::wire) {
    const auto detail = event.payload.find("detail");
    if (detail == event.payload.end() || !detail->contains("payload")) return nothing;
    return (*detail)["payload"];
  }
  const auto found = event.payload.find(key);
  return found == event.payload.end() ? nothing : *found;
}

bool names_match(const EventPattern& pattern, const Event& event, const Captures& captures) {
  if (event.channel != channel_of(pattern.kind)) return false;
  const auto text = [&](const std::string& raw) {
    const auto value = substitute(raw, captures);
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  if (pattern.kind == EventPattern::Kind::result) return event.payload.value("as", std::string()) == text(pattern.name);
  if (text(pattern.name) != event.name) return false;
  if (pattern.kind == EventPattern::Kind::server_event)
    return pattern.actor.empty() || event.payload.value("user", std::string()) == text(pattern.actor);
  return actor_matches(text(pattern.actor), event.actor);
}

bool code_matches(const EventPattern& pattern, const Event& event) {
  if (pattern.errors.empty()) return true;
  const int code = event.payload.value("error", 0);
  return std::find(pattern.errors.begin(), pattern.errors.end(), code) != pattern.errors.end();
}

std::optional<Mismatch> content_mismatch(const EventPattern& pattern, const Event& event, const Captures& captures) {
  if (pattern.pattern.is_null()) return std::nullopt;
  return match(substitute(pattern.pattern, captures), subject_of(pattern, event));
}

class Judge {
 public:
  Judge(const Expectation& expectation, const History& history, const JudgeContext& context)
      : expectation_(expectation), history_(history), context_(context) {}

  Judgement run() {
    switch (expectation_.kind) {
      case Expectation::Kind::one:
        return one();
      case Expectation::Kind::in_order:
        return in_order();
      case Expectation::Kind::any_order:
        break;
    }
    return any_order();
  }

 private:
  const Captures& captures() const {
    static const Captures none;
    return context_.captures == nullptr ? none : *context_.captures;
  }
  bool over() const { return context_.now >= context_.deadline; }
  bool has(JudgeDefect defect) const { return context_.defect == defect; }

  // "since" and "by": how long after another event this one may come.
  bool in_time(const EventPattern& pattern, const Event& event) const {
    if (event.at > context_.deadline) return false;
    if (pattern.since.empty() || has(JudgeDefect::sinceIsIgnored)) return true;
    const std::uint32_t since = since_of(pattern);
    if (since == 0 || event.id <= since) return false;
    const auto after = event.at - history_[since - 1].at;
    const auto tolerance = context_.tolerance + std::chrono::minutes(has(JudgeDefect::windowIsWide) ? 1 : 0);
    if (pattern.by_min && after < *pattern.by_min - tolerance) return false;
    return !pattern.by_max || after <= *pattern.by_max + tolerance;
  }
  std::uint32_t since_of(const EventPattern& pattern) const {
    if (const auto met = local_ids_.find(pattern.since); met != local_ids_.end()) return met->second;
    if (context_.ids == nullptr) return 0;
    const auto met = context_.ids->find(pattern.since);
    return met == context_.ids->end() ? 0 : met->second;
  }
  // What a missing event was to come after, if that has not come either.
  std::string reference(const EventPattern& pattern) const {
    return pattern.since.empty() || since_of(pattern) != 0 ? "" : ": nothing has been \"" + pattern.since + "\"";
  }
  bool serves(const EventPattern& pattern, const Event& event) const {
    if (event.used && !has(JudgeDefect::usedEventsServeAgain)) return false;
    return names_match(pattern, event, captures()) && content_and_code_match(pattern, event) && in_time(pattern, event);
  }
  bool content_and_code_match(const EventPattern& pattern, const Event& event) const {
    const bool any_content =
        has(JudgeDefect::payloadIsNotRead) ||
        (has(JudgeDefect::capturesFitAnything) && pattern.pattern.dump().find("${") != std::string::npos);
    return (has(JudgeDefect::anyEventCodeWillDo) || code_matches(pattern, event)) &&
           (any_content || !content_mismatch(pattern, event, captures()));
  }

  Judgement met(std::vector<std::uint32_t> used) {
    Judgement judgement;
    judgement.state = State::met;
    judgement.used = std::move(used);
    judgement.ids.assign(local_ids_.begin(), local_ids_.end());
    return judgement;
  }
  Judgement failed(std::string expected, std::string observed, const EventPattern& missing) {
    Judgement judgement;
    judgement.state = State::failed;
    judgement.finding.rule = "step";
    judgement.finding.expected = std::move(expected);
    judgement.finding.observed = std::move(observed);
    nearest_miss(missing, judgement.finding);
    return judgement;
  }

  Judgement one() {
    const EventPattern& pattern = expectation_.patterns.front();
    const bool one_more = pattern.exactly && !has(JudgeDefect::maximumIsIgnored);
    const int limit = pattern.times_max + (one_more ? 1 : 0);
    const int least = has(JudgeDefect::minimumIsIgnored) ? std::min(1, pattern.times_min) : pattern.times_min;
    std::vector<std::uint32_t> used;
    for (const Event& event : history_)
      if (static_cast<int>(used.size()) < limit && serves(pattern, event)) used.push_back(event.id);
    const int count = static_cast<int>(used.size());
    if (count > pattern.times_max)
      return failed(described(pattern) + times(pattern) + " and not once more", "another one came", pattern);
    if ((count == pattern.times_max && !pattern.exactly) || (over() && count >= least)) {
      if (!pattern.id.empty() && !used.empty()) local_ids_[pattern.id] = used.back();
      return met(std::move(used));
    }
    if (!over()) return {};
    return failed(described(pattern) + times(pattern),
                  count == 0 ? "no such event in time" : std::to_string(count) + " such events", pattern);
  }

  static std::string times(const EventPattern& pattern) {
    if (pattern.times_min == 1 && pattern.times_max == 1) return "";
    if (pattern.times_min == pattern.times_max) return ", " + std::to_string(pattern.times_min) + " times";
    return ", " + std::to_string(pattern.times_min) + " to " + std::to_string(pattern.times_max) + " times";
  }

  Judgement in_order() {
    std::vector<std::uint32_t> used;
    std::size_t next = 0;
    std::size_t served = 0;  // by the current pattern
    for (const Event& event : history_) {
      if (next == expectation_.patterns.size()) break;
      const EventPattern& pattern = expectation_.patterns[next];
      if (serves(pattern, event)) {
        used.push_back(event.id);
        if (!pattern.id.empty()) local_ids_[pattern.id] = event.id;
        if (static_cast<int>(++served) == pattern.times_max) {
          ++next;
          served = 0;
        }
      } else if (!used.empty() && breaks_order(event)) {
        return failed(described(pattern) + " next", "another callback came in between: " + to_short_line(event),
                      pattern);
      }
    }
    if (next == expectation_.patterns.size()) return met(std::move(used));
    if (!over()) return {};
    return failed(
        described(expectation_.patterns[next]) + " as number " + std::to_string(next + 1) + " of the sequence",
        "no such event in time", expectation_.patterns[next]);
  }

  // A callback of one of the actors in the sequence that nobody has used or tolerates.
  bool breaks_order(const Event& event) const {
    if (expectation_.gaps_allowed || has(JudgeDefect::gapsAreAllowed) || event.used ||
        event.channel != Channel::callback)
      return false;
    return std::any_of(expectation_.patterns.begin(), expectation_.patterns.end(), [&](const EventPattern& pattern) {
      return pattern.kind == EventPattern::Kind::callback && actor_matches(pattern.actor, event.actor);
    });
  }

  // Every event that a sibling may count from is tried in turn; the rest is a matching, not first come first served:
  // a loose pattern never takes what a strict one needs.
  Judgement any_order() {
    const auto& patterns = expectation_.patterns;
    std::vector<const EventPattern*> anchors;
    for (const EventPattern& pattern : patterns)
      if (is_anchor(pattern)) anchors.push_back(&pattern);
    if (place_from(anchors)) return met(used_in_any_order_);
    if (!over()) return {};
    return failed(
        described(*missing_) + times(*missing_) + ", one of " + std::to_string(patterns.size()) + " in any order",
        "no such event in time", *missing_);
  }

  // Whether a sibling counts its time from this one.
  bool is_anchor(const EventPattern& pattern) const {
    if (pattern.id.empty()) return false;
    return std::any_of(expectation_.patterns.begin(), expectation_.patterns.end(),
                       [&](const EventPattern& sibling) { return sibling.since == pattern.id; });
  }

  bool place_from(std::span<const EventPattern* const> anchors) {
    if (anchors.empty()) return place_all();
    const EventPattern& anchor = *anchors.front();
    missing_ = &anchor;
    for (const Event& event : history_) {
      if (!serves(anchor, event) || ++choices_ > choices_max) continue;
      local_ids_[anchor.id] = event.id;
      if (place_from(anchors.subspan(1))) return true;
      local_ids_.erase(anchor.id);
    }
    return false;
  }

  bool place_all() {
    const auto& patterns = expectation_.patterns;
    const auto fits_pattern = [&](const EventPattern& pattern, const Event& event) {
      return serves(pattern, event) && (!is_anchor(pattern) || local_ids_.at(pattern.id) == event.id);
    };
    std::vector<const Event*> events;
    for (const Event& event : history_)
      if (std::any_of(patterns.begin(), patterns.end(), [&](const auto& one) { return fits_pattern(one, event); }))
        events.push_back(&event);
    std::vector<const EventPattern*> places;
    for (const EventPattern& pattern : patterns)
      places.insert(places.end(), static_cast<std::size_t>(pattern.times_max), &pattern);
    const bool greedy = has(JudgeDefect::firstComeFirstServed);
    const Assignment assigned = assign(places.size(), events.size(), [&](std::size_t place, std::size_t event) {
      return fits_pattern(*places[place], *events[event]) && (!greedy || place == event);
    });
    if (assigned.unplaced) {
      missing_ = places[*assigned.unplaced];
      return false;
    }
    for (std::size_t place = 0; place < places.size(); ++place) {
      const std::uint32_t event = events[assigned.item_of[place]]->id;
      used_in_any_order_.push_back(event);
      if (places[place]->id.empty()) continue;
      std::uint32_t& last = local_ids_[places[place]->id];
      last = std::max(last, event);
    }
    return true;
  }

  std::string described(EventPattern pattern) const {
    pattern.pattern = substitute(pattern.pattern, captures());
    return describe(pattern);
  }

  // The event that comes closest to the pattern, and what keeps it from matching. One that has served already is
  // further than one that differs in one place, and nearer than one that differs in two.
  void nearest_miss(const EventPattern& pattern, Finding& finding) const {
    int fewest = 1'000'000;
    for (const Event& event : history_) {
      if (!names_match(pattern, event, captures())) continue;
      const auto mismatch = content_mismatch(pattern, event, captures());
      std::string why;
      int count = 0;
      if (mismatch) {
        why = mismatch->pointer + ": expected " + mismatch->expected + ", got " + mismatch->got;
        count = mismatch->count;
      } else if (!code_matches(pattern, event)) {
        why = "it ended in " + event.payload.value("error", nlohmann::json(0)).dump();
        count = 1;
      } else {
        why = event.used ? "it served another expectation" : "it came at another time" + reference(pattern);
      }
      count = 2 * count + (event.used ? 3 : 0);
      if (count >= fewest) continue;
      fewest = count;
      finding.nearest = to_short_line(event) + " - " + why;
      finding.event = event.id;
    }
  }

  const Expectation& expectation_;
  const History& history_;
  const JudgeContext& context_;
  Ids local_ids_;

  // Of any_order(); more choices than these are not tried.
  static constexpr int choices_max = 10'000;
  int choices_ = 0;
  std::vector<std::uint32_t> used_in_any_order_;
  const EventPattern* missing_ = nullptr;
};

}  // namespace

bool matches(const EventPattern& pattern, const Event& event, const Captures& captures) {
  return names_match(pattern, event, captures) && code_matches(pattern, event) &&
         !content_mismatch(pattern, event, captures);
}

Judgement judge(const Expectation& expectation, const History& history, const JudgeContext& context) {
  return Judge(expectation, history, context).run();
}

std::string describe(const EventPattern& pattern) {
  std::string out;
  switch (pattern.kind) {
    case EventPattern::Kind::callback:
      out = (pattern.actor.empty() ? "*" : pattern.actor) + "." + pattern.name;
      break;
    case EventPattern::Kind::result:
      out = "the end of call \"" + pattern.name + "\"";
      break;
    case EventPattern::Kind::wire:
      out = "request \"" + pattern.name + "\" from " + (pattern.actor.empty() ? "anybody" : pattern.actor);
      break;
    case EventPattern::Kind::server_event:
      out = "server event \"" + pattern.name + "\"";
      break;
  }
  if (!pattern.pattern.is_null()) out += " with " + pattern.pattern.dump();
  return out;
}

}  // namespace chatproof::check
