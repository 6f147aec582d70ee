// Puts the page together: the head, the way from the address to a view, the keyboard.

const content = document.getElementById("content");
const help = document.getElementById("help");
const page = { list: null, tab: "" };

const keys = [
  ["/", "search"], ["j k, arrows", "next and previous case"], ["n p", "next and previous problem"], ["h l, arrows", "the same case in another world"],
  ["1 2 3", "cases, requirements, coverage"], ["Esc", "leave the field, back to the list"], ["t", "light, dark, as the system"], ["?", "this help"],
];

function totalParts(totals) {
  return [["passed", "pass", "passed"], ["nonStrict", "nonStrict", "non-strict"], ["knownFailing", "knownFailing", "known failing"], ["inconclusive", "inconclusive", "inconclusive"],
    ["failed", "fail", "failed"], ["errors", "error", "broken"], ["skipped", "skipped", "skipped"]]
    .map(([key, as, label]) => ({ as, label, count: totals[key] }));
}

function drawHead() {
  const run = report.run, totals = run.totals, parts = totalParts(totals);
  const problems = totals.failed + totals.errors + totals.inconclusive;
  const verdict = !totals.cases ? "No case was selected" : run.succeeded ? "All good" : problems ? plural(problems, "problem") : "Nothing ran";
  const meta = [run.started && run.started.replace("T", " ").replace("Z", " UTC"), "took " + durationText(run.wallMs * 1000), run.strict ? "strict" : null,
    report.tool.version ? "chatproof " + report.tool.version : null].filter(Boolean).join("  \u00b7  ");
  document.getElementById("top").replaceChildren(
    el("div.head-line", null,
      el("a.brand", { href: "#/cases" }, el("span.mark." + (run.succeeded ? "good" : "bad"), { "aria-hidden": "true" }, run.succeeded ? "\u2713" : "\u2717"), "chatproof"),
      el("strong.outcome." + (run.succeeded ? "good" : "bad"), null, verdict),
      el("span.totals", null, parts.filter((part) => part.count).map((part) => el("span.total.v-" + part.as, null, el("b", null, String(part.count)), " " + part.label))),
      el("button.icon-button", { type: "button", title: "light, dark, as the system (t)", onclick: nextTheme }, "\u25d0"),
      el("button.icon-button", { type: "button", title: "keys (?)", onclick: () => help.showModal() }, "?")),
    bar(parts, "Cases"),
    el("div.head-line.low", null,
      el("nav.tabs", { "aria-label": "Views" }, [["cases", "Cases", totals.cases], ["requirements", "Requirements", report.requirements.length], ["coverage", "Coverage", null]]
        .map(([key, label, count]) => el("a", { href: "#/" + key, "data-tab": key }, label, count === null ? null : el("span.count", null, String(count))))),
      el("span.meta", { title: run.command }, el("code", null, run.command), el("span", null, meta))));
}

function drawHelp() {
  help.replaceChildren(el("h2", null, "Keys"), el("dl.keys", null, keys.map(([key, what]) => [el("dt", null, el("kbd", null, key)), el("dd", null, what)])),
    el("form", { method: "dialog" }, el("button.chip", null, "close")));
}

function nextTheme() {
  const order = ["", "light", "dark"];
  const next = order[(order.indexOf(document.documentElement.dataset.theme || "") + 1) % order.length];
  if (next) document.documentElement.dataset.theme = next;
  else delete document.documentElement.dataset.theme;
}

// What is shown beside the list when no case is chosen.
function welcome() {
  const slowest = report.cases.map((one, place) => place).sort((a, b) => report.cases[b].wallUs - report.cases[a].wallUs).slice(0, 10);
  return el("div.welcome", null, el("h2", null, report.run.summary.split(" in ")[0]),
    el("p.note", null, "Choose a case on the left; what did not pass comes first. Press ? for the keys."),
    el("h3", null, "Worlds"),
    Object.entries(report.run.worlds).map(([world, totals]) => el("div.world-bar", null, el("b", null, world), bar(totalParts(totals), world),
      el("span", null, totals.passed + " of " + (totals.cases - totals.skipped) + " passed"))),
    el("h3", null, "Requirements"), bar(statusParts(countBy(report.requirements, "status")), "Requirements"),
    el("h3", null, "Slowest cases"),
    el("table.slow", null, el("tbody", null, slowest.map((place) => el("tr", null, el("td", null, durationText(report.cases[place].wallUs)),
      el("td", null, el("a.case-link.v-" + report.cases[place].verdict, { href: caseHash(place) }, report.cases[place].id + " ", el("span", null, report.cases[place].world))))))));
}

function showCases(place) {
  if (page.tab !== "cases") {
    page.list = page.list || new CaseList();
    page.detail = el("section.detail", { "aria-label": "Case" });
    page.split = el("div.split", null, page.list.element, page.detail);
    content.replaceChildren(page.split);
  }
  page.split.classList.toggle("open", place >= 0);
  page.list.select(place);
  page.detail.replaceChildren(place >= 0 ? casePage(place, page.list) : welcome());
  page.detail.scrollTop = 0;
}

function route() {
  const hash = location.hash || "#/cases";
  const [, tab, ...rest] = hash.split("/");
  let name = "cases";
  if (tab === "requirements" || tab === "requirement") {
    name = "requirements";
    const view = new Requirements(rest.length > 0);
    content.replaceChildren(view.element);
    if (rest.length) view.show(decodeURIComponent(rest.join("/")));
    else window.scrollTo(0, 0);
  } else if (tab === "coverage") {
    name = "coverage";
    content.replaceChildren(new CoverageView().element);
    window.scrollTo(0, 0);
  } else {
    const narrow = matchMedia("(max-width: 900px)").matches;
    let place = placeOfHash.get(hash);
    // Who opens the report of a failed run wants to see the first failure.
    if (!location.hash && !narrow && groups.length && groups[0].rank > 2) place = worstOf(groups[0].places);
    showCases(place === undefined ? -1 : place);
    if (place !== undefined && narrow) window.scrollTo(0, 0);
  }
  page.tab = name;
  for (const link of document.querySelectorAll("[data-tab]")) link.setAttribute("aria-current", link.dataset.tab === name ? "page" : "false");
}

function go(place) {
  if (place >= 0) location.hash = caseHash(place);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const field = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    if (field) field.blur();
    else if (page.tab === "cases") location.hash = "#/cases";
    return;
  }
  if (field) return;
  const list = page.tab === "cases" ? page.list : null;
  const inTimeline = event.target.closest(".timeline-scroll");
  const search = document.querySelector("#content .search");
  const actions = {
    "/": () => search && search.focus(),
    "?": () => help.showModal(),
    t: nextTheme,
    1: () => { location.hash = "#/cases"; }, 2: () => { location.hash = "#/requirements"; }, 3: () => { location.hash = "#/coverage"; },
    j: () => list && go(list.neighbour(1)), k: () => list && go(list.neighbour(-1)),
    n: () => list && go(list.neighbour(1, true)), p: () => list && go(list.neighbour(-1, true)),
    l: () => list && go(list.sibling(1)), h: () => list && go(list.sibling(-1)),
  };
  if (!inTimeline && list) Object.assign(actions, { ArrowDown: actions.j, ArrowUp: actions.k, ArrowRight: actions.l, ArrowLeft: actions.h });
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

drawHead();
drawHelp();
addEventListener("hashchange", route);
addEventListener("keydown", onKey);
route();
