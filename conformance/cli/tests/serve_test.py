#!/usr/bin/env python3
"""`chatproof serve` at its edges: what it refuses before it starts, what it logs, how it ends.

serve_test.py CHATPROOF
"""
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

import desk

CHATPROOF = ""
LOGOUT = 4


class Scratch(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.scratch = pathlib.Path(directory.name)

    def file(self, name, content):
        path = self.scratch / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)


class Refusal(Scratch):
    """Each of these must end the command with code 2 before anything is served."""

    def refused(self, *options):
        done = subprocess.run([CHATPROOF, "serve", "--port", "0", *options], capture_output=True, text=True,
                              timeout=desk.TIMEOUT_S)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr.replace(str(self.scratch) + "/", "")

    def script(self, text):
        return self.refused("--script", self.file("s.json", text))

    def test_a_state_that_cannot_be_saved(self):
        self.assertIn("--state nowhere/state.json: cannot be written",
                      self.refused("--state", str(self.scratch / "nowhere" / "state.json")))
        self.assertIn(": is no file", self.refused("--state", str(self.scratch)))
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_wrong_types_in_a_script(self):
        self.assertEqual(self.script('{"at": [\n  {"after": 5, "act": "drain"}]}'),
                         's.json:2:13: a duration such as "30s" is expected (/at/0/after)\n')
        self.assertEqual(self.script('{"at": [{"act": 7}]}'), "s.json:1:17: text is expected (/at/0/act)\n")
        self.assertEqual(self.script('{"at": [{"act": "drain", "args": 7}]}'), "s.json:1:34: an object is expected (/at/0/args)\n")
        self.assertEqual(self.script('{"faults": {}}'), "s.json:1:12: a list is expected (/faults)\n")
        self.assertEqual(self.script("[]"), "s.json:1:1: an object is expected\n")

    def test_every_mistake_of_a_script_at_once(self):
        said = self.script('{"faults": [{"then": {"kind": "clos"}}],\n "at": [{"act": "kik"},\n'
                           ' {"act": "kick", "args": {}}, {"act": "clock.shift", "args": {"by": 3}}],\n "ad": []}')
        self.assertEqual(said.splitlines(), [
            's.json:1:31: no such kind of fault; did you mean "close"? (/faults/0/then/kind)',
            's.json:2:17: no such action: kik; did you mean "kick"? (/at/0/act)',
            "s.json:3:26: is missing (/at/1/args/user)",
            's.json:3:69: a duration such as "30s" is expected (/at/2/args/by)',
            's.json:4:2: unknown key "ad" (/ad); did you mean "at"?'])

    def test_what_is_no_json(self):
        self.assertRegex(self.script('{"at": [,]}'), r"^s\.json:1:9: not JSON")
        self.assertRegex(self.script('{"at": [], "at": []}'), r'^s\.json:1:12: the key "at" is given twice')

    def test_what_only_the_server_can_tell(self):
        rule = {"id": "a", "then": {"kind": "close"}}
        self.assertRegex(self.script({"faults": [rule, rule]}), r's\.json:1:\d+: there is a rule "a" already \(/faults/1/id\)')

    def test_a_bad_app(self):
        for text in ["12x:key", "12", "12:", ":key", "0:key", "-1:key", "4294967296:key", "12 :key"]:
            self.assertIn(f'ID:KEY with a number from 1 to 4294967295 is expected, not "{text}"', self.refused("--app=" + text))

    def test_pointers_of_settings_and_states_begin_at_the_file(self):
        self.assertEqual(self.refused("--settings", self.file("s.json", '{"webInstances": 11}')),
                         "s.json:1:18: 1 to 10 is expected (/webInstances)\n")
        self.assertEqual(self.refused("--state", self.file("s.json", '{"schemaVersion": "1.0", "settings": []}')),
                         "s.json:1:38: an object is expected (/settings)\n")

    def test_a_certificate_without_its_key(self):
        file = self.file("some.pem", "")
        for option in ["--tls-cert", "--tls-key"]:
            self.assertIn("--tls-cert and --tls-key need each other", self.refused(option, file))
        self.assertIn("TLS: some.pem holds no certificate in PEM", self.refused("--tls-cert", file, "--tls-key", file))


