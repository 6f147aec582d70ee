#!/usr/bin/env python3
"""Slips on the command line: each is told by what was written and what was meant, and nothing runs.

usage: slips_test.py CHATPROOF   (the program)
"""

import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[3]

SLIPS = [
    (["rnu"], 'there is no subcommand "rnu"; did you mean "run"?'),
    (["polka"], 'there is no subcommand "polka"; `chatproof --help` lists them'),
    (["run", "kik", "--world", "sim"], '"kik"'),
    (["run", "kick/second-phone-kicks-the-frist"], 'did you mean "kick/second-phone-kicks-the-first"?'),
    (["run", "kick", "connecton", "--world", "sim"], 'did you mean "connection"?'),
    (["run", "scenarios/kick/nowhere.json"], '"scenarios/kick/nowhere.json"'),
    (["run", "init", "--filter", "polka"], "no case is left"),
    (["list", "kik"], 'did you mean "kick"?'),
]

for words, expected in SLIPS:
    done = subprocess.run([sys.argv[1], *words], capture_output=True, text=True, timeout=60, cwd=root)
    assert done.returncode == 2, (words, done)
    assert expected in done.stderr and len(done.stderr.splitlines()) == 1, (words, done.stderr)
    assert done.stdout == "", (words, done.stdout)
print(f"{len(SLIPS)} slips are told")
