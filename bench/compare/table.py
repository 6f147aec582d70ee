#!/usr/bin/env python3
"""The results of bench/compare.sh as tables: medians over its rounds, and ratios to ours."""

import json
import statistics
import sys
from pathlib import Path

OURS = ("chatproof", "chatproof_tls")


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def at(result, path):
    for key in path:
        result = result.get(key) if isinstance(result, dict) else None
    return result


def medians(results, path):
    by_label = {}
    for result in results:
        if (value := at(result, path)) is not None:
            by_label.setdefault(result["label"], []).append(value)
    return {label: statistics.median(values) for label, values in by_label.items()}


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(title, labels, columns):
    """A column: (head, medians by label, whether more is better, None: neither). A ratio above 1 is in favour of ours."""
    print(f"\n{title}\n\n| |" + "".join(f" {head} |" for head, _, _ in columns) + "\n|---|" + "---:|" * len(columns))
    for label in labels:
        cells = []
        for _, values, more_is_better in columns:
            if label not in values:
                cells.append("-")
                continue
            cell = number(values[label])
            ours, theirs = next((values[name] for name in OURS if name in labels and name in values), None), values[label]
            if label not in OURS and ours and theirs > 0 and more_is_better is not None:
                cell += f" ({number(ours / theirs if more_is_better else theirs / ours)}x)"
            cells.append(cell)
        print(f"| {label} |" + "".join(f" {cell} |" for cell in cells))


def ours_as_generator(file):
    if not file.exists():
        return []
    run = json.loads(file.read_text())
    users = run["total"]["online"] or 1
    ramp = run["phases"][0]
    grown = run["use"][-1]["generatorBytes"] - run["use"][0]["generatorBytes"]
    return [{"label": OURS[0], "users": users, "seconds": ramp["untilS"], "client_us": ramp["generatorCpuS"] * 1e6 / users, "client_kb_per_user": grown / 1024 / users}]


def servers(results, tls):
    """The tables of those with TLS, or of those without."""
    results = [result for result in results if result["label"].endswith("_tls") == tls]
    if not results:
        return
    labels = list(dict.fromkeys(result["label"] for result in results))
    kick = [result for result in results if "round_trips" not in result]
    full = [result for result in results if "round_trips" in result]
    secured = ", TLS handshake" if tls else ""
    print("\nIn brackets: how many times better ours is. Medians of", max([*map(lambda l: sum(r["label"] == l for r in full), labels), 1]), "round(s),", results[0]["users"], "users.")

    def both_ends(runs, job):
        client = medians(runs, (job, "client_us"))
        return {label: value + client[label] for label, value in medians(runs, (job, "server_us")).items()}

    login = lambda *key: medians(full, ("login", *key))
    table(f"Logins: TCP connection{secured}, the protocol's login, its last answer", labels,
          [("logins/s", login("per_second"), True), ("server us", login("server_us"), False), ("server + client us", both_ends(full, "login"), False),
           ("p99 ms", login("p99_ms"), False), ("kB per idle user", medians(full, ("memory", "server_kb_per_user")), False), ("failed", login("failed"), False)])
    trips = lambda what, count, key: medians(full, ("round_trips", what, count, key))
    for what, title in (("message", "Messages of 128 bytes to oneself"), ("ping", "Heartbeats"), ("scripted", "Answers by a fault rule")):
        if trips(what, "1", "per_second"):
            table(f"{title}: round trips", [l for l in labels if l in trips(what, "1", "per_second")],
                  [("1 connection /s", trips(what, "1", "per_second"), True), ("1,000 connections /s", trips(what, "1000", "per_second"), True), ("server us", trips(what, "1000", "server_us"), False)])
    again = "Reconnect storm: everybody again after everybody was dropped" + (", resuming the TLS session" if tls else "")
    for name, runs in ((again, full), ("Kick storm: everybody a second time", kick)):
        runs = [run for run in runs if "storm" in run]
        storm = lambda key: medians(runs, ("storm", key))
        if runs:
            columns = [("logins/s", storm("per_second"), True), ("seconds", storm("seconds"), False), ("p99 ms", storm("p99_ms"), False), ("server us", storm("server_us"), False),
                       ("server + client us", both_ends(runs, "storm"), False), ("failed", storm("failed"), False)]
            table(name, [l for l in labels if l in storm("per_second")], columns + ([("resumed", storm("resumed"), None)] if tls else []))


def main():
    work = Path(sys.argv[1])
    results = lines(work / "results.jsonl")
    servers(results, tls=False)
    servers(results, tls=True)
    generators = ours_as_generator(work / "generators_chatproof.json") + lines(work / "generators.jsonl")
    if generators:
        value = lambda key: medians(generators, (key,))
        table("Load generators: what a user who logs in and stays costs them", list(dict.fromkeys(g["label"] for g in generators)),
              [("users", value("users"), True), ("CPU us per login", value("client_us"), False), ("kB per user", value("client_kb_per_user"), False)])


if __name__ == "__main__":
    main()
