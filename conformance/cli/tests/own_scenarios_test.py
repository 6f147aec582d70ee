#!/usr/bin/env python3
"""Scenarios of an app's own, outside this repository: own fragments, own requirements, or none; each id once; no mixing.

usage: own_scenarios_test.py CHATPROOF   (the program)
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHATPROOF = str(pathlib.Path(sys.argv.pop()).resolve())
ROOT = str(pathlib.Path(__file__).resolve().parents[3])


def scenario(name, *steps, **more):
    return {"schemaVersion": "1.0", "id": name, "title": "One of ours", "actors": {"alice.phone": {}},
            "tolerate": ["log", "sync", "connection"],
            "steps": [*steps, {"do": "alice.phone.getVersion", "expect": {"return": {"$type": "string"}}}], **more}


class OwnScenarios(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.here = pathlib.Path(holder.name).resolve()

    def write(self, name, value):
        file = self.here / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))
        return str(file)

    def run_it(self, *words, wanted=0):
        done = subprocess.run([CHATPROOF, *words], capture_output=True, text=True, timeout=120, cwd=self.here,
                              env={**os.environ, "CHATPROOF_ROOT": ROOT})
        self.assertEqual(done.returncode, wanted, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_fragments_of_their_own_come_first_then_those_of_the_repository(self):
        fragment = {"schemaVersion": "1.0", "steps": [{"do": "alice.phone.initSDK", "expect": {"return": True}}]}
        self.write("ours/lib/begin.json", fragment)
        self.write("ours/lib/online.json", fragment)
        deep = self.write("ours/topic/deep.json", scenario("deep", {"use": "lib/begin"}))
        self.write("ours/shadow.json", scenario("shadow", {"use": "lib/online"}))
        self.write("ours/theirs.json", scenario("theirs", {"use": "lib/connected", "with": {"who": "alice.phone"}}))
        self.assertIn("3 passed", self.run_it("run", "ours", "--world", "sim"))
        self.assertIn("1 passed", self.run_it("run", deep, "--world", "sim"))
        self.assertIn("3 files, 3 cases, 0 mistakes", self.run_it("lint", "ours"))

    def test_a_mistake_in_their_own_fragment_is_told_at_its_line(self):
        self.write("lib/wrong.json", {"schemaVersion": "1.0", "steps": [{"do": "alice.phone.polka"}]})
        own = self.write("one.json", scenario("one", {"use": "lib/wrong"}))
        self.assertIn("lib/wrong.json:1:", self.run_it("run", own, "--world", "sim", wanted=2))
        self.assertIn("did you mean \"lib/wrong\"",
                      self.run_it("run", self.write("two.json", scenario("two", {"use": "lib/wrogn"})), wanted=2))

    def test_covers_may_be_missing_or_name_requirements_of_their_own(self):
        own = self.write("one.json", scenario("one", covers=["OURS-01"]))
        self.assertIn("OURS-01", self.run_it("run", own, "--world", "sim", wanted=2))
        catalogue = self.write("ours.json.catalogue", {
            "schemaVersion": "1.0", "topic": "ours", "requirements": [
                {"id": "OURS-01", "text": "Ours begins", "level": "documented", "testable": True, "source": "ours"}]})
        out = self.here / "out"
        self.run_it("run", own, "--world", "sim", "--catalogue", catalogue, "--report", str(out))
        report = json.loads((out / "report.json").read_text())
        self.assertEqual([one["status"] for one in report["requirements"] if one["id"] == "OURS-01"], ["passed"])
        self.assertIn("--catalogue", report["cases"][0]["replay"])
        self.assertIn("OURS-01  (documented)\n    Ours begins", self.run_it("list", "--requirements", "--catalogue", catalogue))
        self.assertIn("KICK-02  (", self.run_it("list", "--requirements"))
        self.run_it("lint", own, "--catalogue", catalogue)

    def test_one_id_belongs_to_one_file(self):
        self.write("ours/a.json", scenario("same"))
        self.write("ours/b.json", scenario("same"))
        told = self.run_it("run", "ours", "--world", "sim", wanted=2)
        self.assertIn('the id "same" is that of two files', told)
        self.assertIn("a.json", told)
        self.assertIn("b.json", told)
        self.assertIn("1 passed", self.run_it("run", "ours/a.json", "./ours/a.json", "--world", "sim"))

    def test_a_word_that_is_a_path_here_and_a_name_there_is_refused(self):
        self.write("kick/ours.json", scenario("ours"))
        told = self.run_it("run", "kick", "--world", "sim", wanted=2)
        self.assertIn('"./kick"', told)
        self.assertIn(ROOT + "/scenarios/kick", told)
        self.assertIn("1 passed", self.run_it("run", "./kick", "--world", "sim"))
        self.assertNotIn(" 1 passed", self.run_it("run", ROOT + "/scenarios/kick", "--world", "sim", "-q"))

    def test_a_trace_of_real_sockets_is_not_replayed_and_one_that_differs_fails(self):
        own = self.write("one.json", scenario("one"))
        self.run_it("run", own, "--world", "sim,tcp", "--trace", "traces")
        self.assertIn("the same trace again", self.run_it("replay", "traces/one@sim.trace"))
        self.assertIn("cannot be replayed", self.run_it("replay", "traces/one@tcp.trace", wanted=2))
        trace = self.here / "traces/one@sim.trace"
        trace.write_text(trace.read_text().replace("getVersion", "getVersoin", 1))
        self.assertIn("the traces differ at event", self.run_it("replay", "traces/one@sim.trace", wanted=1))


unittest.main(argv=sys.argv[:1])
