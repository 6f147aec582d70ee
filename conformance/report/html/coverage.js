// What of the SDK's contract this run has seen: methods by state, callbacks, error codes.

const stateWords = {
  beforeInit: "before init", initialised: "initialised", loggingIn: "logging in", loggedIn: "logged in",
  afterLogout: "after logout", afterKick: "after a kick", afterExpiry: "after expiry", afterUnInit: "after un-init",
};
const coverageFilter = { text: "", only: new Set() };

function meter(name, seen, all) {
  const known = Math.max(all, seen);
  return el("div.meter", null, el("span", null, name), el("b", null, seen + (known ? " of " + known : "")),
    bar([{ as: "pass", label: "seen", count: seen }, { as: "open", label: "never seen", count: known - seen }], name));
}

function codeName(code) {
  const entry = report.coverage.codes.find((one) => String(one.code) === String(code));
  return entry && entry.name ? code + " " + entry.name : String(code);
}

function outcomeText(outcomes) {
  return Object.entries(outcomes).map(([code, times]) => (code === "0" ? "ok" : codeName(code)) + " \u00d7" + times).join(", ");
}

// One method in one state: the codes that came, or how often it was called when it has no completion.
function stateCell(name, state, cell) {
  if (!cell) return el("td.none", { title: name + ", " + stateWords[state] + ": never called" }, "\u00b7");
  const codes = Object.keys(cell.outcomes).sort((a, b) => Number(a) - Number(b));
  const text = codes.slice(0, 2).map((code) => (code === "0" ? "ok" : code)).join(" ") + (codes.length > 2 ? " \u2026" : "");
  const kind = !codes.length ? "plain" : codes.every((code) => code === "0") ? "ok" : codes.includes("0") ? "mixed" : "code";
  const title = name + ", " + stateWords[state] + ": " + plural(cell.calls, "call") + (codes.length ? "; " + outcomeText(cell.outcomes) : "");
  return el("td." + kind, { title }, text || "\u00d7" + cell.calls);
}

const originWords = {
  ownCall: "own call", otherCall: "another's call", link: "link fault", device: "device fault",
  faultRule: "server's fault rule", operator: "operator", unknown: "time, unknown",
};
const dimensionWords = {
  methods: "methods called", callbacks: "callbacks seen", callbackCauses: "callbacks by cause", codes: "error codes seen",
  transitions: "login-state transitions", faults: "faults by state", requirements: "requirements judged",
};

// A map of what was seen: rows {name: {column: times}}, possible {name: [column]}. What can be and was never seen is a gap.
function heatMap(what, columns, columnWords, rows, possible) {
  const cell = (name, row, column) => {
    const times = row[column] || 0, can = (possible[name] || []).includes(column);
    const kind = times ? (can ? "ok" : "mixed") : can ? "gap" : "none";
    const title = name + ", " + (columnWords[column] || column) + ": " + (times ? "seen " + plural(times, "time") + (can ? "" : ", not in the table of what can be") : can ? "never seen" : "cannot be");
    return el("td." + kind, { title }, times ? String(times) : can ? "\u25cb" : "");
  };
  return el("div.scroll-x", { tabindex: "0", role: "region", "aria-label": what }, el("table.matrix.heat", null,
    el("thead", null, el("tr", null, el("th", { scope: "col" }, ""), columns.map((column) => el("th", { scope: "col" }, columnWords[column] || column)))),
    el("tbody", null, Object.entries(rows).map(([name, row]) => el("tr", null, el("th", { scope: "row" }, stateWords[name] || name), columns.map((column) => cell(name, row, column)))))));
}

function mapLegend() {
  const key = (kind, text) => el("span", null, el("i.key." + kind, null), text);
  return el("p.legend", null, key("ok", "seen, how often"), key("gap", "can be, never seen"), key("mixed", "seen, though the table says it cannot be"), key("none", "cannot be"));
}

