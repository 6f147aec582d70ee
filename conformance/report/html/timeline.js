// The history of one case as a sequence diagram: a lane for each actor and the server, time on the left.

const CHUNK = 250; // rows drawn at once
const LASTING = new Set(["refuse", "blackhole", "unresolvable", "unreachable", "untrusted", "stall", "latency", "throttle"]);
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
  return { leftOut: raw.leftOut, events, lanes, byId: new Map(events.map((event) => [event.id, event])) };
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
    this.marked = new Map(marked.filter((finding) => finding.event).map((finding) => [finding.event, finding.verdict]));
    this.hidden = new Set();
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
    const note = this.history.leftOut ? el("p.note", null, "The first " + plural(this.history.leftOut, "event") + " are left out.") : null;
    return el("div", null, toolbar, note, el("div.timeline-scroll", { tabindex: "0", role: "region", "aria-label": "Timeline" }, this.root));
  }

  draw() {
    this.rows = new Map();
    this.queue = this.history.events.filter((event) => !this.hidden.has(event.channel));
    this.next = 0;
    this.last = null;
    this.faults = new Map(); // lane -> Set of lasting conditions
    this.root.replaceChildren(
      el("div.t-row.t-head", null, el("span.t-time", null, "time (s)"), this.history.lanes.map((lane) => el("b.t-lane", { title: lane }, lane))),
      el("div.t-lines", { "aria-hidden": "true" }, el("i", null), this.history.lanes.map(() => el("i.t-line", null))));
    this.more = el("button.more", { type: "button", onclick: () => this.drawMore() });
    this.root.append(this.more);
    this.drawMore();
  }

  drawMore(until = 0) {
    const rows = document.createDocumentFragment();
    const end = Math.min(this.queue.length, Math.max(this.next + CHUNK, until));
    for (; this.next < end; ++this.next) this.addRow(rows, this.queue[this.next]);
    this.more.before(rows);
    this.more.hidden = this.next === this.queue.length;
    this.more.textContent = "show " + Math.min(CHUNK, this.queue.length - this.next) + " of " + (this.queue.length - this.next) + " more events";
  }

  // Scrolls to an event and opens it.
  show(id) {
    const place = this.queue.findIndex((event) => event.id === id);
    if (place < 0) return;
    if (place >= this.next) this.drawMore(place + 20);
    const row = this.rows.get(id);
    row.scrollIntoView({ block: "center", behavior: "auto" });
    row.focus({ preventScroll: true });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1200);
  }

  addRow(rows, event) {
    if (this.last !== null && event.at - this.last >= GAP_US) {
      rows.append(el("div.t-row.t-gap", null, this.shades(), el("span.t-wide", null, durationText(event.at - this.last) + " pass")));
    }
    const [name, rest, bad] = eventWords(event);
    if (event.channel === "network") this.changeNetwork(event);
    const newTime = event.at !== this.last;
    this.last = event.at;
    const row = el("div.t-row.c-" + event.channel + (bad ? ".bad" : "") + (this.marked.has(event.id) ? ".marked.v-" + this.marked.get(event.id) : ""), {
      tabindex: "0", role: "button", "aria-expanded": "false", "data-id": event.id,
      "aria-label": clockText(event.at) + " " + event.actor + ": " + name + " " + rest,
      onclick: () => this.toggle(row, event), onkeydown: (key) => this.key(key, row, event),
    }, el("span.t-time", null, newTime ? clockText(event.at) : ""), this.shades(), this.mark(event, name, rest));
    this.rows.set(event.id, row);
    rows.append(row);
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

  changeNetwork(event) {
    const lane = this.faults.get(event.actor) || new Set();
    if (event.name === "heal") lane.clear();
    else if (LASTING.has(event.name)) lane.add(event.name);
    this.faults.set(event.actor, lane);
  }

  shades() {
    return this.history.lanes.map((lane, place) => {
      const faults = this.faults.get(lane);
      return faults && faults.size ? el("i.t-shade", { style: "grid-column:" + (place + 2), title: [...faults].join(", ") }) : null;
    });
  }

  key(key, row, event) {
    if (key.target !== row) return;
    if (key.key === "Enter" || key.key === " ") this.toggle(row, event);
    else if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      const rows = [...this.rows.values()];
      const to = rows[rows.indexOf(row) + (key.key === "ArrowDown" ? 1 : -1)];
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
