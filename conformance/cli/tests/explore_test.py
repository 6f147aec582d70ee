#!/usr/bin/env python3
"""`chatproof explore` and `shrink`: what they refuse, that the same seeds give the same runs, and that a planted defect is
found, made small, and found again in what is left.

explore_test.py CHATPROOF
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

CHATPROOF = ""
SEEDS = 200
TIMEOUT_S = 240


def chatproof(*options):
    return subprocess.run([CHATPROOF, *options], capture_output=True, text=True, timeout=TIMEOUT_S)


def explore(*options):
    return chatproof("explore", *options)


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


    def test_a_story_that_is_not_there(self):
        self.refused("neither a file nor the id", "--story", "no/such/story")

    def test_a_story_that_cannot_be_read(self):
        file = self.scratch / "story.json"
        file.write_text('{"schemaVersion": "1.0"}')
        self.refused("story.json:1", "--story", str(file))

    def test_shrinking_what_does_not_fail(self):
        out = self.scratch / "small.json"
        done = chatproof("shrink", "kick/by-an-operator", "--out", str(out))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("violates nothing", done.stderr)
        self.assertFalse(out.exists())

    def test_shrinking_with_a_cell_that_is_none(self):
        done = chatproof("shrink", "kick/by-an-operator", "--cell", "nowhere")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("POSITION:FAULT", done.stderr)


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

    def test_defects_that_no_call_shows_are_found(self):
        for defect, word in (
            ("noJitter:session", "NOT EVEN"),
            ("noBackOff:session", "violated backoffKept"),
            ("forgetsHeartbeat:session", "violated heartbeatKept"),
            ("patientRequests:session", "violated endsInTime"),
            ("leaksTimers:session", "leavesNothingBehind"),
        ):
            with self.subTest(defect):
                done = explore("--seeds", "60", "--plant", defect)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(word, done.stdout)

    def test_all_kinds_of_steps_at_once_are_other_stories(self):
        swarm = self.hashes("swarm", "--seeds", "5", "--swarm")
        self.assertEqual(self.hashes("default", "--seeds", "5"), swarm)
        self.assertNotEqual(self.hashes("all", "--seeds", "5", "--no-swarm"), swarm)

    def test_a_planted_defect_is_made_small_and_found_again(self):
        small = self.scratch / "small.json"
        defect = ("--plant", "dropResult:login")
        done = chatproof("shrink", "3", *defect, "--out", str(small))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("still violated everyCallEnds", done.stderr)
        story = json.loads(small.read_text())
        self.assertLessEqual(len(story["steps"]), 3)
        self.assertTrue(any("note" in step for step in story["steps"]), story)
        again = explore("--story", str(small), *defect)
        self.assertEqual(again.returncode, 1)
        self.assertIn("violated everyCallEnds", again.stdout)
        self.assertEqual(explore("--story", str(small)).returncode, 0, "without the defect")

    def test_what_is_left_is_a_scenario_that_can_be_kept(self):
        for seed, defect in (("3", "dropResult:login"), ("3", "syncLosesOne:session")):
            small = self.scratch / (defect.split(":")[0] + ".json")
            done = chatproof("shrink", seed, "--plant", defect, "--out", str(small))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("as a scenario it passes under `chatproof run`", done.stderr)
            self.assertEqual(json.loads(small.read_text())["id"], small.stem)
            passed = chatproof("run", str(small), "--world", "sim")
            self.assertEqual(passed.returncode, 0, passed.stdout)
            self.assertEqual(chatproof("run", str(small), "--world", "sim", "--plant", defect).returncode, 1)

    def test_a_decision_that_is_never_due_is_told(self):
        story = self.scratch / "story.json"
        self.assertIn(explore("--seed", "3", "--save", str(story)).returncode, (0, 1))
        content = json.loads(story.read_text())
        content["x-decisions"] = ["nobody/1/write/login:reset"]
        story.write_text(json.dumps(content))
        done = explore("--story", str(story))
        self.assertEqual(done.returncode, 1)
        self.assertIn("the decision nobody/1/write/login:reset was never due", done.stdout)
        self.assertIn("it differs at the beginning: nobody/1/write/login is not reached again", done.stdout)

    def test_a_run_that_leaves_its_record_says_where(self):
        story = self.scratch / "story.json"
        explore("--seed", "2", "--save", str(story))
        content = json.loads(story.read_text())
        first, second = content["x-decisions"][:2]
        position, fault = second.rsplit(":", 1)
        content["x-decisions"][1] = f"{position}#77:{fault}"
        story.write_text(json.dumps(content))
        done = explore("--story", str(story))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, f"it differs after event [0-9]+ at [0-9.]+s, the decision {re.escape(first)}: "
                                      f"{re.escape(position)}#77 is not reached again; of that name there are only 1")


if __name__ == "__main__":
    CHATPROOF = sys.argv.pop(1)
    unittest.main()
