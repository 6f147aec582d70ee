// What went over the wires, decoded: every request, reply and push, and the connections that they went over.

const WIRE_CHUNK = 200;
const ON_WIRE = new Set(["connect", "disconnect", "reply", "push", "fault"]);

function isOnWire(event) {
  return event.channel === "wire" || (event.channel === "server" && ON_WIRE.has(event.name));
}

class WireLog {
  constructor(history, timeline) {
    this.timeline = timeline;
    this.events = history.events.filter(isOnWire);
    // What was found is what one wants to read about: the log begins a little before it.
    const about = timeline.firstMarked();
    const place = about ? this.events.findIndex((event) => event.id >= about) : 0;
    const until = place < 0 ? this.events.length : place;
    this.first = this.events.length <= WIRE_CHUNK ? 0 : Math.max(0, until - WIRE_CHUNK / 2);
    this.next = this.first;
    this.body = el("tbody", null);
    this.earlier = el("button.more", { type: "button", onclick: () => this.draw(true) });
    this.later = el("button.more", { type: "button", onclick: () => this.draw(false) });
    this.element = this.events.length ? el("div", null, this.earlier, el("div.scroll-x", { tabindex: "0", role: "region", "aria-label": "Wire log" }, el("table.wire", null,
      el("thead", null, el("tr", null, ["time (s)", "conn.", "device", "", "frame", "decoded"].map((name) => el("th", { scope: "col" }, name)))), this.body)), this.later)
      : el("p.note", null, "Nothing went over a wire.");
    this.draw(false);
  }

  draw(earlier) {
    const begin = earlier ? Math.max(0, this.first - WIRE_CHUNK) : this.next;
    const end = earlier ? this.first : Math.min(this.events.length, this.next + WIRE_CHUNK);
    const rows = this.events.slice(begin, end).map((event) => this.row(event));
    if (earlier) {
      this.body.prepend(...rows);
      this.first = begin;
    } else {
      this.body.append(...rows);
      this.next = end;
    }
    this.earlier.hidden = this.first === 0;
    this.later.hidden = this.next === this.events.length;
    this.earlier.textContent = this.first + " earlier frames";
    this.later.textContent = this.events.length - this.next + " more frames";
  }

  row(event) {
    const payload = event.payload || {}, detail = payload.detail || {};
    const { command, ...rest } = detail;
    const up = event.channel === "wire";
    const framed = up || command !== undefined;
    const failed = event.name === "fault" || (detail.code !== undefined && detail.code !== 0);
    const decoded = rest.rule ? { id: rest.rule.id, ...rest.rule.then } : rest;
    return el("tr.c-" + event.channel + (failed ? ".bad" : ""), null, el("td.number", null, clockText(event.at)), el("td.number", null, String(payload.connection || "")),
      el("td", null, up ? event.actor : payload.device || ""), el("td.way", { title: up ? "to the server" : framed ? "from the server" : "" }, up ? "\u2192" : framed ? "\u2190" : ""),
      el("td", null, el("button.link", { type: "button", onclick: () => this.timeline.show(event.id) }, up ? event.name : framed ? event.name + " " + command : event.name)),
      el("td.decoded", null, isEmpty(decoded) ? "" : shortValue(decoded)));
  }
}
