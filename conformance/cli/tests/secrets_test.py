#!/usr/bin/env python3
"""A ticket in any text that an app gives to the SDK stands in no output: not whole, not encoded, not in part.

usage: secrets_test.py CHATPROOF   (the program)

For every method of the API a scenario is made that calls it with a ticket in every text of its arguments and then fails,
so that everything is told that can be told of it.
"""

import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

program = sys.argv[1]
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"


def run(*words, codes=(0,)):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=240)
    assert done.returncode in codes, (words, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr


def calls_of_the_matrix(folder):
    """The arguments with which the misuse matrix calls each method, by its name; and the names of those that complete."""
    run("run", "misuse", "--world", "sim", "-q", "--trace", folder)
    calls, completing = {}, set()
    for trace in pathlib.Path(folder).glob("*.trace"):
        for line in trace.read_text().splitlines():
            found = re.match(r" *[0-9.]+s alice\.\w+ (call|result) ([\w#]+) (\{.*\})$", line)
            if found and found[1] == "result":
                completing.add(found[2])
            elif found:
                calls.setdefault(found[2], json.loads(found[3])["args"])
    return calls, completing


def planted(value, ticket):
    """The value with the ticket in every text, and where a text may be in an empty list or an object is wanted."""
    if isinstance(value, dict):
        return {name: planted(part, ticket) for name, part in value.items()}
    if isinstance(value, list):
        return [planted(part, ticket) for part in value]
    return ticket if isinstance(value, str) else value


def scenario(name, method, args, completes):
    ending = {"as": "it", "wait": False, "expect": {"error": 1}} if completes else {"expect": {"return": "nothing like that"}}
    return {
        "schemaVersion": "1.0", "id": name, "title": "A ticket in " + method, "actors": {"alice.phone": {}},
        "steps": [{"use": "lib/online", "with": {"who": "alice.phone"}},
                  {"do": "alice.phone." + method, "args": args, **ending},
                  {"advance": "10s", "reason": "it ends"},
                  {"expect": {"cb": "alice.phone.onKickedOffline", "args": {}}}]}


def forms(ticket):
    """What must not be found: any quarter of it but the first, in each form."""
    quarter = len(ticket) // 4
    for part in (ticket[i:i + quarter] for i in range(quarter, len(ticket) - quarter, quarter)):
        yield part
        yield urllib.parse.quote(part, safe="")
        yield part.encode().hex()
        for before in range(3):
            packed = base64.b64encode(b"\0" * before + part.encode()).decode()
            yield packed[before + 1 if before else 0:-4]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    ticket = run("usersig", "create", "--sdkappid", 1400000000, "--key", KEY, "--userid", "mallory").strip()
    calls, completing = calls_of_the_matrix(folder / "matrix")
    assert len(calls) > 150, f"the matrix calls {len(calls)} methods only"
    own = folder / "own"
    own.mkdir()
    texts = {"whole": ticket, "inside": "x" + ticket + "y", "url": "https://a.b/?sig=" + urllib.parse.quote(ticket, safe=""),
             "twice": ticket * 2}
    asked = 0
    for method, args in sorted(calls.items()):
        if method in ("initSDK", "unInitSDK"):
            continue
        for how, text in texts.items():
            asked += 1
            name = f"{re.sub('[^A-Za-z0-9]', '-', method)}-{how}"
            made = scenario(name, method, planted(args, text), method in completing)
            # Of what cannot be told by its form the run knows, because somebody logged in with it.
            made["steps"].insert(1, {"do": "alice.phone.login", "args": {"userID": "mallory", "userSig": ticket},
                                     "as": "who", "wait": False, "expect": {"error": 1}})
            (own / (name + ".json")).write_text(json.dumps(made))
    out = folder / "out"
    out.mkdir()
    told = run("run", own, "--world", "sim", "--report", out, "--trace", out / "traces", "--coverage", out / "coverage.json",
               codes=(1, 2))
    assert (out / "report.json").exists(), told[-3000:]
    cases = json.loads((out / "report.json").read_text())["cases"]
    assert len(cases) == asked and all(case["verdict"] in ("fail", "error") for case in cases), "all are to be told of"
    outputs = {"console": told} | {file.name: file.read_text(errors="replace") for file in out.rglob("*") if file.is_file()}
    assert any("(ticket " in text for text in outputs.values())
    for name, text in outputs.items():
        for form in forms(ticket):
            at = text.find(form)
            assert at < 0, f"{name}: {text[max(0, at - 200):at + 40]}"
    print(f"{asked} calls of {len(calls)} methods; {len(outputs)} outputs hold no ticket")
