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
    (["run", "--seed", "-1"], '--seed: "-1" is no whole number from 0 to'),
    (["run", "--seed", "one"], '--seed: "one" is no whole number'),
    (["run", "--jobs", "1.5"], '--jobs: "1.5" is no whole number'),
    (["run", "--speed", "fast"], '--speed: "fast" is no number'),
    (["explore", "--minutes", "-1"], '--minutes: "-1": minutes from 0.001 to 14400000 are expected'),
    (["explore", "--minutes", "99999999999"], "minutes from"),
    (["explore", "--seeds", "-1"], '--seeds: "-1" is no whole number'),
    (["positions", "kick", "--seed", "-1"], '--seed: "-1" is no whole number'),
    (["mutants", "--one-in", "0"], '--one-in: "0": mutants from 1 to'),
    (["shrink", "3", "--runs", "-1"], '--runs: "-1" is no whole number'),
    (["usersig", "create", "--sdkappid", "1", "--key", "k", "--userid", "a", "--expire", "-1"], '--expire: "-1": seconds from 0 to'),
    (["serve", "--port", "99999"], '--port: "99999": ports from 0 to 65535 are expected'),
    (["serve", "--control", "-1"], '--control: "-1" is no whole number'),
]

for words, expected in SLIPS:
    done = subprocess.run([sys.argv[1], *words], capture_output=True, text=True, timeout=60, cwd=root)
    assert done.returncode == 2, (words, done)
    assert expected in done.stderr and len(done.stderr.strip().splitlines()) <= 3, (words, done.stderr)
    assert done.stdout == "", (words, done.stdout)
print(f"{len(SLIPS)} slips are told")
