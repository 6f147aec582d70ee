// The list of cases, one row for each id with a pill for every world, and the page of one case.

const requirementOf = new Map(report.requirements.map((entry) => [entry.id, entry]));
const worldNames = Object.keys(report.run.worlds);

function caseHash(place) {
  const one = report.cases[place];
  return "#/case/" + encodeURIComponent(one.world) + "/" + one.id.split("/").map(encodeURIComponent).join("/") + "@" + one.seed;
}

const placeOfHash = new Map(report.cases.map((one, place) => [caseHash(place), place]));

// Rows of the list: cases of the same id.
const groups = (() => {
  const byId = new Map();
  report.cases.forEach((one, place) => {
    if (!byId.has(one.id)) byId.set(one.id, { id: one.id, title: one.title, places: [] });
    byId.get(one.id).places.push(place);
  });
  for (const group of byId.values()) {
    const all = group.places.map((place) => report.cases[place]);
    group.tags = new Set(all.flatMap((one) => one.tags));
    group.rank = Math.max(...all.map((one) => verdicts[one.verdict].rank));
    group.text = [group.id, group.title, ...all[0].covers, ...group.tags,
      ...all.flatMap((one) => one.findings.flatMap((finding) => [finding.expected, finding.observed, finding.rule]))]
      .join(" ").toLowerCase();
  }
  // Problems first, then as they ran.
  return [...byId.values()].map((group, order) => ({ ...group, order }))
    .sort((a, b) => (b.rank > 1 ? b.rank : 0) - (a.rank > 1 ? a.rank : 0) || a.order - b.order);
})();

function worstOf(places) {
  return places.reduce((a, b) => (verdicts[report.cases[b].verdict].rank > verdicts[report.cases[a].verdict].rank ? b : a));
}

const filter = { text: "", verdicts: new Set(), worlds: new Set(), tag: "" };
const LIST_CHUNK = 200;

function matchingPlaces(group) {
  if (filter.tag && !group.tags.has(filter.tag)) return [];
  if (!words(filter.text).every((word) => group.text.includes(word))) return [];
  return group.places.filter((place) => {
    const one = report.cases[place];
    return (!filter.verdicts.size || filter.verdicts.has(one.verdict)) && (!filter.worlds.size || filter.worlds.has(one.world));
  });
}

