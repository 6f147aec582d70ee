#!/usr/bin/env python3
"""Tests of the runner: what must pass passes, what must fail fails for the stated reason, what is wrong is refused.

usage: run.py CHATPROOF   (the program)
"""

import json
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).parent
chatproof = sys.argv[1]
mistakes = []
passed = 0


def run(*arguments):
    done = subprocess.run([chatproof, *arguments], capture_output=True, text=True, timeout=120, cwd=here)
    return done.returncode, done.stdout + done.stderr


def check(file, good, text, output):
    global passed
    if good:
        passed += 1
    else:
        mistakes.append(f"{file.relative_to(here)}: {text}\n{output}")


for file in sorted(here.glob("valid-pass/**/*.json")):
    code, output = run("run", str(file), "--world", "sim", "--quiet")
    check(file, code == 0, f"must pass, but exit code {code}", output)

for file in sorted(here.glob("valid-fail/**/*.json")):
    diagnosis = json.loads(file.read_text())["x-diagnosis"]
    code, output = run("run", str(file), "--world", "sim", "--quiet")
    check(file, code == 1 and diagnosis in output, f"must fail with {diagnosis!r}; exit code {code}", output)

for file in sorted(here.glob("invalid/**/*.json")):
    code, output = run("lint", str(file))
    check(file, code == 1, f"must be refused, but exit code {code}", output)

for mistake in mistakes:
    print(mistake)
print(f"{passed} passed, {len(mistakes)} failed")
sys.exit(1 if mistakes or passed == 0 else 0)
