"""What tests of `chatproof serve` share: the server as a process, and a client that speaks the protocol byte by byte."""
import contextlib
import json
import os
import re
import signal
import socket
import struct
import subprocess

TIMEOUT_S = 60
HELLO, LOGIN = 1, 2


@contextlib.contextmanager
def serving(chatproof, *options, stdout=subprocess.PIPE, environment=None):
    """A server on a free port: (process, (host, port), lines before the log). Ends with SIGTERM unless it ended already."""
    process = subprocess.Popen([chatproof, "serve", "--port", "0", *options], stdout=stdout, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **(environment or {})})
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def address_in(line):
    """The (host, port) that the first line of a server tells."""
    host, port = re.match(r"chatproof serves (\S+):(\d+) \(", line).groups()
    return host, int(port)


def welcome(process):
    """Reads up to the last line of the welcome; the address."""
    return welcome_with_control(process)[0]


def welcome_with_control(process):
    """The same; the address and that of the control API, or None."""
    address, control = address_in(process.stdout.readline()), None
    while not (line := process.stdout.readline().strip()).startswith("stop:"):
        if found := re.match(r"control it: +export CHATPROOF_CONTROL=https?://(\S+):(\d+)$", line):
            control = found[1], int(found[2])
    return address, control


def stop(process, with_signal=signal.SIGTERM):
    """The exit code, the rest of the output, the error output."""
    process.send_signal(with_signal)
    out, err = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, out, err


class Client:
    """One connection of a device."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=TIMEOUT_S)
        self.requests = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def request(self, command, payload):
        """Sends a request and returns its reply; pushes that come before are skipped."""
        self.requests += 1
        body = json.dumps(payload).encode()
        self.socket.sendall(struct.pack(">IBBHI", 8 + len(body), 1, 1, command, self.requests) + body)
        while True:
            kind, _, number, reply = self.receive()
            if kind == 2 and number == self.requests:
                return reply

    def receive(self):
        """The next frame: type, command, id, payload."""
        length, _, kind, command, number = struct.unpack(">IBBHI", self.exactly(12))
        payload = self.exactly(length - 8)
        return kind, command, number, json.loads(payload) if payload.startswith(b"{") else payload

    def exactly(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise EOFError("the server has closed the connection")
            data += more
        return data

    def hello(self, device="pc", app=1400000000):
        return self.request(HELLO, {"sdkAppID": app, "version": "8.0", "platform": "Linux", "deviceID": device})

    def login(self, user, ticket):
        return self.request(LOGIN, {"userID": user, "userSig": ticket, "cursor": -1})


def ticket_for(chatproof, user, key="5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"):
    done = subprocess.run([chatproof, "usersig", "create", "--sdkappid", "1400000000", "--key", key, "--userid", user],
                          check=True, capture_output=True, text=True, timeout=TIMEOUT_S)
    return done.stdout.strip()