class Log(Scratch):
    def talk(self, address):
        with desk.Client(address) as client:
            client.hello()
            self.assertEqual(client.login("alice", "this is no ticket")["code"], 70003)

    def test_lines_have_the_time_of_day_and_name_the_codes(self):
        with desk.serving(CHATPROOF) as process:
            self.talk(desk.welcome(process))
            _, log, _ = desk.stop(process)
        self.assertNotIn("\x1b", log)
        for line in log.splitlines():
            self.assertRegex(line, r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}  ")
        self.assertRegex(log, r"(?m)alice@pc +reply +login code=70003 ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED$")

    def test_what_a_client_says_cannot_steer_the_terminal(self):
        with desk.serving(CHATPROOF) as process:
            with desk.Client(desk.welcome(process)) as client:
                self.assertEqual(client.hello(device="\x1b[2Jpc\n" + "x" * 1000)["code"], 60003)
                self.assertEqual(client.hello()["code"], 0)
                self.assertEqual(client.login("\x1b[2Jalice", "no ticket")["code"], 7003)
            _, log, _ = desk.stop(process)
        self.assertNotIn("\x1b", log)
        self.assertNotIn("x" * 300, log)

    def test_a_log_that_nobody_reads_stops_nothing(self):
        state = str(self.scratch / "state.json")
        with desk.serving(CHATPROOF, "--state", state) as process:
            address = desk.welcome(process)
            with desk.Client(address) as client:
                client.hello(device="d" * 128)
                for _ in range(2000):  # more than any pipe holds
                    self.assertEqual(client.request(LOGOUT, {})["code"], 9503)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=desk.TIMEOUT_S), 0)
        self.assertTrue(json.loads(pathlib.Path(state).read_text())["apps"])

    def read_until(self, terminal, said, word):
        while word not in said:
            self.assertTrue(select.select([terminal], [], [], desk.TIMEOUT_S)[0], f"no {word!r} in {said!r}")
            said += os.read(terminal, 4096).decode()
        return said

    def on_a_terminal(self, environment):
        ours, theirs = pty.openpty()
        with desk.serving(CHATPROOF, stdout=theirs, environment={"TERM": "xterm", "NO_COLOR": "", **environment}) as process:
            os.close(theirs)
            said = self.read_until(ours, "", "stop:")
            self.talk(desk.address_in(said))
            said = self.read_until(ours, said, "disconnect")
        os.close(ours)
        return said

    def test_colours_on_a_terminal_unless_they_are_unwanted(self):
        self.assertRegex(self.on_a_terminal({}), r"\x1b\[31mreply +login code=70003")
        self.assertNotIn("\x1b", self.on_a_terminal({"NO_COLOR": "1"}))
        self.assertNotIn("\x1b", self.on_a_terminal({"TERM": "dumb"}))


@unittest.skipUnless(shutil.which("openssl"), "nobody here can make a certificate")
class Handshakes(Scratch):
    """Fault rules of TLS handshakes, met by a client that has nothing to do with this project: Python's."""

    def setUp(self):
        super().setUp()
        self.certificate, self.key = str(self.scratch / "c.pem"), str(self.scratch / "k.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", self.key,
                        "-out", self.certificate], check=True, capture_output=True, timeout=desk.TIMEOUT_S)

    def shake_hands(self, address):
        context = ssl.create_default_context(cafile=self.certificate)
        with socket.create_connection(address, timeout=1) as plain:
            try:
                with context.wrap_socket(plain, server_hostname="localhost") as connection:
                    return connection.version()
            except ssl.SSLCertVerificationError as error:
                return error.verify_message
            except OSError as error:
                return type(error).__name__

    def test_each_is_seen_once(self):
        then = [{"kind": "expiredCertificate"}, {"kind": "selfSignedCertificate"}, {"kind": "wrongHostCertificate"},
                {"kind": "oldProtocol"}, {"kind": "reset"}, {"kind": "blackhole"}, {"kind": "stall", "for": "300ms"}]
        script = self.file("s.json", {"faults": [{"when": {"layer": "handshake"}, "then": one} for one in then]})
        with desk.serving(CHATPROOF, "--tls-cert", self.certificate, "--tls-key", self.key, "--script", script) as process:
            address = desk.welcome(process)
            seen = [self.shake_hands(address) for _ in range(len(then) + 1)]
            _, log, _ = desk.stop(process)
        self.assertEqual(seen[0], "certificate has expired")
        self.assertRegex(seen[1], "self.signed certificate")
        self.assertRegex(seen[2], "Hostname mismatch")
        self.assertEqual(seen[3], "SSLError")
        self.assertEqual(seen[4], "ConnectionResetError")
        self.assertRegex(seen[5], "timeout|TimeoutError")
        self.assertEqual(seen[6:], ["TLSv1.3", "TLSv1.3"])
        for one in then:
            self.assertRegex(log, rf"(?m)somebody new +fault +{one['kind']}$")

    def test_without_tls_they_are_refused(self):
        rule = {"faults": [{"when": {"layer": "handshake"}, "then": {"kind": "reset"}}]}
        name = {"faults": [{"when": {"layer": "resolve"}, "then": {"kind": "noName"}}]}
        for script, why in [(rule, "does not speak TLS"), (name, "does not answer for its own name")]:
            done = subprocess.run([CHATPROOF, "serve", "--port", "0", "--script", self.file("s.json", script)],
                                  capture_output=True, text=True, timeout=desk.TIMEOUT_S)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, rf"s\.json:1:\d+: this server {why}.* \(/faults/0/when/layer\)")


