// The history of one case as a sequence diagram: a lane for each actor and the server, time on the left.

const CHUNK = 250; // rows drawn at once
const CONNECT_WORDS = new Set(["refuse", "blackhole", "unresolvable", "unreachable", "resetAfterAccept"]); // one at a time
const LASTING = new Set([...CONNECT_WORDS, "untrusted", "stall", "latency", "throttle", "slice"]);
const SERVER_ENDS = { stop: "start", stopListening: "startListening", freeze: "thaw" };
const GAP_US = 1e6; // a longer silence gets a row of its own

const channelWords = {
  call: "calls", result: "results", callback: "callbacks", wire: "requests", server: "server", network: "network", step: "steps",
};

function readHistory(place) {
  const tag = document.getElementById("history-" + place);
  if (!tag) return null;
  const raw = JSON.parse(tag.textContent);
  const events = raw.events.map(([id, at, actor, channel, name, payload, cause, used]) =>
    ({ id, at, actor: raw.actors[actor], channel, name, payload, cause, used }));
  const lanes = raw.actors.filter((actor) => actor !== "server" && actor !== "stage");
  if (events.some((event) => event.actor === "server" || event.channel === "wire")) lanes.push("server");
  const history = { leftOut: raw.leftOut, leftOutBehind: raw.leftOutBehind, events, lanes, byId: new Map(events.map((event) => [event.id, event])), faults: new Map(raw.faults) };
  history.windows = faultWindows(events);
  return history;
}

