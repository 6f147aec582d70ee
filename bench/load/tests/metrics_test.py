#!/usr/bin/env python3
"""`chatproof load --metrics` during a run on real sockets and in virtual time, and what it refuses.

metrics_test.py CHATPROOF
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

CHATPROOF = ""
TIMEOUT_S = 60
USERS = 20


def profile(world, length):
    return {"schemaVersion": "1.0", "title": "seen by Prometheus", "world": world, "users": {"count": USERS},
            "interval": "1h" if world == "sim" else "100ms",
            "phases": [{"name": "ramp", "for": "500ms", "login": {"total": USERS}}, {"name": "stay", "for": length}]}


class Metrics(unittest.TestCase):
    def load(self, world, length, *options):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        file = pathlib.Path(scratch.name) / "profile.json"
        file.write_text(json.dumps(profile(world, length)))
        process = subprocess.Popen([CHATPROOF, "load", str(file), *options], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def url(self, process):
        found = re.fullmatch(r"metrics: (http://127\.0\.0\.1:[0-9]+/metrics)\n", process.stdout.readline())
        self.assertIsNotNone(found)
        return found[1]

    def read(self, url):
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4")
            text = answer.read().decode()
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$')
        return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))

    def test_a_run_on_sockets_tells_how_far_it_is(self):
        process = self.load("tcp", "30s", "--metrics", "0")
        url = self.url(process)
        seen = 0
        while seen < USERS:  # reads until everybody is there, or the run is over and the page gone
            page = self.read(url)
            now = int(page["chatproof_load_logins_total"])
            self.assertGreaterEqual(now, seen)
            seen = now
        self.assertEqual(page["chatproof_load_online"], str(USERS))
        self.assertEqual(page["chatproof_load_connected"], str(USERS))
        self.assertEqual(page['chatproof_load_latency_seconds_bucket{what="ready",le="+Inf"}'], str(USERS))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.read(url.replace("/metrics", "/"))
        self.assertEqual(refused.exception.code, 404)

    def test_a_run_in_virtual_time_answers_while_it_computes(self):
        process = self.load("sim", "160h", "--metrics", "localhost:0")
        url = "http://" + process.stdout.readline().split("http://")[1].strip()
        self.assertIn("chatproof_load_elapsed_seconds", self.read(url))

    def test_what_is_no_address_is_refused(self):
        for text in ("x", "127.0.0.1:", "70000", ":9100", "1:2:3x"):
            process = self.load("sim", "1s", "--metrics", text)
            out, error = process.communicate(timeout=TIMEOUT_S)
            self.assertEqual((process.returncode, out), (2, ""))
            self.assertIn(f"--metrics {text}: [ADDRESS:]PORT is expected", error)

    def test_a_port_that_is_taken_is_refused(self):
        first = self.load("tcp", "30s", "--metrics", "0")
        port = self.url(first).split(":")[2].split("/")[0]
        second = self.load("tcp", "1s", "--metrics", port)
        _, error = second.communicate(timeout=TIMEOUT_S)
        self.assertEqual(second.returncode, 2)
        self.assertIn("cannot listen", error)


if __name__ == "__main__":
    CHATPROOF = sys.argv.pop(1)
    unittest.main()
