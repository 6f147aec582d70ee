#!/usr/bin/env python3
"""Cases and commands that do not come to their end: a hang, a crash, a signal. What was done is reported all the same.

usage: cases_test.py CHATPROOF   (the program)
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[3]
well = "init/managers-are-there"
# In a world of wall time: it waits for what never comes, so that there is time to do something to it.
WAITS = {
    "schemaVersion": "1.0", "id": "waits", "title": "Somebody is never kicked", "covers": ["INIT-05"],
    "actors": {"alice.phone": {}},
    "steps": [{"use": "lib/online", "with": {"who": "alice.phone"}},
              {"expect": {"cb": "alice.phone.onKickedOffline"}, "within": "20s"}]}


def chatproof(*words):
    return subprocess.Popen([sys.argv[1], *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            cwd=root)


def end(process, seconds=120):
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def until(condition, what):
    for _ in range(600):
        if found := condition():
            return found
        time.sleep(0.05)
    sys.exit(f"{what} has not come")


def scratch_of(process):
    return [one for place in ["/dev/shm", tempfile.gettempdir()] for one in pathlib.Path(place).glob(f"chatproof-*-{process.pid}")]


def children_of(process):
    return pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def cases_in(directory):
    cases = json.loads((directory / "report.json").read_text())["cases"]
    return {one["scenario"]: one for one in cases}


def start_waiting(directory, worlds, *more):
    """The run, and the process that is in the case that waits, the last of its world."""
    process = chatproof("run", directory / "waits.json", well, "--world", worlds, "--speed", "2", "-j", "2", "--report",
                        directory / "out", *more)
    until(lambda: [log for one in scratch_of(process) for log in one.glob("tcp-1/alice.phone/data/*")], "the login")
    return process, int(children_of(process)[-1])


def broken_case(directory, process):
    code, out, err = end(process)
    cases = cases_in(directory / "out")
    assert code == 1 and cases[well]["verdict"] == "pass" and cases["waits"]["verdict"] == "error", (code, out, err)
    assert not scratch_of(process)
    assert cases["waits"]["findings"][0]["rule"] == "brokeOff", cases["waits"]
    return cases["waits"]["findings"][0]["observed"]


def hang(directory):
    process, worker = start_waiting(directory, "tcp", "--case-timeout", "1s")
    os.kill(worker, signal.SIGSTOP)
    observed = broken_case(directory, process)
    assert observed.startswith("it hangs; at ") and "/steps/" in observed and "last event: " in observed, observed


def crash(directory):
    process, worker = start_waiting(directory, "tcp")
    os.kill(worker, signal.SIGABRT)  # as std::terminate; sanitizers have a handler of their own for SIGSEGV
    observed = broken_case(directory, process)
    assert "signal 6" in observed and "last event: " in observed, observed


def interrupted_run(directory):
    for number, code_wanted in [(signal.SIGINT, 130), (signal.SIGTERM, 143)]:
        process, _ = start_waiting(directory, "sim,tcp", "--case-timeout", "0", "--markdown", directory / "summary.md")
        process.send_signal(number)
        code, out, err = end(process, 20)
        assert code == code_wanted and "interrupted before " in out, (code, out, err)
        report = json.loads((directory / "out" / "report.json").read_text())
        assert report["run"]["leftOut"] in (1, 2) and not report["run"]["succeeded"], report["run"]
        done = [(case["scenario"], case["world"]) for case in report["cases"]]
        assert done[:2] == [(well, "sim"), ("waits", "sim")] or done[:2] == [("waits", "sim"), (well, "sim")], done
        assert "interrupted" in (directory / "summary.md").read_text()
        assert not scratch_of(process)


# Commands that would go on for minutes, what they say when they are interrupted, and the file that they write.
LONG = [
    (["explore", "--minutes", "5", "--hashes"], "seeds from 1", "hashes"),
    (["mutants", "init", "--json"], "interrupted", "mutants.json"),
    (["positions", "scenarios/connection", "--json"], "interrupted", "positions.json"),
    (["shrink", "3", "--runs", "1000000", "--plant", "syncLosesOne:session", "--out"], "still violated", "small.json"),
]


def interrupted_work(directory):
    for words, said, name in LONG:
        process = chatproof(*words, directory / name)
        until(lambda: scratch_of(process) and any(scratch_of(process)[0].iterdir()), words[0])
        process.send_signal(signal.SIGINT)
        code, out, err = end(process, 60)
        assert code == 130 and said in out + err, (words, code, out[-2000:], err[-2000:])
        assert not scratch_of(process) and (directory / name).stat().st_size > 0, words


for check in [hang, crash, interrupted_run, interrupted_work]:
    with tempfile.TemporaryDirectory() as name:
        (pathlib.Path(name) / "waits.json").write_text(json.dumps(WAITS))
        check(pathlib.Path(name))
print("hangs, crashes and signals: all checks passed")
