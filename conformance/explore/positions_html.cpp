// Sweeps as one HTML page: the heat maps.
#include <algorithm>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <string_view>
#include <vector>

#include "conformance/explore/positions.hpp"
#include "conformance/report/assets.hpp"
#include "conformance/report/text.hpp"

namespace chatproof::explore {
namespace {

// Beside what all pages share. A phone shows the page in its own width; the map scrolls by itself.
constexpr const char* style = R"(
:root{--passed:var(--pass);--healed:var(--call);--refused:var(--warn);--violated:var(--fail);--broken:var(--open)}
body{padding:1.25rem;max-width:100vw}
.scroll-x{max-height:70vh}
.matrix thead th{vertical-align:bottom}.matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:500}
.matrix td{min-width:2.7rem;background:var(--panel)}.matrix td.t{color:var(--soft);text-align:right}
.matrix th[scope=row]{max-width:45vw;overflow:hidden;text-overflow:ellipsis}
td[data-c]{cursor:pointer}.matrix td[data-c],.key{background:color-mix(in srgb,var(--k) 26%,var(--panel))}
.passed{--k:var(--passed)}.healed{--k:var(--healed)}.refused{--k:var(--refused)}.violated{--k:var(--violated)}.broken{--k:var(--broken)}
.matrix td.violated,.matrix td.broken{background:var(--k);color:var(--panel);font-weight:700}
.legend .key{padding:0 .5rem;border-radius:.3rem;color:var(--ink)}
.detail{padding:.6rem 0;min-height:4rem;overflow-wrap:anywhere}.detail code{display:block;margin-top:.3rem}
)";

constexpr const char* script = R"(
for(const table of document.querySelectorAll("table"))table.addEventListener("click",e=>{const td=e.target.closest("td[data-c]");if(!td)return;
const detail=table.parentElement.nextElementSibling,[position,fault]=td.dataset.c.split("|");detail.textContent="";
const add=(tag,text)=>{const n=document.createElement(tag);n.textContent=text;detail.append(n);};
add("b",position+" : "+fault+" : "+td.title);
add("code",table.dataset.replay.replace("CELL",()=>position+":"+fault));});
)";

constexpr const char* policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

std::string cell_html(const CellResult& cell) {
  const std::string kind(cell.acted ? to_string(cell.outcome.kind) : "broken");
  std::string shown;
  if (cell.outcome.kind == Outcome::Kind::refused) shown = std::to_string(cell.outcome.code);
  if (kind == "violated" || kind == "broken") shown = "!";
  std::string title = cell.acted ? to_text(cell.outcome) : "the position was not reached again";
  if (!cell.outcome.first.observed.empty()) title += ": " + cell.outcome.first.observed;
  return "<td class=\"" + kind + "\" data-c=\"" + report::escape_markup(cell.cell.position) + "|" +
         std::string(to_string(cell.cell.fault)) + "\" title=\"" + report::escape_markup(title) + "\">" + shown +
         "</td>";
}

std::string shared_style() {
  std::string out;
  for (const std::string_view part : report::html_style()) out += part;
  return out;
}

std::vector<const FaultKind*> kinds_in(const Sweep& sweep) {
  std::vector<const FaultKind*> kinds;
  for (const FaultKind& kind : fault_kinds())
    if (std::any_of(sweep.cells.begin(), sweep.cells.end(),
                    [&](const CellResult& cell) { return cell.cell.fault == kind.fault; }))
      kinds.push_back(&kind);
  return kinds;
}

void print_map(std::ostream& out, const Sweep& sweep) {
  const auto kinds = kinds_in(sweep);
  out << "<thead><tr><th>position</th><th>time</th>";
  for (const FaultKind* kind : kinds)
    out << "<th title=\"" << report::escape_markup(kind->text) << "\"><span>" << kind->name << "</span></th>";
  out << "</tr></thead><tbody>" << std::fixed << std::setprecision(4);
  auto cell = sweep.cells.begin();
  for (const Position& position : sweep.positions) {
    const std::chrono::duration<double> at = position.at.time_since_epoch();
    const std::string name = report::escape_markup(position.name);
    out << "<tr><th scope=\"row\" title=\"" << name << "\">" << name << "</th><td class=\"t\">" << at.count()
        << " s</td>";
    for (const FaultKind* kind : kinds) {
      const bool here = cell != sweep.cells.end() && cell->cell == Cell{position.name, kind->fault};
      out << (here ? cell_html(*cell++) : std::string("<td></td>"));
    }
    out << "</tr>\n";
  }
  out << "</tbody>";
}

void print_section(std::ostream& out, const Sweep& sweep) {
  const std::string replay =
      "chatproof positions '" + sweep.scenario + "' --seed " + std::to_string(sweep.seed) + " --cell 'CELL'";
  out << "<section><div class=\"page-head\"><h2>" << report::escape_markup(sweep.scenario) << "</h2><p class=\"lead\">"
      << sweep.positions.size() << " positions, " << sweep.cells.size() << " cells, seed " << sweep.seed
      << ". Click a cell for the command that replays it.</p></div><p class=\"legend\">";
  for (const auto kind : {Outcome::Kind::passed, Outcome::Kind::healed, Outcome::Kind::refused, Outcome::Kind::violated,
                          Outcome::Kind::broken})
    out << "<span class=\"key " << to_string(kind) << "\">" << to_string(kind) << " " << sweep.count(kind) << "</span>";
  out << "</p><div class=\"scroll-x\" tabindex=\"0\" role=\"region\" aria-label=\"Positions by faults\"><table "
         "class=\"matrix\" data-replay=\""
      << report::escape_markup(replay) << "\">";
  print_map(out, sweep);
  out << "</table></div><div class=\"detail\" role=\"status\"></div></section>\n";
}

}  // namespace

std::string to_html(const std::vector<Sweep>& sweeps) {
  const std::string title = sweeps.size() == 1 ? report::escape_markup(sweeps[0].scenario) : "chatproof";
  std::ostringstream out;
  out << "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><meta "
         "http-equiv=\"Content-Security-Policy\" content=\""
      << policy << "\"><title>" << title << ": every fault at every position</title><style>" << shared_style() << style
      << "</style></head><body>";
  for (const Sweep& sweep : sweeps) print_section(out, sweep);
  out << "<script>" << script << "</script></body></html>\n";
  return out.str();
}

}  // namespace chatproof::explore
