#!/usr/bin/env python3
"""The results of bench/compare.sh as tables: medians over its rounds, and ratios to ours."""

import json
import statistics
import sys
from pathlib import Path

OURS = "chatproof"


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
    """A column: (head, medians by label, whether more is better). A ratio above 1 is in favour of ours."""
    print(f"\n{title}\n\n| |" + "".join(f" {head} |" for head, _, _ in columns) + "\n|---|" + "---:|" * len(columns))
    for label in labels:
        cells = []
        for _, values, more_is_better in columns:
            if label not in values:
                cells.append("-")
                continue
            cell = number(values[label])
            ours, theirs = values.get(OURS), values[label]
            if label != OURS and ours and theirs > 0:
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
    return [{"label": OURS, "users": users, "seconds": ramp["untilS"], "client_us": ramp["generatorCpuS"] * 1e6 / users, "client_kb_per_user": grown / 1024 / users}]


def main():
    work = Path(sys.argv[1])
    results = lines(work / "results.jsonl")
    labels = list(dict.fromkeys(result["label"] for result in results))
    kick = [result for result in results if "round_trips" not in result]
    full = [result for result in results if "round_trips" in result]
    if labels:
        print("In brackets: how many times better ours is. Medians of", max([*map(lambda l: sum(r["label"] == l for r in full), labels), 1]), "round(s),", results[0]["users"], "users.")
        login = lambda *key: medians(full, ("login", *key))
        table("Logins: TCP connection, the protocol's login, its last answer", labels,
              [("logins/s", login("per_second"), True), ("server us", login("server_us"), False), ("server + client us", {k: v + login("client_us")[k] for k, v in login("server_us").items()}, False),
               ("p99 ms", login("p99_ms"), False), ("kB per idle user", medians(full, ("memory", "server_kb_per_user")), False), ("failed", login("failed"), False)])
        trips = lambda what, count, key: medians(full, ("round_trips", what, count, key))
        for what, title in (("message", "Messages of 128 bytes to oneself"), ("ping", "Heartbeats"), ("scripted", "Answers by a fault rule")):
            if trips(what, "1", "per_second"):
                table(f"{title}: round trips", [l for l in labels if l in trips(what, "1", "per_second")],
                      [("1 connection /s", trips(what, "1", "per_second"), True), ("1,000 connections /s", trips(what, "1000", "per_second"), True), ("server us", trips(what, "1000", "server_us"), False)])
        for name, runs in (("Reconnect storm: everybody again after everybody was dropped", full), ("Kick storm: everybody a second time", kick)):
            storm = lambda key: medians([r for r in runs if "storm" in r], ("storm", key))
            if storm("per_second"):
                table(name, [l for l in labels if l in storm("per_second")],
                      [("logins/s", storm("per_second"), True), ("seconds", storm("seconds"), False), ("p99 ms", storm("p99_ms"), False), ("server us", storm("server_us"), False), ("failed", storm("failed"), False)])
    generators = ours_as_generator(work / "generators_chatproof.json") + lines(work / "generators.jsonl")
    if generators:
        value = lambda key: medians(generators, (key,))
        table("Load generators: what a user who logs in and stays costs them", list(dict.fromkeys(g["label"] for g in generators)),
              [("users", value("users"), True), ("CPU us per login", value("client_us"), False), ("kB per user", value("client_kb_per_user"), False)])


if __name__ == "__main__":
    main()
