#!/usr/bin/env python3
"""The published schema of profiles against the loader: both accept every published profile, and both refuse the same
profile after something was planted in it: an unknown key, a value of the wrong kind, a needed key that is gone.

usage: schema_test.py CHATPROOF SOURCE_DIR   (exits with 77, for "skipped", without python3-jsonschema)
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

chatproof, root = sys.argv[1], pathlib.Path(sys.argv[2])
profiles = root / "bench" / "profiles"
schema = json.loads((profiles / "schema" / "profile-1.0.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

# What a key holds that neither of the two looks into: the server's own words.
FREE = {"settings", "args", "rule"}
# One of everything, so that every key is tried.
EVERYTHING = {
    "$schema": "schema/profile-1.0.json", "schemaVersion": "1.0", "title": "everything", "world": "tcp", "seed": 3, "workers": 2, "interval": "100ms",
    "drain": "1s",
    "users": {"count": 10, "prefix": "u", "platform": "iOS", "ticketLifetime": "1h", "afterKick": "loginAgain",
              "afterExpiry": "stay", "slow": {"share": 0.5, "bytesPerSecond": 100}},
    "server": {"settings": {}, "count": True, "shards": 2, "entry": "home"},
    "client": {"heartbeat": "5s", "heartbeatTimeout": "1s", "connectTimeout": "1s", "backoffBase": "1s",
               "backoffCap": "9s", "linkStable": "1s", "requestTimeout": "5s", "backoffJitterPercent": 10},
    "phases": [
        {"name": "a", "for": "5s", "login": {"total": 10}, "logout": {"steps": [1, 2]}, "secondDevice": 1,
         "messages": {"rate": {"from": 1, "to": 2}, "pattern": "fanOut", "receivers": 2, "bytes": 9, "onlineOnly": True},
         "requests": {"rate": 1, "command": "sync"},
         "acts": [{"after": "1s", "act": "kick", "args": {}, "forEveryUser": True}],
         "faults": [{"after": "1s", "for": "1s", "rule": {"when": {"layer": "connect"}, "then": {"kind": "close"}}}],
         "links": [{"after": "1s", "for": "1s", "partition": True, "latency": "1s", "jitter": "1s",
                    "bytesPerSecond": 1, "connect": "refuse"}]}],
    "thresholds": [{"metric": "ready.p99", "phase": "a", "max": "1s"}, {"metric": "logins", "min": 1}],
    "search": {"phase": "a", "from": 1, "to": 2, "precision": 0.5, "trials": 3},
    "plant": {"generatorStall": {"every": "1s", "for": "1ms"}, "serverStall": {"after": "1s", "for": "1ms"}},
}
THERE = {"schemaVersion": "1.0", "title": "there", "users": {"count": 1},
         "server": {"at": ["host:1"], "ca": "ca.pem", "sdkAppID": 1, "key": "k"}, "phases": [{"name": "a", "for": "1s"}]}

COPIES = {"schemaVersion": "1.0", "title": "copies", "world": "sim", "seed": 3, "interval": "100ms", "scenario": "scenarios/login/succeeds-once.json",
          "phases": [{"name": "a", "for": "1s", "copies": {"from": 1, "to": 2}}, {"name": "b", "for": "1s"}],
          "thresholds": [{"metric": "copy.p99", "phase": "a", "max": "1s"}], "search": {"phase": "a", "from": 1, "to": 2}}

mistakes = []
folder = tempfile.TemporaryDirectory()
checked = 0


def places(value, path=()):
    """Every object in the profile that has keys of its own."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            if key not in FREE:
                yield from places(inner, path + (key,))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, path + (index,))


def at(profile, path):
    for step in path:
        profile = profile[step]
    return profile


def variants(name, profile):
    """What the two are asked about, in pairs of a name and a profile."""
    yield name, profile
    for path, value in places(profile):
        where = "/".join(map(str, path))
        with_more = copy.deepcopy(profile)
        at(with_more, path)["unheardOf"] = 1
        yield f"{name} + /{where}/unheardOf", with_more
        for key in value:
            for wrong in (None, [[]], {"x": {}}, -1, ""):
                changed = copy.deepcopy(profile)
                at(changed, path)[key] = wrong
                yield f"{name} with /{where}/{key} = {json.dumps(wrong)}", changed
            without = copy.deepcopy(profile)
            del at(without, path)[key]
            yield f"{name} without /{where}/{key}", without


cases = []
for name, profile in (("everything", EVERYTHING), ("there", THERE), ("copies", COPIES)):
    cases.extend(variants(name, profile))
for file in sorted(profiles.glob("*.json")):
    cases.append((file.name, json.loads(file.read_text(encoding="utf-8"))))

files = []
for index, (name, profile) in enumerate(cases):
    file = pathlib.Path(folder.name) / f"{index}.json"
    file.write_text(json.dumps(profile), encoding="utf-8")
    files.append(str(file))
done = subprocess.run([chatproof, "load", "--check", *files], capture_output=True, text=True, timeout=120)
refused = {line.split(":")[0] for line in done.stderr.splitlines()}

for file, (name, profile) in zip(files, cases):
    checked += 1
    by_schema, by_loader = validator.is_valid(profile), file not in refused
    if name in ("everything", "there", "copies") or name.endswith(".json"):
        if not (by_schema and by_loader):
            mistakes.append(f"{name}: must be accepted; schema: {by_schema}, loader: {by_loader}")
    elif by_loader and not by_schema:
        mistakes.append(f"{name}: the loader accepts what the schema refuses")
    elif by_schema and not by_loader:
        # The loader also knows names, what each act needs, and how one value fits another; a key or a kind both must know.
        if "unheardOf" in name or " without " in name and name.rsplit("/", 1)[1] not in ("name", "thresholds", "server", "pattern", "forEveryUser"):
            mistakes.append(f"{name}: the schema accepts what the loader refuses")

print("\n".join(mistakes[:50]))
print(f"{checked} profiles, {len(refused)} refused by the loader, {len(mistakes)} mistakes")
sys.exit(1 if mistakes or not refused else 0)