// "1m30s" in microseconds, 0 for what is no duration.
function durationUs(text) {
  const units = { us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 36e8, d: 864e8 };
  return [...String(text || "").matchAll(/([0-9.]+)(us|ms|s|m|h|d)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0);
}

// While which faults last: [{lane, word, from: id, to: id, until: time}], the end is what comes first.
function faultWindows(events) {
  const windows = [], open = new Map();
  const close = (lane, id, matches) => {
    const still = (open.get(lane) || []).filter((one) => !matches(one.word) || !(one.to = id));
    open.set(lane, still);
  };
  const begin = (lane, word, event, lasts) => {
    const made = { lane, word, from: event.id, to: Infinity, until: lasts ? event.at + lasts : Infinity };
    windows.push(made);
    if (!lasts) open.set(lane, [...(open.get(lane) || []), made]);
  };
  for (const event of events) {
    const word = event.name, args = event.payload || {};
    if (event.channel === "server" && word === "fault") {
      const then = args.detail && args.detail.rule && args.detail.rule.then || {};
      const lasts = durationUs(then.for || then.by);
      if (lasts) begin(args.device || "server", then.kind, event, lasts);
    } else if (event.channel === "network" && event.actor === "server") {
      if (SERVER_ENDS[word]) begin("server", word, event);
      else if (word === "restart" && durationUs(args.down)) begin("server", word, event, durationUs(args.down));
      else close("server", event.id, (other) => SERVER_ENDS[other] === word);
    } else if (event.channel === "network") {
      if (word === "heal") close(event.actor, event.id, () => true);
      if (!LASTING.has(word)) continue;
      close(event.actor, event.id, (other) => other === word || (CONNECT_WORDS.has(other) && CONNECT_WORDS.has(word)));
      begin(event.actor, word, event);
    }
  }
  return windows;
}

function shortValue(value, depth = 0) {
  if (value !== null && typeof value === "object" && !Array.isArray(value) && depth < 3) {
    return "{" + members(value, depth + 1) + "}";
  }
  return JSON.stringify(value);
}

function members(object, depth = 0) {
  return Object.entries(object).map(([name, value]) => name + ": " + shortValue(value, depth)).join(", ");
}

function isEmpty(value) {
  return value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
}

// [name, what else, whether it is an error]
function eventWords(event) {
  const payload = event.payload || {};
  const args = isEmpty(payload.args) ? "" : typeof payload.args === "object" ? members(payload.args) : shortValue(payload.args);
  if (event.channel === "call" || event.channel === "callback") return [event.name, "(" + args + ")", false];
  if (event.channel === "result") {
    if (payload.error !== undefined) return [event.name, "\u2192 " + payload.error + (payload.text ? " " + payload.text : ""), true];
    const value = payload.value !== undefined && payload.value !== null ? " " + shortValue(payload.value) : "";
    return [event.name, "\u2192 ok" + value, false];
  }
  if (event.channel === "wire") {
    const { command, ...rest } = typeof payload.detail === "object" && payload.detail ? payload.detail : payload;
    const shown = Object.keys(rest).length === 1 && rest.payload !== undefined ? rest.payload : rest;
    return [event.name, isEmpty(shown) ? "" : shortValue(shown), false];
  }
  if (event.channel === "server") return [event.name, isEmpty(payload.detail) ? "" : shortValue(payload.detail), event.name === "fault"];
  return [event.name, isEmpty(event.payload) ? "" : shortValue(event.payload), false];
}

// Ids of what led to an event, nearest first.
function causesOf(history, event) {
  const causes = [];
  for (let here = event; here && here.cause && here.cause < here.id && causes.length < 32;) {
    here = history.byId.get(here.cause);
    if (here) causes.push(here);
  }
  return causes;
}

class Timeline {
  constructor(history, marked) {
    this.history = history;
    // What was waited for and never came has no event, or that of a near miss; it is drawn where it is missing.
    this.missing = marked.filter((finding) => finding.rule === "step" && finding.expected && (!finding.event || finding.nearest));
    this.marked = new Map(marked.filter((finding) => finding.event).map((finding) => [finding.event, finding.verdict]));
    this.hidden = new Set();
    this.last = null;
    this.root = el("div.timeline", { style: "--lanes:" + Math.max(1, history.lanes.length) });
    this.draw();
  }

  get element() {
    const counts = new Map();
    for (const event of this.history.events) counts.set(event.channel, (counts.get(event.channel) || 0) + 1);
    const shown = new Set(counts.keys());
    const entries = Object.keys(channelWords).filter((key) => counts.has(key))
      .map((key) => ({ key, label: channelWords[key], count: counts.get(key), as: "c-" + key }));
    const toolbar = chips("Kinds of events", entries, shown, () => {
      this.hidden = new Set([...counts.keys()].filter((key) => !shown.has(key)));
      this.draw();
    });
    const { leftOut, leftOutBehind } = this.history;
    const gone = [leftOut ? "the first " + leftOut : null, leftOutBehind ? "the last " + leftOutBehind : null].filter(Boolean).join(" and ");
    const note = gone ? el("p.note", null, "This is the part around what went wrong; " + gone + " events are left out to keep this file small. A trace has them all: chatproof run ... --trace DIR") : null;
    return el("div", null, toolbar, note, el("div.timeline-scroll", { tabindex: "0", role: "region", "aria-label": "Timeline" }, this.root));
  }

  draw(about = this.firstMarked()) {
    this.rows = new Map();
    this.queue = this.history.events.filter((event) => !this.hidden.has(event.channel));
    const place = about ? this.queue.findIndex((event) => event.id >= about) : 0;
    // All of a short history, of a long one what is around the event.
    this.first = this.queue.length <= CHUNK || place < CHUNK / 2 ? 0 : place - Math.floor(CHUNK / 4);
    this.next = this.first;
    this.root.replaceChildren(
      el("div.t-row.t-head", null, el("span.t-time", null, "time (s)"), this.history.lanes.map((lane) => el("b.t-lane", { title: lane }, lane))),
      el("div.t-lines", { "aria-hidden": "true" }, el("i", null), this.history.lanes.map(() => el("i.t-line", null))));
    this.earlier = el("button.more", { type: "button", onclick: () => this.drawEarlier() });
    this.more = el("button.more", { type: "button", onclick: () => this.drawMore() });
    this.root.append(this.earlier, this.more);
    this.drawMore();
  }

  // The end, where something is missing there.
  firstMarked() {
    const { events } = this.history;
    if (!this.marked.size) return this.missing.length && events.length ? events[events.length - 1].id : 0;
    return Math.min(...this.marked.keys());
  }

  drawMore() {
    const begin = this.next;
    this.next = Math.min(this.queue.length, begin + CHUNK);
    this.more.before(this.rowsOf(begin, this.next));
    this.label();
  }

  drawEarlier() {
    const end = this.first;
    this.first = Math.max(0, end - CHUNK);
    this.earlier.after(this.rowsOf(this.first, end));
    this.label();
  }

  label() {
    const later = this.queue.length - this.next;
    this.earlier.hidden = this.first === 0;
    this.more.hidden = later === 0;
    this.earlier.textContent = "show " + Math.min(CHUNK, this.first) + " of " + this.first + " earlier events";
    this.more.textContent = "show " + Math.min(CHUNK, later) + " of " + later + " more events";
  }

  rowsOf(begin, end) {
    const rows = document.createDocumentFragment();
    this.last = begin > 0 ? this.queue[begin - 1].at : null;
    for (let place = begin; place < end; ++place) this.addRow(rows, this.queue[place], place === begin);
    if (end === this.queue.length) for (const finding of this.missing) rows.append(this.missingRow(finding));
    return rows;
  }

  // Scrolls to an event; draws what is around it when it is far away.
  show(id) {
    const place = this.queue.findIndex((event) => event.id === id);
    if (place < 0) return;
    if (place >= this.next && place < this.next + CHUNK) this.drawMore();
    else if (place < this.first && place >= this.first - CHUNK) this.drawEarlier();
    else if (!this.rows.has(id)) this.draw(id);
    const row = this.rows.get(id);
    row.scrollIntoView({ block: "center", behavior: "auto" });
    row.focus({ preventScroll: true });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1200);
  }

  addRow(rows, event, newTime) {
    if (this.last !== null && event.at - this.last >= GAP_US) {
      rows.append(el("div.t-row.t-gap", null, this.shades(event, true), el("span.t-wide", null, durationText(event.at - this.last) + " pass")));
    }
    const [name, rest, bad] = eventWords(event);
    newTime = newTime || event.at !== this.last;
    this.last = event.at;
    const fault = this.history.faults.get(event.id);
    const row = el("div.t-row.c-" + event.channel + (bad ? ".bad" : "") + (fault ? ".fault" : "") + (this.marked.has(event.id) ? ".marked.v-" + this.marked.get(event.id) : ""), {
      tabindex: "0", role: "button", "aria-expanded": "false", "data-id": event.id,
      "aria-label": clockText(event.at) + " " + event.actor + ": " + name + " " + rest,
      onclick: () => this.toggle(row, event), onkeydown: (key) => this.key(key, row, event),
    }, el("span.t-time", null, newTime ? clockText(event.at) : ""), this.shades(event), this.mark(event, name, rest));
    this.rows.set(event.id, row);
    rows.append(row);
  }

  missingRow(finding) {
    const lane = this.history.lanes.find((name) => finding.expected.includes(name + ".")) || (finding.expected.includes("server") ? "server" : "");
    const label = [el("b", null, "missing: "), el("span", null, finding.expected)];
    return el("div.t-row.t-missing.v-" + finding.verdict, { "aria-label": "never came: " + finding.expected }, el("span.t-time", null, ""),
      lane ? el("span.t-box", { style: "grid-column:" + this.lane(lane), title: finding.expected + " (never came)" }, label) : el("span.t-wide", null, label));
  }

  lane(name) {
    return this.history.lanes.indexOf(name) + 2;
  }

  // What the event looks like: a box in its lane, or an arrow between two.
  mark(event, name, rest) {
    const label = [el("b", null, name), rest ? el("span", null, (rest[0] === "(" ? "" : " ") + rest) : null];
    const title = name + " " + rest;
    if (event.channel === "step") return el("span.t-wide", null, "step " + event.name);
    const device = event.payload && event.payload.device;
    const from = this.lane(event.actor), server = this.lane("server");
    if (event.channel === "wire" && from >= 2) return this.arrow(from, server, "right", label, title);
    if (event.channel === "server" && ["reply", "push", "kick"].includes(event.name) && this.history.lanes.includes(device)) {
      return this.arrow(this.lane(device), server, "left", label, title);
    }
    if (event.channel === "server" && device && event.name !== "fault") label.push(el("span", null, " " + device));
    if (from < 2) return el("span.t-wide", null, event.actor + ": ", label);
    const unused = (event.channel === "callback" || event.channel === "result") && !event.used;
    return el("span.t-box" + (unused ? ".unused" : ""), { style: "grid-column:" + from, title: unused ? title + " (no expectation asked for it)" : title }, label);
  }

  arrow(from, to, direction, label, title) {
    return el("span.t-arrow." + direction, { style: "grid-column:" + from + "/" + (to + 1) + ";--span:" + (to - from + 1), title },
      el("span.t-label", null, label));
  }

  // The silence before an event is shaded as far as what lasts began before it.
  shades(event, before) {
    const here = this.history.windows.filter((one) => (before ? one.from < event.id : one.from <= event.id) && (before ? event.id <= one.to : event.id < one.to) && (before || event.at < one.until));
    return this.history.lanes.map((lane, place) => {
      const words = here.filter((one) => one.lane === lane).map((one) => one.word);
      return words.length ? el("i.t-shade", { style: "grid-column:" + (place + 2), title: words.join(", ") }) : null;
    });
  }

  key(key, row, event) {
    if (key.target !== row) return;
    if (key.key === "Enter" || key.key === " ") this.toggle(row, event);
    else if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      const next = key.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
      let to = row[next];
      while (to && !to.dataset.id) to = to[next];
      if (to) to.focus();
    } else return;
    key.preventDefault();
    key.stopPropagation();
  }

  toggle(row, event) {
    const open = row.getAttribute("aria-expanded") === "true";
    row.setAttribute("aria-expanded", String(!open));
    if (open) return row.nextSibling.remove();
    const causes = causesOf(this.history, event);
    const payload = isEmpty(event.payload) ? null : el("pre", null, JSON.stringify(event.payload, null, 2));
    row.after(el("div.t-detail", null,
      el("p", null, el("b", null, "#" + event.id + " " + event.channel + " " + event.name), " at " + clockText(event.at) + " s, " + event.actor),
      causes.length ? el("p", null, "because of ", causes.map((cause, i) => [i ? " \u2190 " : "", this.link(cause)])) : null, payload));
  }

  link(event) {
    return el("button.link", { type: "button", onclick: () => this.show(event.id) }, "#" + event.id + " " + event.name);
  }
}