class CoverageView {
  constructor() {
    const coverage = report.coverage;
    this.table = el("table.matrix", null);
    this.count = el("p.note", { role: "status" });
    const redraw = () => this.draw();
    this.element = el("section.page", null,
      el("div.page-head", null, el("h2", null, "Coverage of the SDK's contract"),
        el("p.lead", null, "What the histories of this run have seen, and what they have never seen.")),
      el("div.meters", null, meter("all together", coverage.total.seen, coverage.total.all),
        coverage.dimensions.map((one) => meter(dimensionWords[one.name] || one.name, one.seen, one.all))),
      report.coverage.unknown.length ? el("p.reason", null, "Not in the vocabulary: " + report.coverage.unknown.join(", ")) : null,
      el("h3", null, "Callbacks by what began the chain that led to them"), mapLegend(),
      heatMap("Callbacks by cause", coverage.causes, originWords, coverage.callbackCauses, coverage.possible.callbackCauses || {}),
      el("h3", null, "Login-state transitions, from row to column"),
      heatMap("Transitions", coverage.states, stateWords, coverage.transitions, coverage.possible.transitions || {}),
      el("h3", null, "Faults by the state of the SDK that they met"),
      heatMap("Faults by state", coverage.states, stateWords, coverage.faults, coverage.possible.faults || {}),
      el("h3", null, "Methods by state of the SDK at the call"),
      el("div.filters.wide", null, searchBox("Search a method", coverageFilter.text, (text) => { coverageFilter.text = text; redraw(); }),
        chips("Methods", [{ key: "called", label: "called" }, { key: "never", label: "never called" }], coverageFilter.only, redraw)),
      this.legend(), this.count, el("div.scroll-x", { tabindex: "0", role: "region", "aria-label": "Methods by state" }, this.table),
      el("h3", null, "Callbacks"), this.callbacks(), el("h3", null, "Error codes"), this.codes());
    this.draw();
  }

  legend() {
    const key = (kind, text) => el("span", null, el("i.key." + kind, null), text);
    return el("p.legend", null, key("ok", "success only"), key("mixed", "success and errors"), key("code", "errors only"), key("plain", "returns at once, or never ended"), key("none", "never called"));
  }

  draw() {
    const wanted = words(coverageFilter.text);
    const rows = Object.entries(report.coverage.methods).filter(([name, states]) => {
      const called = Object.keys(states).length > 0;
      return wanted.every((word) => name.toLowerCase().includes(word)) &&
        (!coverageFilter.only.size || coverageFilter.only.has(called ? "called" : "never"));
    });
    this.count.textContent = plural(rows.length, "method");
    this.table.replaceChildren(
      el("thead", null, el("tr", null, el("th", { scope: "col" }, "method"), report.coverage.states.map((state) => el("th", { scope: "col" }, stateWords[state] || state)))),
      el("tbody", null, rows.map(([name, states]) => el("tr", null, el("th", { scope: "row" }, name), report.coverage.states.map((state) => stateCell(name, state, states[state]))))));
  }

  callbacks() {
    const all = Object.entries(report.coverage.callbacks).sort((a, b) => (b[1] > 0) - (a[1] > 0) || (a[0] < b[0] ? -1 : 1));
    if (!all.length) return el("p.note", null, "None.");
    return el("ul.tokens", null, all.map(([name, times]) => el(times ? "li.seen" : "li", { title: times ? "seen " + times + " times" : "never seen" }, name, times ? el("span.count", null, String(times)) : null)));
  }

  codes() {
    const seen = [...report.coverage.codes, ...report.coverage.unknownCodes].filter((code) => code.times), never = report.coverage.codes.filter((code) => !code.times);
    const table = el("table.codes", null, el("thead", null, el("tr", null, ["code", "name", "times", "from"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", null, seen.map((code) => el("tr", null, el("td.number", null, String(code.code)), el("td", null, el("code", null, code.name || "(in no table, counted nowhere)")), el("td.number", null, String(code.times)), el("td.from", null, code.from.join(", "))))));
    return el("div", null, seen.length ? el("div.scroll-x", null, table) : el("p.note", null, "None was seen."),
      never.length ? el("details", null, el("summary", null, plural(never.length, "code") + " never seen"),
        el("ul.tokens", null, never.map((code) => el("li", null, code.code + " " + code.name)))) : null);
  }
}
