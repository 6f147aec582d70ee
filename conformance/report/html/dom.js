"use strict";
// Data, small helpers and the words for verdicts. Text reaches the page as text only: nothing here writes markup.

const report = JSON.parse(document.getElementById("report").textContent);

const verdicts = {
  fail: { icon: "\u2717", label: "failed", rank: 4 },
  error: { icon: "!", label: "broken", rank: 5 },
  inconclusive: { icon: "?", label: "inconclusive", rank: 3 },
  knownFailing: { icon: "\u2715", label: "known failing", rank: 2 },
  nonStrict: { icon: "~", label: "non-strict", rank: 1.5 },
  pass: { icon: "\u2713", label: "passed", rank: 1 },
  skipped: { icon: "\u2013", label: "skipped", rank: 0 },
};

const statuses = {
  failed: { icon: "\u2717", label: "failed", as: "fail" },
  warned: { icon: "~", label: "warned", as: "nonStrict" },
  passed: { icon: "\u2713", label: "passed", as: "pass" },
  notCovered: { icon: "\u25cb", label: "not covered", as: "open" },
  notTestable: { icon: "\u2013", label: "not testable", as: "skipped" },
};

// el("a.name", {href: "#"}, "text", child...): an element; null children are left out.
function el(what, attributes, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

function plural(count, one, many) {
  return count + " " + (count === 1 ? one : many || one + "s");
}

function durationText(us) {
  if (us < 1000) return us + " \u00b5s";
  if (us < 1e6) return (us / 1000).toFixed(us < 1e5 ? 1 : 0) + " ms";
  if (us < 6e7) return (us / 1e6).toFixed(us < 1e7 ? 2 : 1) + " s";
  if (us < 36e8) return Math.floor(us / 6e7) + " min " + Math.floor((us / 1e6) % 60) + " s";
  return Math.floor(us / 36e8) + " h " + Math.floor((us / 6e7) % 60) + " min";
}

// Scenario time: "5.284 s", "1:05.204", "2:01:05.204".
function clockText(us) {
  const ms = Math.floor(us / 1000);
  if (ms < 60000) return (ms / 1000).toFixed(3);
  const seconds = ((ms % 60000) / 1000).toFixed(3).padStart(6, "0");
  const minutes = Math.floor(ms / 60000);
  if (minutes < 60) return minutes + ":" + seconds;
  return Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0") + ":" + seconds;
}

function badge(verdict) {
  const { icon, label } = verdicts[verdict] || { icon: "?", label: verdict };
  return el("span.badge.v-" + verdict, null, el("b", { "aria-hidden": "true" }, icon), " ", label);
}

function statusBadge(status) {
  const { icon, label, as } = statuses[status];
  return el("span.badge.v-" + as, null, el("b", { "aria-hidden": "true" }, icon), " ", label);
}

// A bar made of parts [{as, count, label}].
function bar(parts, what) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  const text = parts.filter((part) => part.count).map((part) => part.count + " " + part.label).join(", ");
  return el("div.bar", { role: "img", "aria-label": what + ": " + (text || "nothing"), title: text },
    parts.filter((part) => part.count).map((part) =>
      el("i.v-" + part.as, { style: "flex-grow:" + part.count / (total || 1) })));
}

// Buttons of which any number can be pressed; none means all. chosen: a Set.
function chips(name, entries, chosen, changed) {
  return el("div.chips", { role: "group", "aria-label": name }, entries.map(({ key, label, count, as }) =>
    el("button.chip" + (as ? ".v-" + as : ""), {
      type: "button", "aria-pressed": String(chosen.has(key)), onclick: (event) => {
        if (!chosen.delete(key)) chosen.add(key);
        event.currentTarget.setAttribute("aria-pressed", String(chosen.has(key)));
        changed();
      },
    }, as ? el("i.dot", null) : null, label, count === undefined ? null : el("span.count", null, String(count)))));
}

function searchBox(label, value, changed) {
  return el("input.search", {
    type: "search", placeholder: label, "aria-label": label, value, spellcheck: "false", autocomplete: "off",
    oninput: (event) => changed(event.target.value),
  });
}

function copyButton(text) {
  return el("button.copy", {
    type: "button", onclick: (event) => {
      const button = event.currentTarget;
      const done = () => {
        button.textContent = "copied";
        setTimeout(() => { button.textContent = "copy"; }, 1500);
      };
      if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).then(done, () => {});
      const area = el("textarea", { class: "off-screen" });
      area.value = text;
      document.body.append(area);
      area.select();
      if (document.execCommand("copy")) done();
      area.remove();
    },
  }, "copy");
}

function words(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
