// Every requirement of the catalogue, with what this run says about it.

const requirementFilter = { text: "", statuses: new Set(), levels: new Set(), topic: "" };

function requirementTopics() {
  const topics = new Map();
  for (const entry of report.requirements) {
    if (!topics.has(entry.topic)) topics.set(entry.topic, { topic: entry.topic, entries: [], counts: {} });
    const topic = topics.get(entry.topic);
    topic.entries.push(entry);
    topic.counts[entry.status] = (topic.counts[entry.status] || 0) + 1;
  }
  return [...topics.values()];
}

function statusParts(counts) {
  const order = ["passed", "warned", "failed", "notCovered", "notTestable"];
  return order.map((status) => ({ as: statuses[status].as, label: statuses[status].label, count: counts[status] || 0 }));
}

function countBy(entries, key) {
  const counts = {};
  for (const entry of entries) counts[entry[key]] = (counts[entry[key]] || 0) + 1;
  return counts;
}

class Requirements {
  constructor(chosen) {
    if (chosen) Object.assign(requirementFilter, { text: "", topic: "", statuses: new Set(), levels: new Set() });
    this.body = el("div.requirements", null);
    this.count = el("p.note", { role: "status" });
    this.topics = requirementTopics();
    this.cards = el("div.topics", { role: "group", "aria-label": "Topics" });
    const statusCounts = countBy(report.requirements, "status");
    const levelCounts = countBy(report.requirements, "level");
    const redraw = () => this.draw();
    const statusEntries = Object.keys(statuses).filter((key) => statusCounts[key])
      .map((key) => ({ key, label: statuses[key].label, count: statusCounts[key], as: statuses[key].as }));
    const levelEntries = ["documented", "observed", "inferred", "disputed"].filter((key) => levelCounts[key])
      .map((key) => ({ key, label: key, count: levelCounts[key] }));
    const tested = (statusCounts.passed || 0) + (statusCounts.warned || 0) + (statusCounts.failed || 0);
    const testable = report.requirements.length - (statusCounts.notTestable || 0);
    this.element = el("section.page", null,
      el("div.page-head", null, el("h2", null, "Requirements"),
        el("p.lead", null, tested + " of " + testable + " testable requirements were judged by this run, " + (statusCounts.failed || 0) + " failed.")),
      bar(statusParts(statusCounts), "All requirements"), this.cards,
      el("div.filters.wide", null, searchBox("Search id, text, source", requirementFilter.text, (text) => { requirementFilter.text = text; redraw(); }),
        chips("Status", statusEntries, requirementFilter.statuses, redraw), chips("Level", levelEntries, requirementFilter.levels, redraw)),
      report.unknownRequirements.length ? el("p.reason", null, "Cases name requirements that the catalogue does not know: " + report.unknownRequirements.join(", ")) : null,
      this.count, this.body);
    this.draw();
  }

  draw() {
    this.cards.replaceChildren(...this.topics.map((topic) => el("button.topic-card", {
      type: "button", "aria-pressed": String(requirementFilter.topic === topic.topic), onclick: () => {
        requirementFilter.topic = requirementFilter.topic === topic.topic ? "" : topic.topic;
        this.draw();
      },
    }, el("span.topic-name", null, topic.topic), el("span.topic-count", null, (topic.counts.passed || 0) + "/" + topic.entries.length), bar(statusParts(topic.counts), topic.topic))));
    let shown = 0;
    const sections = [];
    for (const topic of this.topics) {
      if (requirementFilter.topic && topic.topic !== requirementFilter.topic) continue;
      const entries = topic.entries.filter((entry) => this.matches(entry));
      shown += entries.length;
      if (entries.length) sections.push(el("section", null, el("h3", null, topic.topic), entries.map((entry) => this.row(entry))));
    }
    this.count.textContent = plural(shown, "requirement");
    this.body.replaceChildren(...sections);
    if (!shown) this.body.append(el("p.empty", null, report.requirements.length ? "No requirement is like that." : "The catalogue was empty."));
  }

  matches(entry) {
    const text = (entry.id + " " + entry.text + " " + entry.source + " " + (entry.codes || []).join(" ")).toLowerCase();
    return words(requirementFilter.text).every((word) => text.includes(word)) &&
      (!requirementFilter.statuses.size || requirementFilter.statuses.has(entry.status)) &&
      (!requirementFilter.levels.size || requirementFilter.levels.has(entry.level));
  }

  row(entry) {
    const broken = new Set(entry.broken || []);
    const cases = [...entry.cases].sort((a, b) => broken.has(b) - broken.has(a));
    return el("article.requirement.v-" + statuses[entry.status].as, { id: "requirement-" + entry.id, tabindex: "-1" },
      el("div.req-head", null, el("a.req-id", { href: "#/requirement/" + encodeURIComponent(entry.id) }, entry.id), el("span.level.l-" + entry.level, null, entry.level), statusBadge(entry.status)),
      el("div.req-body", null, el("p", null, entry.text),
        entry.readings ? el("ul.readings", null, entry.readings.map((reading) => el("li", null, reading))) : null,
        el("p.source", null, entry.source + (entry.since ? ", since " + entry.since : "") + (entry.codes ? ", codes " + entry.codes.join(", ") : "") + (entry.switch ? ", server setting " + entry.switch : "")),
        entry.note ? el("p.source", null, entry.note) : null,
        cases.length ? this.cases(cases, broken) : null));
  }

  // Few cases are shown at once, many on demand.
  cases(cases, broken) {
    const links = (from, to) => cases.slice(from, to).map((place) => {
      const one = report.cases[place];
      return el("a.case-link.v-" + one.verdict, { href: caseHash(place), title: one.title + (broken.has(place) ? " (against it)" : "") }, verdicts[one.verdict].icon + " " + one.id + " ", el("span", null, one.world));
    });
    const box = el("div.case-links", null, links(0, 4));
    if (cases.length > 4) {
      box.append(el("button.link", { type: "button", onclick: (event) => { event.currentTarget.remove(); box.append(...links(4)); } }, (cases.length - 4) + " more"));
    }
    return box;
  }

  show(id) {
    const row = document.getElementById("requirement-" + id);
    if (!row) return;
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1500);
  }
}
