#!/usr/bin/env python3
"""Files that commands write: told before the run when they cannot be, whole or not at all, links and modes kept.

usage: results_test.py CHATPROOF   (the program)
"""

import pathlib
import resource
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[3]
scenario = "init/managers-are-there"


def chatproof(*words, **more):
    return subprocess.run([sys.argv[1], *map(str, words)], capture_output=True, text=True, timeout=120, cwd=root, **more)


def run(*words, **more):
    return chatproof("run", scenario, "--world", "sim", "-q", *words, **more)


# Every option of every command that names a file to be written.
WRITERS = [
    ["run", scenario, "--world", "sim", "-q", "--sarif"],
    ["run", scenario, "--world", "sim", "-q", "--markdown"],
    ["run", scenario, "--world", "sim", "-q", "--coverage"],
    ["run", scenario, "--world", "sim", "-q", "--hashes"],
    ["run", scenario, "--world", "sim", "-q", "--report"],
    ["run", scenario, "--world", "sim", "-q", "--trace"],
    ["positions", scenario, "--json"],
    ["positions", scenario, "--html"],
    ["mutants", scenario, "--json"],
    ["explore", "--seeds", "1", "--hashes"],
    ["explore", "--seed", "1", "--save"],
    ["shrink", "1", "--out"],
    ["load", "--scenario", f"scenarios/{scenario}.json", "--copies", "1", "--json"],
    ["load", "--scenario", f"scenarios/{scenario}.json", "--copies", "1", "--html"],
]


def told_before_the_run(directory):
    blocked = directory / "file"
    blocked.write_text("in the way")
    for words in WRITERS:
        done = chatproof(*words, blocked / "result")
        assert done.returncode == 2, (words, done)
        assert done.stdout == "" and "Not a directory" in done.stderr, (words, done)
        assert len(done.stderr.splitlines()) == 1, (words, done.stderr)


def links_and_modes_stay(directory):
    kept = directory / "kept.md"
    kept.write_text("old")
    kept.chmod(0o640)
    (directory / "link.md").symlink_to("kept.md")
    assert run("--markdown", directory / "link.md").returncode == 0
    assert (directory / "link.md").is_symlink() and kept.read_text().startswith("## ")
    assert kept.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in directory.iterdir()) == ["kept.md", "link.md"]


def standard_output(directory):
    for name in ["-", "/dev/stdout", "/proc/self/fd/1"]:
        done = run("--markdown", name)
        assert done.returncode == 0 and done.stdout.startswith("## "), (name, done)
        assert "1 passed" in done.stdout.splitlines()[-1], (name, done.stdout)
    assert pathlib.Path("/dev/stdout").is_symlink()
    # A file at the other end is not replaced, and nothing that is said is lost.
    with open(directory / "all", "w+") as out:
        subprocess.run([sys.argv[1], "run", scenario, "--world", "sim", "--markdown", "/dev/stdout"], stdout=out,
                       timeout=120, cwd=root, check=True)
        out.seek(0)
        said = out.read()
    assert said.startswith("seed 1") and "\n## " in said and "1 passed" in said.splitlines()[-1], said


def nothing_half_is_left(directory):
    for words in [["--markdown"], ["--coverage"], ["--hashes"]]:
        done = run(*words, "/dev/full")
        assert done.returncode == 2 and "/dev/full cannot be written: No space left on device" in done.stderr, done
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    done = run("--coverage", directory / "coverage.json", preexec_fn=small, restore_signals=False)
    assert done.returncode == 2 and "File too large" in done.stderr and not list(directory.iterdir()), (done, list(directory.iterdir()))
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.argv[1], "list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, cwd=root)
    assert done.returncode == 2 and "standard output cannot be written" in done.stderr, done


for check in [told_before_the_run, links_and_modes_stay, standard_output, nothing_half_is_left]:
    with tempfile.TemporaryDirectory() as name:
        check(pathlib.Path(name))
print(f"{len(WRITERS)} writers, all checks passed")
