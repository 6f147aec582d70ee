#!/usr/bin/env python3
"""`chatproof ctl` against a real `chatproof serve --control`: what it does, says and exits with.

ctl_test.py CHATPROOF
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import desk

CHATPROOF = str(pathlib.Path(sys.argv.pop()).resolve())
RULE = {"id": "slow", "when": {"command": "login"}, "then": {"kind": "close"}}


def control_environment(control, **more):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CHATPROOF_")}
    return {**variables, **({"CHATPROOF_CONTROL": "http://%s:%d" % control} if control else {}), **more}


class Ctl(unittest.TestCase):
    def setUp(self):
        serving = desk.serving(CHATPROOF, "--control", "0")
        self.server = serving.__enter__()
        self.addCleanup(serving.__exit__, None, None, None)
        self.address, self.control = desk.welcome_with_control(self.server)
        self.environment = control_environment(self.control)

    def run_ctl(self, *words, wanted=0, stdin=None, environment=None):
        """Its output; the error output when it is to fail."""
        done = subprocess.run([CHATPROOF, "ctl", *words], input=stdin, capture_output=True, text=True,
                              env=environment or self.environment, timeout=desk.TIMEOUT_S)
        self.assertEqual(done.returncode, wanted, done.stderr + done.stdout)
        self.assertEqual(bool(done.stderr), wanted != 0, done.stderr)
        return done.stderr if wanted else done.stdout

    def json_of(self, *words):
        return json.loads(self.run_ctl(*words))

    def watching(self, *words):
        process = subprocess.Popen([CHATPROOF, "ctl", "events", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env=self.environment)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def until(self, reached):
        """The server learns of what its clients do by itself; each round is a request to it."""
        for _ in range(200):
            if reached():
                return
        self.fail("never reached")

    def rules(self):
        return [fault["id"] for fault in self.json_of("fault", "list")]

    def test_a_user_is_made_kicked_banned_and_let_in_again(self):
        self.run_ctl("account", "create", "alice")
        ticket = self.run_ctl("ticket", "create", "alice").strip()
        with desk.Client(self.address) as client:
            client.hello()
            self.assertEqual(client.login("alice", ticket)["code"], 0)
            self.assertEqual([one["user"] for one in self.json_of("sessions", "list")], ["alice"])
            self.run_ctl("kick", "alice", "--device", "another")
            self.assertEqual([one["user"] for one in self.json_of("sessions", "list")], ["alice"])
            self.run_ctl("kick", "alice")
            self.assertEqual([one["user"] for one in self.json_of("sessions", "list")], [""])
        self.run_ctl("ban", "alice")
        self.assertTrue(self.json_of("account", "list")[0]["banned"])
        self.run_ctl("unban", "alice")
        self.assertFalse(self.json_of("account", "list", "--limit", "1")[0]["banned"])

    def test_neither_the_log_nor_the_events_hold_a_ticket_or_a_token(self):
        ticket = self.run_ctl("ticket", "create", "alice").strip()
        with desk.Client(self.address) as client:
            client.hello("phone")
            token = client.login("alice", ticket)["token"]
        self.run_ctl("fault", "add", json.dumps({**RULE, "id": "of " + ticket, "when": {"command": "hello"}}))
        with desk.Client(self.address) as client:
            try:
                client.hello("tablet-" + token)
            except (OSError, EOFError):
                pass  # the rule has closed it
        self.until(lambda: any(fault["acted"] for fault in self.json_of("fault", "list")))
        _, log, _ = desk.stop(self.server, signal.SIGTERM)
        self.assertIn("tablet-(a token)", log)
        for secret in (ticket, ticket[60:], token):
            self.assertNotIn(secret, log)

    def test_messages_settings_and_the_clock(self):
        self.assertEqual(self.json_of("message", "send", "bob", "alice", "two words")["code"], 0)
        self.run_ctl("settings", "set", '{"premium": false}')
        self.assertFalse(self.json_of("settings", "get")["premium"])
        self.run_ctl("clock", "shift", "1h")
        self.run_ctl("clock", "shift", "--", "-30m")
        self.assertEqual(self.json_of("clock", "get")["shift"], "1800s")
        self.run_ctl("reset")
        self.assertEqual(self.json_of("clock", "get")["shift"], "0s")
        self.assertEqual(self.json_of("account", "list"), [])

    def test_the_state_goes_out_and_in_again(self):
        self.run_ctl("account", "create", "alice")
        state = self.run_ctl("state", "export")
        self.run_ctl("reset")
        self.run_ctl("state", "import", "-", stdin=state)
        self.assertEqual(self.json_of("account", "list")[0]["userID"], "alice")
        many = json.loads(state)
        account = many["apps"][0]["accounts"][0]
        many["apps"][0]["accounts"] = [{**account, "userID": user, "profile": {"userID": user}} for user in map("user{}".format, range(8000))]
        self.run_ctl("--timeout", "60", "state", "import", "-", stdin=json.dumps(many))  # longer than other bodies may be
        self.assertEqual(len(self.json_of("account", "list", "--limit", "1000")), 1000)
        self.assertGreater(len(self.run_ctl("state", "export")), 1 << 20)

    def test_mistakes_in_json_are_told_with_their_place(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rule.json"
            path.write_text('{"when": {"command": "login"},\n "then": {"kind": "clse"}}')
            said = self.run_ctl("fault", "add", f"@{path}", wanted=2)
            self.assertEqual(said, f'{path}:2:19: no such kind of fault; did you mean "close"? (/then/kind)\n')
            path.write_text('{"when":\n }')
            self.assertIn(f"{path}:2:2: ", self.run_ctl("fault", "add", f"@{path}", wanted=2))
            self.assertIn("cannot be read", self.run_ctl("fault", "add", f"@{folder}/none", wanted=2))
        said = self.run_ctl("events", "--fault", '{"when": {"command": "logn"}, "then": {"kind": "close"}}', wanted=2)
        self.assertIn("(argument):1:22: ", said)
        self.assertIn("(standard input):1:2: ", self.run_ctl("settings", "set", "-", stdin="{", wanted=2))

    def test_other_mistakes_are_told_too(self):
        self.assertIn('there is no rule "r"', self.run_ctl("fault", "remove", "r", wanted=2))
        self.assertIn("(/limit)", self.run_ctl("account", "list", "--limit", "ten", wanted=2))
        self.assertIn('did you mean "message"', self.run_ctl("events", "--kinds", "mesage", wanted=2))
        self.assertIn("user is required", self.run_ctl("kick", wanted=2))
        for action in [["kick"], ["ticket", "expire"], ["ticket", "revoke"]]:
            self.assertIn("there is no such account", self.run_ctl(*action, "nosuch", wanted=2))
        for user in ["x" * 33, "a\tb", "\udcff\udcfe"]:
            self.assertIn("printable ASCII", self.run_ctl("kick", user, wanted=2))
        self.assertNotIn("nosuch", self.run_ctl("account", "list"))
        for words in [["kik", "alice"], ["fault"], ["fault", "ad"], []]:
            self.run_ctl(*words, wanted=2)

    def test_a_server_that_is_not_there(self):
        self.assertIn("refused", self.run_ctl("reset", "--url", "http://127.0.0.1:1", wanted=1))
        for url in ["", "127.0.0.1:7180", "http://127.0.0.1", "http://:1", "http://a:99999", "ftp://a:1", "http://a:1/b"]:
            self.run_ctl("reset", "--url", url, wanted=2)
        self.run_ctl("reset", wanted=2, environment=control_environment(None))
        chat_port = "http://%s:%d" % self.address
        self.assertIn("ended", self.run_ctl("reset", "--url", chat_port, wanted=1))

    def test_events_are_printed_line_by_line(self):
        watcher = self.watching("--kinds", "message", "--user", "b & c", "--count", "2")
        sent = 0
        while watcher.poll() is None and sent < 200:  # it may not watch yet when the first are sent
            self.run_ctl("message", "send", "b & c", "alice", "hi")
            self.run_ctl("message", "send", "other", "alice", "hi")
            sent += 1
        out, err = watcher.communicate(timeout=desk.TIMEOUT_S)
        self.assertEqual((watcher.returncode, err), (0, ""))
        self.assertEqual([(e["kind"], e["user"]) for e in map(json.loads, out.splitlines())], [("message", "b & c")] * 2)

    def test_rules_last_as_long_as_who_watches(self):
        watcher = self.watching("--fault", json.dumps(RULE), "--fault", json.dumps({**RULE, "id": "other"}))
        self.until(lambda: self.rules() == ["slow", "other"])
        watcher.kill()  # no chance to tidy up
        self.until(lambda: self.rules() == [])

    def test_the_end_of_the_server_ends_the_watch(self):
        watcher = self.watching("--fault", json.dumps(RULE))
        self.until(lambda: self.rules() == ["slow"])
        desk.stop(self.server, signal.SIGTERM)
        _, err = watcher.communicate(timeout=desk.TIMEOUT_S)
        self.assertEqual(watcher.returncode, 1)
        self.assertIn("chatproof ctl: ", err)

    def test_pages(self):
        self.assertEqual(self.json_of("health"), {"status": "ok"})
        self.assertIn("\nchatproof_connections 0\n", self.run_ctl("metrics"))
        self.assertIn("kick", self.run_ctl("--help"))


class GuardedCtl(unittest.TestCase):
    def test_the_token_opens(self):
        with desk.serving(CHATPROOF, "--control", "0", "--control-host", "0.0.0.0", "--control-token", "secret") as server:
            port = desk.welcome_with_control(server)[1][1]
            for token, code in [("secret", 0), ("wrong", 1), ("", 1)]:
                environment = control_environment(("127.0.0.1", port), CHATPROOF_CONTROL_TOKEN=token)
                done = subprocess.run([CHATPROOF, "ctl", "reset"], env=environment, capture_output=True, text=True,
                                      timeout=desk.TIMEOUT_S)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual("token" in done.stderr, code == 1)


if __name__ == "__main__":
    unittest.main()
