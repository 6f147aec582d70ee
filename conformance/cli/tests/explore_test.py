#!/usr/bin/env python3
"""`chatproof explore`: what it refuses, that the same seeds give the same runs, and that it finds a planted defect.

explore_test.py CHATPROOF
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHATPROOF = ""
SEEDS = 200
TIMEOUT_S = 240


def explore(*options):
    return subprocess.run([CHATPROOF, "explore", *options], capture_output=True, text=True, timeout=TIMEOUT_S)


class Scratch(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)


class Refusal(Scratch):
    def refused(self, word, *options):
        done = explore(*options)
        self.assertNotIn(done.returncode, (0, 1), done.stdout)
        self.assertEqual(done.stdout, "")
        self.assertIn(word, done.stderr)

    def test_no_seeds(self):
        self.refused("--seeds", "--seeds", "0")

    def test_negative_seeds(self):
        self.refused("--seeds", "--seeds", "-3")

    def test_words_for_numbers(self):
        self.refused("--seeds", "--seeds", "many")
        self.refused("--seed", "--seed", "first")

    def test_no_minutes(self):
        self.refused("--minutes", "--minutes", "0")

    def test_an_unknown_option(self):
        self.refused("--sedes", "--sedes", "3")

    def test_an_unknown_defect(self):
        self.refused("--plant", "--seeds", "1", "--plant", "nonsense")

    def test_saving_many(self):
        self.refused("--save", "--seed", "1", "--seeds", "2", "--save", str(self.scratch / "story.json"))

    def test_a_file_that_cannot_be_written(self):
        self.refused("cannot be written", "--seeds", "1", "--hashes", str(self.scratch / "no" / "hashes"))


class Run(Scratch):
    def hashes(self, name, *options):
        file = self.scratch / name
        done = explore("--hashes", str(file), *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return file.read_text().splitlines()

    def test_the_same_seeds_give_the_same_runs_in_two_processes(self):
        once = self.hashes("once", "--seeds", str(SEEDS), "--jobs", "1")
        again = self.hashes("again", "--seeds", str(SEEDS), "--jobs", "2")
        self.assertEqual([line.split()[0] for line in once], [str(seed) for seed in range(1, SEEDS + 1)])
        self.assertEqual(once, again)
        self.assertEqual(len({line.split()[1] for line in once}), SEEDS)
        # One of many is the one alone.
        self.assertEqual(self.hashes("one", "--seed", "17"), [once[16]])

    def test_the_time_limit_ends_it(self):
        done = explore("--minutes", "0.02")
        self.assertIn(" seeds from 1: ", done.stdout)

    def test_a_planted_defect_is_found_and_told(self):
        done = explore("--seeds", "10", "--plant", "dropResult:login")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("violated everyCallEnds", done.stdout)
        self.assertIn("first bad event: ", done.stdout)
        replay = next(line.split()[2:] for line in done.stdout.splitlines() if line.startswith("  chatproof explore "))
        alone = explore(*replay)
        self.assertEqual(alone.returncode, 1)
        self.assertIn("violated everyCallEnds", alone.stdout)


if __name__ == "__main__":
    CHATPROOF = sys.argv.pop(1)
    unittest.main()