class CaseList {
  constructor() {
    this.rows = el("div.rows", { role: "list" });
    this.count = el("p.note", { role: "status" });
    this.sentinel = el("div", { class: "sentinel" });
    this.current = -1;
    const verdictCounts = new Map();
    for (const one of report.cases) verdictCounts.set(one.verdict, (verdictCounts.get(one.verdict) || 0) + 1);
    const verdictEntries = Object.keys(verdicts).filter((key) => verdictCounts.has(key))
      .map((key) => ({ key, label: verdicts[key].label, count: verdictCounts.get(key), as: key }));
    const worldEntries = worldNames.map((key) => ({ key, label: key, count: report.run.worlds[key].cases }));
    const tags = [...new Set(report.cases.flatMap((one) => one.tags))].sort();
    const redraw = () => this.draw();
    this.element = el("section.list", { "aria-label": "Cases" },
      el("div.filters", null,
        searchBox("Search id, title, requirement, finding", filter.text, (text) => { filter.text = text; redraw(); }),
        chips("Verdicts", verdictEntries, filter.verdicts, redraw),
        el("div.filter-row", null, worldNames.length > 1 ? chips("Worlds", worldEntries, filter.worlds, redraw) : null,
          tags.length > 1 ? el("select.tag", { "aria-label": "Tag", onchange: (event) => { filter.tag = event.target.value; redraw(); } },
            el("option", { value: "" }, "all tags"), tags.map((tag) => el("option", { value: tag, selected: tag === filter.tag }, tag))) : null)),
      this.count, this.rows, this.sentinel);
    this.observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) this.drawMore(); });
    this.observer.observe(this.sentinel);
    this.draw();
  }

  draw() {
    this.shown = groups.map((group) => ({ group, places: matchingPlaces(group) })).filter((row) => row.places.length);
    this.next = 0;
    this.rows.replaceChildren();
    const cases = this.shown.reduce((sum, row) => sum + row.places.length, 0);
    this.count.textContent = plural(cases, "case") + (this.shown.length === cases ? "" : " of " + plural(this.shown.length, "scenario"));
    if (!this.shown.length) this.rows.append(el("p.empty", null, report.cases.length ? "No case is like that." : "No case was selected."));
    this.drawMore();
  }

  drawMore(until = 0) {
    const end = Math.min(this.shown.length, Math.max(until, this.next + LIST_CHUNK));
    for (; this.next < end; ++this.next) this.rows.append(this.row(this.shown[this.next]));
    this.mark();
  }

  row({ group, places }) {
    const worst = worstOf(places);
    const slash = group.id.lastIndexOf("/") + 1;
    const verdict = report.cases[worst].verdict;
    return el("div.row.v-" + verdict, { role: "listitem", "data-places": places.join(" ") },
      el("a.main", { href: caseHash(worst) },
        el("b.icon", { title: verdicts[verdict].label }, verdicts[verdict].icon),
        el("span.id", null, el("span.topic", null, group.id.slice(0, slash)), group.id.slice(slash)),
        el("span.title", null, group.title)),
      el("span.pills", null, places.map((place) => {
        const one = report.cases[place];
        return el("a.pill.v-" + one.verdict, { href: caseHash(place), tabindex: "-1", title: one.world + ": " + verdicts[one.verdict].label + ", seed " + one.seed }, one.world);
      })));
  }

  select(place) {
    this.current = place;
    const at = this.shown.findIndex((row) => row.places.includes(place));
    if (at >= this.next) this.drawMore(at + 50);
    this.mark();
    const row = this.rows.querySelector(".row.current");
    if (row) row.scrollIntoView({ block: "nearest" });
  }

  mark() {
    for (const row of this.rows.querySelectorAll(".row")) {
      row.classList.toggle("current", row.dataset.places.split(" ").includes(String(this.current)));
    }
  }

  // The first case of the row `by` rows away from the current one; only among problems when asked.
  neighbour(by, problems) {
    const rows = problems ? this.shown.filter((row) => row.group.rank > 1 || row.places.includes(this.current)) : this.shown;
    const at = rows.findIndex((row) => row.places.includes(this.current));
    const to = rows[at < 0 ? 0 : at + by];
    if (!to) return -1;
    return worstOf(to.places);
  }

  // The same id in the next world.
  sibling(by) {
    const row = this.shown.find((entry) => entry.places.includes(this.current));
    const to = row && row.places[row.places.indexOf(this.current) + by];
    return to === undefined ? -1 : to;
  }
}

// From the fault, or whatever began it, to the event, in the order of time. Where the chain has no fault, or ends behind
// one, the last faults before the event stand in it too: a client often shows much later what befell it.
function causalChain(history, event, timeline) {
  const chain = [event, ...causesOf(history, event)];
  const fault = chain.findIndex((one) => history.faults.has(one.id));
  const told = new Set(chain.slice(0, fault < 0 ? chain.length : fault + 1).filter((one) => one.channel !== "step" || chain.length === 1));
  for (const one of faultsBefore(history, event)) if (one.actor === event.actor || one.actor === "server") told.add(one);
  const steps = [...told].sort((a, b) => a.id - b.id);
  return el("section.chain", null, el("h4", null, steps.some((one) => history.faults.has(one.id)) ? "From the fault to this" : "How it came to this"), chainList(history, steps, timeline, event));
}

function chainList(history, steps, timeline, last) {
  return el("ol", null, steps.map((one) => {
    const [name, rest] = eventWords(one);
    const fault = history.faults.get(one.id);
    return el("li.c-" + one.channel + (fault ? ".fault" : "") + (one === last ? ".last" : ""), null, el("span.t-time", null, clockText(one.at)), el("span.who", null, one.actor),
      el("button.link", { type: "button", onclick: () => timeline.show(one.id), title: rest }, name), el("span.rest", null, rest), fault ? el("b.fault-name", null, "fault: " + fault) : null);
  }));
}

const FAULTS_TOLD = 3;

