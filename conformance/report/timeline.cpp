#include "conformance/report/timeline.hpp"

#include <algorithm>

#include "conformance/report/text.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::Channel;
using check::Event;
using check::History;

constexpr std::size_t width_min = 60;
constexpr std::size_t lane_min = 22;  // narrower columns say nothing any more
constexpr std::size_t causes_max = 32;
constexpr std::size_t gutter = 2;  // "> "
constexpr std::size_t gap = 2;     // between the time and the columns

const Event* find_event(const History& history, std::uint32_t id) {
  if (id == 0 || history.empty()) return nullptr;
  // Ids are places, from 1, in what the stage records; shrunk or hand-made histories may have gaps.
  if (id <= history.size() && history[id - 1].id == id) return &history[id - 1];
  const auto found = std::find_if(history.begin(), history.end(), [&](const Event& event) { return event.id == id; });
  return found == history.end() ? nullptr : &*found;
}

struct Range {
  std::size_t first;
  std::size_t last;  // one behind
};

Range range_around(const History& history, const Event* event, const ExcerptOptions& options) {
  if (event == nullptr) {
    const std::size_t shown = std::min(history.size(), options.before + options.after + 1);
    return {history.size() - shown, history.size()};
  }
  const auto place = static_cast<std::size_t>(event - history.data());
  return {place - std::min(place, options.before), std::min(history.size(), place + options.after + 1)};
}

// Wire requests go from an actor to the server, the rest stays where it happened.
std::string marked_text(const Event& event) {
  switch (event.channel) {
    case Channel::wire:
      return "~> " + event_text(event);
    case Channel::network:
      return "# " + event_text(event);
    case Channel::callback:
      return "* " + event_text(event);
    case Channel::call:
    case Channel::result:
    case Channel::server:
    case Channel::step:
      return event_text(event);
  }
  return event_text(event);
}

std::string trim_right(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

struct Columns {
  std::vector<std::string> lanes;
  std::size_t time_width = 0;
  std::size_t room = 0;  // for all lanes together
  std::size_t lane_width = 0;
  [[nodiscard]] bool lanes_fit() const { return lane_width >= lane_min; }
};

std::string head_line(const Columns& columns) {
  std::string head(gutter + columns.time_width + gap, ' ');
  for (const auto& lane : columns.lanes) head += pad(printable(lane), columns.lane_width - 1) + " ";
  return trim_right(head);
}

std::string what_text(const Event& event, const Columns& columns) {
  const auto lane = std::find(columns.lanes.begin(), columns.lanes.end(), event.actor);
  if (lane == columns.lanes.end()) return clip("-- " + printable(event.actor) + " " + marked_text(event), columns.room);
  if (!columns.lanes_fit()) return clip(printable(event.actor) + ": " + marked_text(event), columns.room);
  const std::size_t indent = static_cast<std::size_t>(lane - columns.lanes.begin()) * columns.lane_width;
  // The last column may use what is left of the line; the others keep out of each other's way.
  const bool last = lane + 1 == columns.lanes.end();
  return std::string(indent, ' ') + clip(marked_text(event), last ? columns.room - indent : columns.lane_width - 1);
}

}  // namespace

std::vector<std::string> lanes_of(const History& history) {
  std::vector<std::string> lanes;
  bool server = false;
  for (const Event& event : history) {
    server = server || event.actor == "server" || event.channel == Channel::wire;
    if (event.actor == "server" || event.actor == "stage") continue;
    if (std::find(lanes.begin(), lanes.end(), event.actor) == lanes.end()) lanes.push_back(event.actor);
  }
  if (server) lanes.emplace_back("server");
  return lanes;
}

std::vector<std::uint32_t> causes_of(const History& history, std::uint32_t event) {
  std::vector<std::uint32_t> causes;
  const Event* here = find_event(history, event);
  while (here != nullptr && here->cause != 0 && causes.size() < causes_max) {
    // A cause lies before what it caused; anything else would be a circle.
    if (here->cause >= here->id) break;
    causes.push_back(here->cause);
    here = find_event(history, here->cause);
  }
  return causes;
}

std::vector<std::string> timeline_excerpt(const History& history, std::uint32_t event, const ExcerptOptions& options) {
  if (history.empty()) return {};
  const Event* about = find_event(history, event);
  const Range range = range_around(history, about, options);
  const History shown(history.begin() + static_cast<std::ptrdiff_t>(range.first),
                      history.begin() + static_cast<std::ptrdiff_t>(range.last));
  const std::uint32_t marked = about == nullptr ? 0 : about->id;

  Columns columns;
  columns.lanes = lanes_of(history);
  const auto present = lanes_of(shown);
  std::erase_if(columns.lanes, [&](const std::string& lane) {
    return std::find(present.begin(), present.end(), lane) == present.end();
  });
  for (const Event& one : shown)
    columns.time_width = std::max(columns.time_width, width_of(time_text(one.at.time_since_epoch())));
  columns.room = std::max(options.width, width_min) - gutter - columns.time_width - gap;
  columns.lane_width = columns.lanes.empty() ? columns.room : columns.room / columns.lanes.size();

  std::vector<std::string> lines;
  if (columns.lanes_fit() && !columns.lanes.empty()) lines.push_back(head_line(columns));
  for (const Event& one : shown) {
    const std::string time = time_text(one.at.time_since_epoch());
    std::string line = marked != 0 && one.id == marked ? "> " : "  ";
    line += std::string(columns.time_width - width_of(time), ' ') + time + std::string(gap, ' ');
    lines.push_back(trim_right(line + what_text(one, columns)));
  }
  return lines;
}

}  // namespace chatproof::report
