#include "conformance/report/html.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/report/assets.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/totals.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Verdict;

bool is_passed(const CaseResult& result) { return result.verdict == Verdict::pass; }

// Tags with the histories, each parsed by the page only when its case is opened.
class Histories {
 public:
  Histories(const check::RunResult& run, const HtmlOptions& options) : options_(options), tags_(run.cases.size()) {
    std::vector<std::size_t> failed, passed;
    for (std::size_t i = 0; i < run.cases.size(); ++i) {
      const CaseResult& one = run.cases[i];
      if (one.history.empty()) continue;
      if (!is_passed(one)) failed.push_back(i);
      if (is_passed(one) && one.world == "sim") passed.push_back(i);
    }
    for (std::size_t left = failed.size(); const std::size_t place : failed)
      add_share(run.cases[place], place,
                (options.history_bytes_max - std::min(bytes_, options.history_bytes_max)) / left--);
    for (const std::size_t place : passed) add_whole(run.cases[place], place);
  }
  [[nodiscard]] std::string text() const {
    std::string out;
    out.reserve(bytes_ + tags_.size());
    for (const auto& tag : tags_) out += tag;
    return out;
  }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  void add_share(const CaseResult& result, std::size_t place, std::size_t share) {
    keep(place, tag_of(result, place, std::min(share, options_.case_bytes_max)));
  }

  // Nothing is to be seen in a part of what passed.
  void add_whole(const CaseResult& result, std::size_t place) {
    std::string tag;
    if (bytes_ < options_.history_bytes_max) tag = tag_of(result, place, static_cast<std::size_t>(-1));
    if (tag.empty() || bytes_ + tag.size() > options_.history_bytes_max) {
      ++left_out_;
    } else {
      keep(place, std::move(tag));
    }
  }

  [[nodiscard]] std::string tag_of(const CaseResult& result, std::size_t place, std::size_t bytes_max) const {
    const HistoryLimits limits{options_.events_max, bytes_max};
    return "<script type=\"application/json\" id=\"history-" + std::to_string(place) + "\">" +
           for_script(dump(history_document(result.history, event_in_question(result), limits))) + "</script>\n";
  }

  void keep(std::size_t place, std::string tag) {
    bytes_ += tag.size();
    tags_[place] = std::move(tag);
  }

  const HtmlOptions& options_;
  std::vector<std::string> tags_;
  std::size_t bytes_ = 0;
  std::size_t left_out_ = 0;
};

std::string joined(std::span<const std::string_view> parts) {
  std::string out;
  for (const auto part : parts) out += part;
  return out;
}

// Replaces "{{name}}" in one pass, so that what is put in is never looked at again.
std::string fill(std::string_view text, const std::vector<std::pair<std::string_view, std::string_view>>& values) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) return out += text;
    out += text.substr(0, open);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    for (const auto& [key, value] : values)
      if (key == name) out += value;
    text.remove_prefix(close + 2);
  }
}

}  // namespace

std::string html_report(const check::RunResult& run, const Catalogue& catalogue, const Vocabulary& vocabulary,
                        const HtmlOptions& options) {
  const Histories histories(run, options);
  nlohmann::ordered_json document = report_document(run, catalogue, vocabulary);
  document["historiesLeftOut"] = histories.left_out();
  const std::string data = for_script(dump(document));
  const std::string history_tags = histories.text();
  const std::string summary = escape_markup(summary_line(run));
  const std::string page = joined(html_template()), style = joined(html_style()), script = joined(html_script());
  return fill(
      page, {{"summary", summary}, {"style", style}, {"data", data}, {"histories", history_tags}, {"script", script}});
}

}  // namespace chatproof::report
