#!/usr/bin/env python3
"""Tests of the runner: what must pass passes, what must fail fails for the stated reason, what is wrong is refused.

usage: run.py CHATPROOF [--judges]   (the program)

--judges: plants one defect after the other in the judge instead, and demands that some of the files notice it.
README.md beside this file says what the "x-..." members of the planted files mean.
"""

import collections
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
chatproof = str(pathlib.Path(sys.argv[1]).resolve())
mistakes = []
passed = 0


def call(*arguments):
    return subprocess.run([chatproof, *arguments], capture_output=True, text=True, timeout=300, cwd=root)


def check(file, good, text):
    global passed
    if good:
        passed += 1
    else:
        mistakes.append(f"{file.relative_to(root)}: {text}")


def planted(folder):
    files = sorted((here / folder).glob("**/*.json"))
    if not files:
        mistakes.append(f"{folder}: empty")
    return files


def results_of(files, *options):
    """What the runner's own report says about each file, and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        done = call("run", *map(str, files), "--world", "sim", "--quiet", "--report", folder, *options)
        try:
            cases = json.loads((pathlib.Path(folder) / "report.json").read_text())["cases"]
        except FileNotFoundError:
            sys.exit(f"no report; exit code {done.returncode}\n{done.stdout}{done.stderr}")
    by_file = collections.defaultdict(list)
    for case in cases:
        by_file[pathlib.Path(root, case["file"]).resolve()].append(case)
    return by_file, done.returncode


def says(finding, diagnosis):
    exact = ("verdict", "rule", "where")
    return all(finding.get(key, "") == text if key in exact else text in finding.get(key, "")
               for key, text in diagnosis.items())


def differences(case, wanted):
    """How a case's verdict and findings differ from its file's "x-verdict" and "x-findings"."""
    if case["verdict"] != wanted["x-verdict"]:
        return f"the verdict is {case['verdict']}, not {wanted['x-verdict']}: {json.dumps(case['findings'], indent=1)}"
    found = case["findings"]
    if len(found) == len(wanted["x-findings"]) and all(map(says, found, wanted["x-findings"])):
        return None
    return f"the findings are not as planted: {json.dumps(found, indent=1)}"


def must_pass():
    files = planted("valid-pass")
    by_file, code = results_of(files)
    check(here / "valid-pass", code == 0, f"exit code {code}")
    for file in files:
        cases = by_file[file]
        good = cases and all(case["verdict"] == "pass" for case in cases)
        check(file, good, f"must pass: {json.dumps([case['findings'] for case in cases], indent=1)}")


def to_fail():
    """What the files that must not pass say, and those that run with the same options and leave the same exit code."""
    wanted = {file: json.loads(file.read_text()) for file in planted("valid-fail")}
    groups = collections.defaultdict(list)
    for file, claim in wanted.items():
        spoils = claim["x-verdict"] not in ("nonStrict", "knownFailing")
        groups[spoils, tuple(claim.get("x-options", []))].append(file)
    return wanted, groups


def must_fail():
    wanted, groups = to_fail()
    for (spoils, options), files in groups.items():
        by_file, code = results_of(files, *options)
        check(files[0], code == (1 if spoils else 0), f"exit code {code} of the files with {list(options)}")
        for file in files:
            check(file, len(by_file[file]) == 1, "it was not run")
            for case in by_file[file]:
                difference = differences(case, wanted[file])
                check(file, difference is None, difference)


def must_replay():
    """The command in a report runs that case again, from where it ran; so does its trace."""
    story = json.loads((root / "scenarios/kick/by-an-operator.json").read_text())
    story["parameters"] = {"turn": ["one", "one more"]}
    story["steps"].append({"do": "bob.phone.getLoginUser", "expect": {"return": "${turn}"}})
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "own", "it's mine.json")
        file.parent.mkdir()
        file.write_text(json.dumps(story))

        def run(*arguments):
            return subprocess.run([chatproof, *arguments], capture_output=True, text=True, timeout=60, cwd=folder,
                                  env={**os.environ, "CHATPROOF_ROOT": str(root)})

        run("run", str(file), "--world", "sim", "--seed", "5", "--strict", "--report", "out", "--trace", "traces")
        cases = json.loads(pathlib.Path(folder, "out/report.json").read_text())["cases"]
        good = len(cases) == 2
        for case in cases:
            words = shlex.split(case["replay"])
            again = run(*words[1:], "--report", "again")
            found = json.loads(pathlib.Path(folder, "again/report.json").read_text())["cases"]
            good = good and words[0] == "chatproof" and again.returncode == 1
            good = good and [(one["id"], one["traceHash"]) for one in found] == [(case["id"], case["traceHash"])]
        check(here / "run.py", good, f"the commands of {[case['replay'] for case in cases]} do not repeat their cases")
        for trace in sorted(pathlib.Path(folder, "traces").iterdir()):
            again = run("replay", str(trace))
            check(here / "run.py", "the same trace again" in again.stdout, f"{trace.name}: {again.stdout}{again.stderr}")


def must_be_refused():
    told = collections.defaultdict(list)
    done = call("lint", str(here / "invalid"))
    check(here / "invalid", done.returncode == 1, f"exit code {done.returncode}")
    for line in done.stdout.replace(f"{root}/", "").splitlines()[:-1]:
        file, mistake = line.split(":", 1)
        told[root / file].append(mistake)
    for file in planted("invalid"):
        # Also of files that are no JSON.
        wanted = json.loads(re.search(r'"x-mistakes": (\[.*?\])(?:,?\n|\})', file.read_text(), re.DOTALL)[1])
        check(file, told.pop(file, []) == wanted and wanted, f"is told otherwise than planted:\n{done.stdout}")
    for file, lines in told.items():
        mistakes.append(f"{file}: {lines}")


def noticed_by(defect):
    """The files that are judged otherwise than they say when the judge has this defect."""
    by_file, _ = results_of(planted("valid-pass"), "--plant-judge", defect)
    noticed = [file for file, cases in by_file.items() if any(case["verdict"] != "pass" for case in cases)]
    wanted, groups = to_fail()
    for (_, options), files in groups.items():
        by_file, _ = results_of(files, *options, "--plant-judge", defect)
        noticed += [file for file in files if any(differences(case, wanted[file]) for case in by_file[file])]
    return noticed


def judges_must_be_noticed():
    table = root / "conformance" / "check" / "defects.def"
    for defect, what in re.findall(r'^X\((\w+), "(.*)"\)$', table.read_text(), re.MULTILINE):
        noticed = noticed_by(defect)
        check(table, noticed, f"nothing notices {defect}: {what}")
        print(f"{defect}: {' '.join(file.stem for file in noticed[:5])}", flush=True)


if "--judges" in sys.argv[2:]:
    judges_must_be_noticed()
else:
    must_pass()
    must_fail()
    must_replay()
    must_be_refused()
for mistake in mistakes:
    print(mistake)
print(f"{passed} passed, {len(mistakes)} failed")
sys.exit(1 if mistakes or passed == 0 else 0)
