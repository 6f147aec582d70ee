#!/usr/bin/env python3
"""How `chatproof load` ends: runs in which nothing happened, runs that are interrupted, and the comparison with other servers.

end_test.py CHATPROOF SOURCE
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "conformance/cli/tests"))
import desk

CHATPROOF = SOURCE = ""
TIMEOUT_S = 60


def profile(world="tcp", length="1s", **more):
    return {"schemaVersion": "1.0", "title": "ends", "world": world, "users": {"count": 20}, "drain": "0s",
            "phases": [{"name": "ramp", "for": length, "login": {"total": 10}}], **more}


class End(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.scratch = pathlib.Path(folder.name)

    def load(self, what):
        file = self.scratch / "profile.json"
        file.write_text(json.dumps(what))
        process = subprocess.Popen([CHATPROOF, "load", str(file), "--json", str(self.scratch / "out.json"),
                                    "--html", str(self.scratch / "out.html")],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        return process

    def voided(self, what):
        process = self.load(what)
        out, err = process.communicate(timeout=TIMEOUT_S)
        self.assertEqual(process.returncode, 3, out + err)
        result = json.loads((self.scratch / "out.json").read_text())
        self.assertEqual(result["verdict"], "void")
        for reason in result["void"]:
            self.assertIn("  void: " + reason, out)
        return [reason for reason in result["void"] if "the generator was" not in reason]  # late, on a busy machine

    def test_without_a_login_the_run_is_void_and_says_why(self):
        with desk.serving(CHATPROOF) as server:
            here = "{}:{}".format(*desk.welcome(server))
            for where, why in ((["127.0.0.1:1"], r"errors 9511 x\d+ \("), (["no-such-host.invalid:7100"], r"errors 95\d\d x\d+ \("),
                               ([here], r"errors 700\d\d x10 \(")):
                reasons = self.voided(profile(server={"at": where, "key": "wrong"}))
                self.assertEqual(len(reasons), 1, reasons)
                self.assertRegex(reasons[0], r"^nobody logged in, of 10 meant to; " + why)

    def test_flows_that_find_nobody_are_void(self):
        for world in ("sim", "tcp"):
            what = profile(world)
            what["phases"] = [{"name": "talk", "for": "1s", "messages": {"rate": 10}, "requests": {"rate": 10}, "logout": {"total": 5}}]
            self.assertEqual([reason.split(",")[0] for reason in self.voided(what)],
                             ["no message reached its receiver", "no request succeeded", "nobody logged out"])

    def test_an_interrupted_run_reports_what_was_done(self):
        for world, length, by, code in (("tcp", "500s", signal.SIGINT, 130), ("tls", "500s", signal.SIGTERM, 143), ("sim", "160h", signal.SIGINT, 130)):
            with self.subTest(world=world):
                process = self.load(profile(world, length, interval="1s" if world != "sim" else "1h"))
                process.stdout.readline()  # a first line of progress
                process.send_signal(by)
                out, err = process.communicate(timeout=TIMEOUT_S)
                self.assertEqual(process.returncode, code, out + err)
                result = json.loads((self.scratch / "out.json").read_text())
                self.assertEqual(result["verdict"], "void")
                self.assertRegex(result["void"][0], r"^interrupted after .+ of ")
                self.assertIn("interrupted after", (self.scratch / "out.html").read_text())
                self.assertGreater(len(result["intervals"]), 0)

    def test_the_comparison_refuses_what_it_does_not_know_before_it_builds(self):
        for arguments, why in ((["nosuch"], 'there is no peer "nosuch"'), (["--users", "x", "floor"], '"x" is no number'), (["--rounds"], '"" is no number')):
            done = subprocess.run([str(SOURCE / "bench/compare.sh"), *arguments], capture_output=True, text=True, timeout=TIMEOUT_S)
            self.assertEqual(done.returncode, 2)
            self.assertIn(why, done.stderr)


if __name__ == "__main__":
    CHATPROOF, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
    unittest.main()
