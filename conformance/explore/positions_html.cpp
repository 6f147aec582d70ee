// A sweep as one HTML page: the heat map.
#include <algorithm>
#include <chrono>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/explore/positions.hpp"

namespace chatproof::explore {
namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#667;--line:#d8dde3;--passed:#cdeccf;--healed:#d5e6fb;--refused:#fdecc0;--violated:#d32f2f;--broken:#7b1fa2}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e4e7ea;--dim:#99a;--line:#333a42;--passed:#1f4a25;--healed:#1d3c61;--refused:#5c4a12}}
body{font:14px system-ui,sans-serif;background:var(--bg);color:var(--fg);margin:24px}
h1{font-size:20px;margin:0 0 4px}p{color:var(--dim);margin:4px 0 12px}
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:2px 4px;font:12px ui-monospace,monospace}
thead th{vertical-align:bottom;background:var(--bg);position:sticky;top:0}
thead th span{writing-mode:vertical-rl;transform:rotate(180deg)}
tbody th{text-align:left;font-weight:400;white-space:nowrap}td{text-align:center;min-width:38px}
td[data-c]{cursor:pointer}td.t{text-align:right;color:var(--dim)}
.passed{background:var(--passed)}.healed{background:var(--healed)}.refused{background:var(--refused)}
.violated{background:var(--violated);color:#fff;font-weight:700}.broken{background:var(--broken);color:#fff}
.key span{display:inline-block;padding:2px 8px;margin-right:8px;border:1px solid var(--line)}
#detail{position:sticky;bottom:0;background:var(--bg);border-top:2px solid var(--line);padding:10px 0;min-height:60px}
code{background:var(--line);padding:2px 5px}
)";

constexpr const char* script = R"(
const detail=document.getElementById("detail");
document.querySelector("table").addEventListener("click",e=>{const td=e.target.closest("td[data-c]");if(!td)return;
const [position,fault]=td.dataset.c.split("|");detail.textContent="";
const add=(tag,text)=>{const n=document.createElement(tag);n.textContent=text;detail.append(n);detail.append(document.createElement("br"));};
add("b",position+" : "+fault+" : "+td.title);
add("code",document.body.dataset.replay.replace("CELL",position+":"+fault));});
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

std::string cell_html(const CellResult& cell) {
  const std::string kind(cell.acted ? to_string(cell.outcome.kind) : "broken");
  std::string shown;
  if (cell.outcome.kind == Outcome::Kind::refused) shown = std::to_string(cell.outcome.code);
  if (kind == "violated" || kind == "broken") shown = "!";
  std::string title = cell.acted ? to_text(cell.outcome) : "the position was not reached again";
  if (!cell.outcome.first.observed.empty()) title += ": " + cell.outcome.first.observed;
  return "<td class=\"" + kind + "\" data-c=\"" + escaped(cell.cell.position) + "|" +
         std::string(to_string(cell.cell.fault)) + "\" title=\"" + escaped(title) + "\">" + shown + "</td>";
}

}  // namespace

std::string to_html(const Sweep& sweep) {
  std::vector<const FaultKind*> kinds;
  for (const FaultKind& kind : fault_kinds())
    if (std::any_of(sweep.cells.begin(), sweep.cells.end(),
                    [&](const CellResult& cell) { return cell.cell.fault == kind.fault; }))
      kinds.push_back(&kind);
  const std::string replay =
      "chatproof positions '" + sweep.scenario + "' --seed " + std::to_string(sweep.seed) + " --cell 'CELL'";
  std::ostringstream out;
  out << "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" << escaped(sweep.scenario)
      << ": every fault at every position</title><style>" << style << "</style></head><body data-replay=\""
      << escaped(replay) << "\"><h1>" << escaped(sweep.scenario) << "</h1><p>" << sweep.positions.size()
      << " positions, " << sweep.cells.size() << " cells, seed " << sweep.seed
      << ". Click a cell for the command that replays it.</p><p class=\"key\">";
  for (const auto kind : {Outcome::Kind::passed, Outcome::Kind::healed, Outcome::Kind::refused, Outcome::Kind::violated,
                          Outcome::Kind::broken})
    out << "<span class=\"" << to_string(kind) << "\">" << to_string(kind) << " " << sweep.count(kind) << "</span>";
  out << "</p><table><thead><tr><th>time</th><th>position</th>";
  for (const FaultKind* kind : kinds)
    out << "<th title=\"" << escaped(kind->text) << "\"><span>" << kind->name << "</span></th>";
  out << "</tr></thead><tbody>";
  out << std::fixed << std::setprecision(4);
  auto cell = sweep.cells.begin();
  for (const Position& position : sweep.positions) {
    const std::chrono::duration<double> at = position.at.time_since_epoch();
    out << "<tr><td class=\"t\">" << at.count() << " s</td><th>" << escaped(position.name) << "</th>";
    for (const FaultKind* kind : kinds) {
      const bool here = cell != sweep.cells.end() && cell->cell == Cell{position.name, kind->fault};
      out << (here ? cell_html(*cell++) : std::string("<td></td>"));
    }
    out << "</tr>\n";
  }
  out << "</tbody></table><div id=\"detail\"></div><script>" << script << "</script></body></html>\n";
  return out.str();
}

}  // namespace chatproof::explore
