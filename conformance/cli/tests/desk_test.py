#!/usr/bin/env python3
"""The desk: `chatproof serve` and the example app on the shared library, over real sockets. Login, a message, a kick, an expiry.

desk_test.py CHATPROOF SESSION_DEMO
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_S = 30


def run_app(demo, server, scratch, ticket):
    """What the app prints until it is told that its login ended."""
    environment = dict(os.environ, CHATPROOF_SERVER=server)
    done = subprocess.run([demo, "1400000000", "alice", ticket], cwd=scratch, env=environment, timeout=TIMEOUT_S,
                          capture_output=True, text=True)
    return done.stdout


def serve_and_run(chatproof, demo, action, expected):
    with tempfile.TemporaryDirectory() as scratch:
        script = pathlib.Path(scratch) / "script.json"
        script.write_text(json.dumps({"at": [{"after": "3s", "act": action, "args": {"user": "alice"}}]}))
        server = subprocess.Popen([chatproof, "serve", "--port", "0", "--script", script], cwd=scratch,
                                  stdout=subprocess.PIPE, text=True)
        try:
            address, app_id, key = re.match(r"chatproof serves (\S+) \(TCP\); SDKAppID (\d+), key (\w+)",
                                            server.stdout.readline()).groups()
            ticket = subprocess.run([chatproof, "usersig", "create", "--sdkappid", app_id, "--key", key, "--userid", "alice"],
                                    check=True, capture_output=True, text=True).stdout.strip()
            said = run_app(demo, address, scratch, ticket)
        finally:
            server.terminate()
            log = server.communicate(timeout=TIMEOUT_S)[0]
        position = 0
        for line in ["connecting", "connected", "logged in", "sent ", expected]:
            position = said.find(line, position)
            if position < 0:
                sys.exit(f"desk_test: {line!r} is missing, in its place, from what the app said:\n{said}\nthe server:\n{log}")
        if server.returncode != 0:
            sys.exit(f"desk_test: the server ended with {server.returncode}:\n{log}")


def main():
    chatproof, demo = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
    serve_and_run(chatproof, demo, "kick", "kicked")
    serve_and_run(chatproof, demo, "ticket.expire", "the ticket has expired")


main()
