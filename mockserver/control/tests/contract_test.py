#!/usr/bin/env python3
"""openapi.json against the server: every path and method answers as it is declared, good and bad input alike.

contract_test.py CHATPROOF OPENAPI_JSON DIRECTORY_OF_desk.py   (exits with 77, for "skipped", without python3-jsonschema)
"""
import http.client
import json
import pathlib
import re
import sys
import unittest
import urllib.parse

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

sys.path.insert(0, sys.argv.pop())
import desk  # noqa: E402

DOCUMENT = json.loads(pathlib.Path(sys.argv.pop()).read_text())
CHATPROOF = str(pathlib.Path(sys.argv.pop()).resolve())
METHODS = ["get", "put", "post", "patch", "delete", "options"]


def resolved(part):
    """What a reference leads to."""
    while "$ref" in part:
        target = DOCUMENT
        for key in part["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        part = target
    return part


def check(value, schema):
    jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)


def operations():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def parameters(operation, where):
    return [p for p in map(resolved, operation.get("parameters", [])) if p["in"] == where]


def target_of(path, operation, with_query=True):
    """The path with the examples of its parameters."""
    for parameter in parameters(operation, "path"):
        path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(str(parameter["example"]), safe=""))
    query = {p["name"]: p["example"] for p in parameters(operation, "query") if "example" in p and with_query}
    return path + ("?" + urllib.parse.urlencode(query) if query else "")