class State(Scratch):
    def path(self):
        return self.scratch / "state.json"

    def test_two_servers_do_not_share_a_file(self):
        for known in [False, True]:  # whether there is a state already
            with desk.serving(CHATPROOF, "--state", str(self.path())) as process:
                desk.welcome(process)
                done = subprocess.run([CHATPROOF, "serve", "--port", "0", "--state", str(self.path())], capture_output=True,
                                      text=True, timeout=desk.TIMEOUT_S)
                self.assertEqual((done.returncode, done.stdout), (2, ""), known)
                self.assertIn("another server keeps its state there", done.stderr)
                self.assertEqual(desk.stop(process)[0], 0)

    def test_a_killed_server_has_saved_what_it_knew(self):
        with desk.serving(CHATPROOF, "--state", str(self.path()), "--state-interval", "50ms") as process:
            with desk.Client(desk.welcome(process)) as client:
                client.hello()
                self.assertEqual(client.login("alice", desk.ticket_for(CHATPROOF, "alice"))["code"], 0)
            for _ in range(desk.TIMEOUT_S * 20):
                if self.path().stat().st_size and "alice" in self.path().read_text():
                    break
                select.select([], [], [], 0.05)
            process.kill()
            process.wait(timeout=desk.TIMEOUT_S)
        self.assertIn("alice", self.path().read_text())
        with desk.serving(CHATPROOF, "--state", str(self.path())) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)

    def test_files_of_others_stay(self):
        other = self.scratch / "state.json.new"
        other.write_text("mine")
        with desk.serving(CHATPROOF, "--state", str(self.path())) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)
        self.assertEqual(other.read_text(), "mine")
        self.assertEqual(sorted(os.listdir(self.scratch)), ["state.json", "state.json.new"])

    def test_a_link_to_nothing_yet_stays_a_link(self):
        (self.scratch / "there").mkdir()
        self.path().symlink_to(self.scratch / "there" / "real.json")
        with desk.serving(CHATPROOF, "--state", str(self.path())) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)
        self.assertTrue(self.path().is_symlink())
        self.assertTrue((self.scratch / "there" / "real.json").stat().st_size)

    def test_the_mode_of_the_file_stays(self):
        self.path().touch()
        self.path().chmod(0o640)
        with desk.serving(CHATPROOF, "--state", str(self.path())) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)
        self.assertEqual(self.path().stat().st_mode & 0o777, 0o640)


class End(Scratch):
    def test_every_signal_of_an_end_saves_the_state(self):
        state = str(self.scratch / "state.json")
        ticket = desk.ticket_for(CHATPROOF, "alice")
        for end in [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]:
            with desk.serving(CHATPROOF, "--state", state) as process:
                with desk.Client(desk.welcome(process)) as client:
                    client.hello(device=end.name)
                    self.assertEqual(client.login("alice", ticket)["code"], 0)
                    code, log, err = desk.stop(process, end)
            self.assertEqual((code, err), (0, ""))
            self.assertIn(f"state saved in {state}", log)
        saved = json.loads(pathlib.Path(state).read_text())
        devices = [device["id"] for device in saved["apps"][0]["accounts"][0]["devices"]]
        self.assertEqual(sorted(devices), ["SIGHUP", "SIGINT", "SIGTERM"])
        self.assertEqual(os.listdir(self.scratch), ["state.json"])

    def test_a_reader_of_the_log_that_goes_away_ends_nothing(self):
        state = str(self.scratch / "state.json")
        with desk.serving(CHATPROOF, "--state", state) as process:
            address = desk.welcome(process)
            process.stdout.close()
            for _ in range(3):
                with desk.Client(address) as client:
                    client.hello()
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=desk.TIMEOUT_S), 0)
            process.stderr.close()
        self.assertTrue(os.path.exists(state))

    def test_a_link_stays_a_link(self):
        (self.scratch / "there").mkdir()
        real = self.scratch / "there" / "real.json"
        link = self.scratch / "state.json"
        with desk.serving(CHATPROOF, "--state", str(real)) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)
        before = real.stat().st_ino
        link.symlink_to(real)
        with desk.serving(CHATPROOF, "--state", str(link)) as process:
            desk.welcome(process)
            self.assertEqual(desk.stop(process)[0], 0)
        self.assertTrue(link.is_symlink())
        self.assertNotEqual(real.stat().st_ino, before)


if __name__ == "__main__":
    CHATPROOF = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
