#!/usr/bin/env python3
"""The published schema against what there is: every scenario and fragment is valid by it, every planted mistake is not.

usage: schema_test.py SOURCE_DIR

A planted mistake that only the loader can see (a name that no table knows) says "x-schema": "valid". Exits with 77, for
"skipped", where python3-jsonschema is not installed.
"""

import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
scenarios = root / "scenarios"
selftest = root / "conformance" / "selftest"


def validator(name):
    schema = json.loads((scenarios / "schema" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


of_scenarios = validator("scenario-1.0.json")
of_fragments = validator("fragment-1.0.json")
mistakes = []
checked = 0


def deepest(error):
    """Of a choice that nothing fits, the complaint that goes deepest says most."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def look(file, validate, good):
    global checked
    checked += 1
    errors = list(validate.iter_errors(json.loads(file.read_text(encoding="utf-8"))))
    if good and errors:
        mistakes.extend(f"{file.relative_to(root)}{deepest(error)}" for error in errors)
    if not good and not errors:
        mistakes.append(f"{file.relative_to(root)}: the schema does not see the mistake")


for file in sorted(scenarios.glob("*/**/*.json")):
    folder = file.relative_to(scenarios).parts[0]
    if folder != "schema":
        look(file, of_fragments if folder == "lib" else of_scenarios, True)
for folder in ("valid-pass", "valid-fail"):
    for file in sorted((selftest / folder).glob("**/*.json")):
        look(file, of_scenarios, True)
for file in sorted((selftest / "invalid").glob("**/*.json")):
    try:
        planted = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        continue  # not even JSON
    look(file, of_scenarios, isinstance(planted, dict) and planted.get("x-schema") == "valid")

print("\n".join(mistakes))
print(f"{checked} files, {len(mistakes)} mistakes")
sys.exit(1 if mistakes or checked == 0 else 0)
