#!/usr/bin/env python3
"""`chatproof serve --shards 2` over loopback: logins are sent on, a kick stays inside a shard, messages and statuses cross, control sees one server.

shards_test.py CHATPROOF SESSION_DEMO
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import desk

CHATPROOF = DEMO = ""
SEND, STATUS_GET, STATUS_SUBSCRIBE = 20, 40, 42
REPLY, PUSH, GOAWAY = 2, 3, 6
KICKED, MESSAGE, USER_STATUS = 100, 102, 105


class Shards(unittest.TestCase):
    def setUp(self):
        settings = tempfile.NamedTemporaryFile("w", suffix=".json")
        self.addCleanup(settings.close)
        json.dump({"userStatus": True, "multiDevicePolicy": "single"}, settings)
        settings.flush()
        serving = desk.serving(CHATPROOF, "--shards", "2", "--control", "0", "--quiet", "--settings", settings.name)
        self.server = serving.__enter__()
        self.addCleanup(serving.__exit__, None, None, None)
        self.address, self.control = desk.welcome_with_control(self.server)

    def get(self, path):
        with urllib.request.urlopen(f"http://{self.control[0]}:{self.control[1]}{path}", timeout=desk.TIMEOUT_S) as answer:
            return answer.read().decode()

    def connect(self, port, device):
        client = desk.Client((self.address[0], port))
        self.addCleanup(client.socket.close)
        self.assertEqual(client.hello(device)["code"], 0)
        return client

    def online(self, user, device):
        """The client where the user lives, and that port."""
        ticket = desk.ticket_for(CHATPROOF, user)
        port = self.address[1]
        client = self.connect(port, device)
        body = json.dumps({"userID": user, "userSig": ticket, "cursor": -1}).encode()
        client.requests += 1
        client.socket.sendall(desk.struct.pack(">IBBHI", 8 + len(body), 1, 1, desk.LOGIN, client.requests) + body)
        kind, _, _, payload = client.receive()
        if kind == GOAWAY:
            port = payload["port"]
            client = self.connect(port, device)
            self.assertEqual(client.login(user, ticket)["code"], 0)
        else:
            self.assertEqual((kind, payload["code"]), (REPLY, 0))
        return client, port

    def pushed(self, client, command):
        while True:
            kind, number, _, payload = client.receive()
            if (kind, number) == (PUSH, command):
                return payload

    def test_users_of_two_shards(self):
        alice, home_of_alice = self.online("alice", "a")
        others = [(user, *self.online(user, user)) for user in ("bob", "carol", "dave", "erin", "frank", "u0", "u1")]
        far, client, home = next(other for other in others if other[2] != home_of_alice)

        # A message, both ways.
        message = {"elements": [{"type": 1, "text": "hello"}], "random": 1, "clientTime": 5}
        self.assertEqual(alice.request(SEND, {"to": far, "message": message, "onlineOnly": False})["code"], 0)
        self.assertEqual(self.pushed(client, MESSAGE)["message"]["from"], "alice")
        self.assertEqual(client.request(SEND, {"to": "alice", "message": message, "onlineOnly": False})["code"], 0)
        self.assertEqual(self.pushed(alice, MESSAGE)["message"]["from"], far)

        # The status, asked for and told.
        statuses = alice.request(STATUS_GET, {"users": [far, "alice"]})["statuses"]
        self.assertEqual([(one["userID"], one["type"]) for one in statuses], [(far, 1), ("alice", 1)])
        self.assertEqual(alice.request(STATUS_SUBSCRIBE, {"users": [far]})["code"], 0)
        alice.request(STATUS_GET, {"users": [far]})  # what was said before on the link has arrived

        # A kick where the user lives.
        second, home_of_second = self.online(far, "second")
        self.assertEqual(home_of_second, home)
        self.assertEqual(self.pushed(client, KICKED), {"reason": "login", "userID": far})
        second.socket.close()
        self.assertEqual(self.pushed(alice, USER_STATUS)["statuses"][0]["userID"], far)

        # One server for who controls it.
        accounts = [one["userID"] for one in json.loads(self.get("/v1/accounts"))]
        self.assertEqual(accounts, sorted(accounts))
        self.assertEqual(len(accounts), 8)
        state = json.loads(self.get("/v1/state"))
        self.assertEqual([one["userID"] for one in state["apps"][0]["accounts"]], accounts)
        metrics = self.get("/metrics")
        self.assertIn('chatproof_logins_total{result="accepted"} 9\n', metrics)
        self.assertRegex(metrics, r"\nchatproof_redirects_total [1-9]")

        # The SDK finds the way by itself.
        with tempfile.TemporaryDirectory() as scratch:
            for user in ("alice", far):
                app = subprocess.Popen([DEMO, "1400000000", user, desk.ticket_for(CHATPROOF, user)], cwd=scratch, text=True,
                                       stdout=subprocess.PIPE,
                                       env=dict(os.environ, CHATPROOF_SERVER="%s:%d" % self.address))
                self.addCleanup(app.stdout.close)
                said = []
                for line in app.stdout:
                    said.append(line.strip())
                    if line.startswith("sent "):
                        break
                app.terminate()
                app.wait(desk.TIMEOUT_S)
                self.assertEqual(said[:3], ["connecting", "connected", "logged in"], said)

    def test_what_cannot_work_is_told(self):
        done = subprocess.run([CHATPROOF, "serve", "--shards", "2", "--port", "65535"], capture_output=True, text=True, timeout=desk.TIMEOUT_S)
        self.assertEqual((done.returncode, done.stderr), (2, "chatproof serve: --shards 2 needs as many ports from --port on\n"))
        request = urllib.request.Request(f"http://{self.control[0]}:{self.control[1]}/v1/settings", method="PATCH",
                                         data=b'{"unknownReceiverIsError": true}', headers={"Content-Type": "application/json"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=desk.TIMEOUT_S)
        self.assertEqual(refused.exception.code, 400)
        self.assertIn("not with --shards", refused.exception.read().decode())
        refused.exception.close()


if __name__ == "__main__":
    CHATPROOF, DEMO = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1])