function faultsBefore(history, event) {
  return [...history.faults.keys()].filter((id) => !event || id < event.id).slice(-FAULTS_TOLD).map((id) => history.byId.get(id)).filter(Boolean);
}

// Nothing came, so no event is to blame: the last faults may be.
function lastFaults(history, timeline) {
  const faults = faultsBefore(history, null);
  return faults.length ? el("section.chain", null, el("h4", null, "The last faults before the end"), chainList(history, faults, timeline, null)) : null;
}

function findingCard(finding, history, timeline) {
  const place = finding.file ? finding.file + (finding.line ? ":" + finding.line : "") : "";
  const event = history && finding.event ? history.byId.get(finding.event) : null;
  const line = (name, text, label) => (text ? [el("dt", null, label || name), el("dd.d-" + name, null, text)] : null);
  return el("article.finding.v-" + finding.verdict, null,
    el("header", null, badge(finding.verdict), el("code", null, place), finding.where ? el("code.soft", null, finding.where) : null,
      finding.rule && finding.rule !== "step" ? el("span.rule", null, finding.rule) : null,
      (finding.proves || []).map((id) => requirementLink(id))),
    el("dl", null, line("expected", finding.expected), line("observed", finding.observed), line("nearest", finding.nearest, "nearest miss"),
      event ? [el("dt", null, "event"), el("dd", null, timeline.link(event))] : null),
    event ? causalChain(history, event, timeline) : history ? lastFaults(history, timeline) : null);
}

function requirementLink(id) {
  const entry = requirementOf.get(id);
  return el("a.req" + (entry ? ".v-" + statuses[entry.status].as : ""), { href: "#/requirement/" + encodeURIComponent(id), title: entry ? entry.text : "not in the catalogue" }, id);
}

function fact(name, ...value) {
  return el("div.fact", null, el("span", null, name), el("b", null, ...value));
}

function casePage(place, list) {
  const one = report.cases[place];
  const history = readHistory(place);
  const timeline = history ? new Timeline(history, one.findings) : null;
  const group = groups.find((entry) => entry.id === one.id);
  const events = Object.values(one.events).reduce((sum, count) => sum + count, 0);
  return el("article.case", { "aria-label": one.id },
    el("a.back", { href: "#/cases" }, "\u2190 all cases"),
    el("header.case-head", null,
      el("p.case-id", null, one.id),
      el("h2", null, one.title || one.id),
      el("div.case-line", null, badge(one.verdict),
        el("nav.worlds", { "aria-label": "Worlds" }, group.places.map((other) => {
          const its = report.cases[other];
          return el("a.pill.v-" + its.verdict, { href: caseHash(other), "aria-current": other === place ? "page" : null, title: verdicts[its.verdict].label }, its.world);
        })), one.tags.map((tag) => el("span.tag-name", null, tag)))),
    one.reason ? el("p.reason", null, one.reason) : null,
    one.findings.map((finding) => findingCard(finding, history, timeline)),
    one.replay ? el("div.replay", null, el("code", null, one.replay), copyButton(one.replay)) : null,
    el("div.facts", null, fact("scenario time", durationText(one.scenarioUs)), fact("took", durationText(one.wallUs)), fact("seed", one.seed),
      fact("expectations", String(one.expectations)), fact("events", String(events)), one.traceHash ? fact("trace", one.traceHash) : null),
    el("h3", null, "Sequence of events"),
    timeline ? timeline.element : el("p.note", null, missingHistory(one)),
    timeline ? [el("h3", null, "Wire log"), new WireLog(history, timeline).element] : null,
    el("h3", null, "Requirements"),
    one.covers.length ? el("ul.covers", null, one.covers.map((id) => {
      const entry = requirementOf.get(id);
      return el("li", null, requirementLink(id), " ", el("span", null, entry ? entry.text : "is not in the catalogue"));
    })) : el("p.note", null, "This case names none."));
}

function missingHistory(one) {
  if (one.verdict === "skipped") return "It did not run.";
  if (!Object.keys(one.events).length) return "Nothing happened.";
  if (one.verdict === "pass" && one.world !== "sim") return "Histories of passed cases are kept for the simulated world only.";
  return "The history was left out to keep this file small (" + report.historiesLeftOut + " were).";
}