def body_of(operation):
    """The example and the schema of the body, or nothing."""
    if "requestBody" not in operation:
        return None, None
    content = operation["requestBody"]["content"]["application/json"]
    return content["example"], resolved(content["schema"])


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.serving = desk.serving(CHATPROOF, "--control", "0")
        cls.address, cls.control = desk.welcome_with_control(cls.serving.__enter__())

    @classmethod
    def tearDownClass(cls):
        cls.serving.__exit__(None, None, None)

    def send(self, method, target, body=None, content_type="application/json", headers=None):
        """The status, the headers, and the body as its type says."""
        connection = http.client.HTTPConnection(*self.control, timeout=desk.TIMEOUT_S)
        try:
            data = body if isinstance(body, (str, type(None))) else json.dumps(body)
            types = {} if data is None else {"Content-Type": content_type}
            connection.request(method.upper(), target, data and data.encode("latin-1"), {**types, **(headers or {})})
            response = connection.getresponse()
            kind = response.headers.get_content_type()
            text = (response.fp.readline() if kind == "text/event-stream" else response.read()).decode()
            return response.status, response.headers, json.loads(text) if kind.endswith("json") and text else text
        finally:
            connection.close()

    def as_declared(self, operation, status, headers, body):
        """The operation declares this answer."""
        self.assertIn(str(status), operation["responses"], body)
        declared = resolved(operation["responses"][str(status)])
        if "content" not in declared:
            self.assertEqual(body, "")
            return
        kind = headers.get_content_type()
        self.assertIn(kind, declared["content"])
        check(body, declared["content"][kind].get("schema", {}))

    def refused(self, operation, answer, pointer="", wanted=400):
        status, headers, body = answer
        self.assertEqual(status, wanted, body)
        self.as_declared(operation, status, headers, body)
        self.assertEqual(body["status"], wanted)
        self.assertTrue(body.get("pointer", "").startswith(pointer), body)

    def event(self, stream):
        """The fields of the next event; comments are skipped."""
        fields = {}
        while True:
            line = stream.fp.readline().decode()
            self.assertTrue(line, "the stream has ended")
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif fields:
                return fields

    def test_the_server_serves_this_very_document(self):
        self.assertEqual(self.send("get", "/openapi.json")[2], DOCUMENT)

    def test_the_document_is_sound(self):
        self.assertRegex(DOCUMENT["openapi"], r"^3\.1\.\d+$")
        ids = [operation["operationId"] for _, _, operation in operations()]
        self.assertEqual(len(ids), len(set(ids)))
        for path, _, operation in operations():
            self.assertEqual(set(re.findall(r"\{(\w+)\}", path)), {p["name"] for p in parameters(operation, "path")}, path)
            example, schema = body_of(operation)
            if schema is not None:
                check(example, schema)
        for schema in DOCUMENT["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_examples_succeed_as_declared(self):
        for path, method, operation in operations():
            with self.subTest(method=method, path=path):
                if operation["operationId"] == "removeFault":
                    self.send("post", "/v1/faults", {"id": "slow-login", "then": {"kind": "close"}})
                status, headers, body = self.send(method, target_of(path, operation), body_of(operation)[0])
                self.assertLess(status, 300, body)
                self.as_declared(operation, status, headers, body)
        self.send("post", "/v1/reset")

    def test_what_there_is_looks_as_declared(self):
        self.send("post", "/v1/accounts", {"user": "someone"})
        self.send("post", "/v1/faults", {"id": "a", "when": {"layer": "connect"}, "then": {"kind": "close"}, "x-why": 1})
        with desk.Client(self.address) as client, self.assertRaises((EOFError, ConnectionError)):
            client.hello()
        with desk.Client(self.address) as client:
            client.hello()
            self.assertEqual(client.login("alice", desk.ticket_for(CHATPROOF, "alice"))["code"], 0)
            for path in ["/v1/accounts", "/v1/faults", "/v1/sessions", "/v1/state", "/v1/actions"]:
                status, headers, body = self.send("get", path)
                self.assertTrue(body)
                self.as_declared(DOCUMENT["paths"][path]["get"], status, headers, body)
        self.assertEqual(self.send("get", "/v1/faults")[2][0]["acted"], 1)
        self.send("post", "/v1/reset")
        self.assertEqual(self.send("get", "/v1/accounts")[2], [])
        self.assertEqual(self.send("get", "/v1/faults")[2], [])

    def test_bad_bodies_are_refused_with_the_place(self):
        seen = 0
        for path, method, operation in operations():
            example, schema = body_of(operation)
            if schema is None:
                continue
            target = target_of(path, operation, with_query=False)
            with self.subTest(method=method, path=path):
                for broken in ['{"a":', "nonsense", '{"a": "\xff"}', "[" * 100 + "]" * 100, "[]", "7", "null", '"text"']:
                    self.refused(operation, self.send(method, target, broken))
                self.refused(operation, self.send(method, target, example, content_type="text/plain"), wanted=415)
                if path != "/v1/state":
                    self.refused(operation, self.send(method, target, " " * (1 << 20) + "{}"), wanted=413)
                if schema.get("additionalProperties") is False:
                    self.refused(operation, self.send(method, target, {**example, "od/d": 1}), "/od")
                for name in schema.get("required", []):
                    fewer = {key: value for key, value in example.items() if key != name}
                    self.refused(operation, self.send(method, target, fewer), "/" + name)
                for name in schema.get("properties", {}):
                    for wrong in [[[]], {"a": 1}, 1.5]:
                        if name == "when" and wrong == {"a": 1}:
                            continue
                        self.refused(operation, self.send(method, target, {**example, name: wrong}), "/" + name)
                        seen += 1
        self.assertGreater(seen, 50)
        self.send("post", "/v1/reset")

    def test_bad_parameters_are_refused(self):
        for path, method, operation in operations():
            if "400" not in operation["responses"] or path == "/v1/actions/{action}":
                continue
            with self.subTest(method=method, path=path):
                body = body_of(operation)[0]
                target = target_of(path, operation)
                target += "&" if "?" in target else "?"
                self.refused(operation, self.send(method, target + "odd=1", body), "/odd")
                self.refused(operation, self.send(method, target + "odd=%zz", body))
                if any(p["name"] == "sdkAppID" for p in parameters(operation, "query")):
                    for value in ["0", "x", "4294967296", "12", ""]:
                        self.refused(operation, self.send(method, target + "sdkAppID=" + value, body), "/sdkAppID")
        listing = DOCUMENT["paths"]["/v1/accounts"]["get"]
        for limit in ["0", "1001", "ten", ""]:
            self.refused(listing, self.send("get", "/v1/accounts?limit=" + limit), "/limit")

    def test_what_is_not_there(self):
        for target in ["/", "/v1", "/v1/", "/v1/accounts/", "/v1/accounts//kick", "/v1/accounts/a/b", "/v1/faults/a/b", "//", "/%zz"]:
            self.assertEqual(self.send("get", target)[0], 404, target)
        faults = DOCUMENT["paths"]["/v1/faults/{id}"]["delete"]
        self.refused(faults, self.send("delete", "/v1/faults/unheard-of"), "/id", wanted=404)
        act = DOCUMENT["paths"]["/v1/actions/{action}"]["post"]
        self.refused(act, self.send("post", "/v1/actions/kik", {"user": "a"}), wanted=404)

    def test_other_methods_are_named(self):
        for path, methods in DOCUMENT["paths"].items():
            target = target_of(path, next(iter(methods.values())), with_query=False)
            for method in METHODS:
                if method in methods:
                    continue
                status, headers, _ = self.send(method, target)
                self.assertEqual(status, 405, f"{method} {path}")
                self.assertEqual(sorted(headers["Allow"].split(", ")), sorted(name.upper() for name in methods))

    def test_other_origins_are_refused(self):
        reset, sessions = DOCUMENT["paths"]["/v1/reset"]["post"], DOCUMENT["paths"]["/v1/sessions"]["get"]
        self.refused(reset, self.send("post", "/v1/reset", headers={"Origin": "http://example.com"}), wanted=403)
        self.refused(sessions, self.send("get", "/v1/sessions", headers={"Host": "example.com"}), wanted=403)
        own = "http://%s:%d" % self.control
        self.assertEqual(self.send("get", "/v1/sessions", headers={"Origin": own})[0], 200)

    def test_events_are_as_declared(self):
        connection = http.client.HTTPConnection(*self.control, timeout=desk.TIMEOUT_S)
        self.addCleanup(connection.close)
        connection.request("GET", "/v1/events?kinds=hello,login,loginRefused,request,reply&device=pc")
        stream = connection.getresponse()
        self.addCleanup(stream.close)
        ready = self.event(stream)
        self.assertEqual(ready["event"], "ready")
        check(json.loads(ready["data"]), DOCUMENT["components"]["schemas"]["Ready"])
        kinds = []
        with desk.Client(self.address) as client:
            client.hello()
            client.login("alice", "no ticket")
            while "loginRefused" not in kinds:
                event = self.event(stream)
                data = json.loads(event["data"])
                check(data, DOCUMENT["components"]["schemas"]["Event"])
                self.assertEqual((event["event"], event["id"]), (data["kind"], str(data["number"])))
                self.assertNotIn("no ticket", event["data"])
                kinds.append(data["kind"])
        self.assertEqual(kinds, ["request", "reply", "hello", "request", "reply", "loginRefused"])

    def test_faults_of_a_client_that_goes_away_are_removed(self):
        connection = http.client.HTTPConnection(*self.control, timeout=desk.TIMEOUT_S)
        connection.request("GET", "/v1/events?kinds=message")
        stream = connection.getresponse()
        lease = json.loads(self.event(stream)["data"])["lease"]
        rule = {"when": {"command": "login"}, "then": {"kind": "close"}}
        self.assertEqual(self.send("post", "/v1/faults?lease=" + lease, {**rule, "id": "mine"})[0], 201)
        self.assertEqual(self.send("post", "/v1/faults", {**rule, "id": "other"})[0], 201)
        self.refused(DOCUMENT["paths"]["/v1/faults"]["post"], self.send("post", "/v1/faults?lease=none", rule), "/lease")

        def names():
            return [fault["id"] for fault in self.send("get", "/v1/faults")[2]]
        self.assertEqual(names(), ["mine", "other"])
        stream.close()
        connection.close()
        for _ in range(1000):  # the server learns of the end by itself; each round is a request to it
            if names() == ["other"]:
                break
        self.assertEqual(names(), ["other"])
        self.send("post", "/v1/reset")


class Guarded(unittest.TestCase):
    def test_a_token_is_asked_for(self):
        with desk.serving(CHATPROOF, "--control", "0", "--control-host", "0.0.0.0", "--control-token", "secret") as process:
            port = desk.welcome_with_control(process)[1][1]
            for path, method, operation in operations():
                for given in [{}, {"Authorization": "Bearer secres"}, {"Authorization": "secret"}]:
                    status, headers, body = self.send(port, method, path, given)
                    self.assertEqual(status == 401, path != "/healthz", f"{method} {path}")
                    if status == 401:
                        self.assertEqual(headers["WWW-Authenticate"], "Bearer")
                        self.assertIn("401", operation["responses"])
                        check(json.loads(body), DOCUMENT["components"]["schemas"]["Problem"])
            right = {"Authorization": "Bearer secret", "Host": "example.com"}
            self.assertEqual(self.send(port, "get", "/v1/clock", right)[0], 200)

    def send(self, port, method, path, headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=desk.TIMEOUT_S)
        try:
            connection.request(method.upper(), path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
