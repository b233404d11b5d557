"""Whether the JSON Schemas and backsite agree, by an outside validator (jsonschema).

Usage: schema.py PROGRAM. Takes the entries of tests/sites/small, changes each of their values in a dozen ways, and asks both:
a document that one of them refuses and the other takes is a fault. What a schema cannot see (docs/editors.md) is left out.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import yaml
from jsonschema import Draft202012Validator

HERE = pathlib.Path(__file__).resolve().parent
SMALL = HERE.parent / "sites" / "small" / "content"

# Rules about the form of a single file. A finding of another rule is no matter of the schema.
FORM = {
    "unknown-field", "missing-field", "missing-form-tips", "missing-dose", "missing-contraindications", "wrong-type",
    "empty-text", "unknown-term", "missing-unit", "bad-range", "bad-date", "outside-site",
}
# What backsite says of a name whose form alone would refuse it: that nothing is called so.
NAMES = {"unresolved-reference", "unresolved-source", "bad-file-name"}

BASES = {
    "exercise": "exercises/bird-dog.md", "mistake": "mistakes/breath-holding.md", "plan": "plans/start-gently.yaml",
    "page": "pages/questions.md", "site": "site.yaml", "safety": "safety.yaml", "vocabulary": "vocabulary.yaml",
    "sources": "sources.yaml",
}

WRONG = [
    None, "", " ", [], {}, [""], "some words", "no-such-word", 7, 0, "7", "3-5", "3 - 5", "3–5", "3 to 5", "8-", "30 s", "5", "5 min", "3 h",
    "2026-11-22", "2026-02-30", "22.11.2026", True, "true", "yes", 1.5, ["some words"], [["a"]], {"a": "b"}, "/old/name/",
    "/Old Name", "https://clinic.example/x", "ftp://x", "Not A Slug",
]


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a day is a text, `yes` is a word."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", __import__("re").compile(pattern), list(first))


def is_name(kind, code):
    """Whether backsite says that nothing is called so. The vocabulary is what names are looked up in: a word taken out of it
    is missed by the words that are left, and that no schema sees."""
    return code in NAMES or (kind == "vocabulary" and code == "unknown-term")


def document(path):
    text = path.read_text("utf-8")
    if text.startswith("---\n"):
        text = text[4:].split("\n---\n")[0] + "\n"
    return yaml.load(text, Core)


def places(value, path=()):
    """Every place in a document but those of figures: their poses are backsite's alone."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if key != "figure":
            yield from places(inner, (*path, key))


def changed(base, path, change):
    new = copy.deepcopy(base)
    parent = new
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return new


def corpus(base, some):
    """The document, and what it can become; of a file that there is once, some of that: each takes a run of its own."""
    yield "as it is", base
    seen = set()
    n = 0
    for path in places(base):
        # The same field of another item of a list is the same question.
        kind = tuple("*" if isinstance(key, int) else key for key in path)
        if kind in seen:
            continue
        seen.add(kind)
        yield f"{path} deleted", changed(base, path, lambda parent, key: parent.pop(key))
        for wrong in WRONG:
            n += 1
            if some and n % 7:
                continue

            def put(parent, key, wrong=wrong):
                parent[key] = copy.deepcopy(wrong)
            yield f"{path} = {wrong!r}", changed(base, path, put)
        if isinstance(path[-1], str):
            def rename(parent, key):
                parent["colour"] = parent.pop(key)
            yield f"{path} called colour", changed(base, path, rename)


def findings(program, root):
    run = subprocess.run([program, "check", "--no-sheets", "--format", "json", "--root", root, "--as-of", "2026-11-22"],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or "more are not shown" in run.stderr:
        sys.exit(f"{program} check ended with {run.returncode}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def refused(program, root, kind, documents):
    """For each document, the codes by which backsite refuses its form."""
    content = root / "content"
    names = {}
    for n, (_, document_) in enumerate(documents):
        if kind in ("exercise", "mistake", "plan", "page"):
            name = f"content/{kind}s/fault-{n}.yaml"
        else:
            name = f"content/{kind}.yaml"
        names[name] = n
        (root / name).write_text(json.dumps(document_, ensure_ascii=False, indent=1), "utf-8")
    codes = [set() for _ in documents]
    for found in findings(program, root):
        n = names.get(found["place"]["path"])
        if n is not None:
            codes[n].add((found["code"], found["message"]))
    for name in names:
        (root / name).unlink()
        original = SMALL / name.removeprefix("content/")
        if original.exists():
            (root / name).write_bytes(original.read_bytes())
    return codes


def is_form(code, message):
    """Whether a finding is one that the schema must share. That a range runs backwards is beyond a pattern."""
    return code in FORM and not (code == "bad-range" and "from more to less" in message)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    faults, n_good, n_bad = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path in SMALL.rglob("*"):
            if path.is_file():
                (root / "content" / path.relative_to(SMALL)).parent.mkdir(parents=True, exist_ok=True)
                (root / "content" / path.relative_to(SMALL)).write_bytes(path.read_bytes())
        for kind, name in BASES.items():
            printed = subprocess.run([program, "schema", kind, "--root", root], capture_output=True, text=True, check=True)
            schema = json.loads(printed.stdout)
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
            is_entry = "/" in name
            documents = list(corpus(document(SMALL / name), some=not is_entry))
            step = 40 if is_entry else 1
            for at in range(0, len(documents), step):
                batch = documents[at:at + step]
                for (what, document_), codes in zip(batch, refused(program, root, kind, batch)):
                    errors = sorted(error.message for error in validator.iter_errors(document_))
                    form = sorted({code for code, message in codes if is_form(code, message) and not is_name(kind, code)})
                    refused_too = form or any(is_name(kind, code) for code, _ in codes)
                    # What the schema refuses has a finding, and a finding about form is the schema's too.
                    if errors and not refused_too or form and not errors:
                        faults.append(f"{kind}: {what}\n    schema: {errors[:1]}\n    backsite: {form} of {sorted(codes)[:3]}")
                    n_good += not errors
                    n_bad += bool(errors)
    for fault in faults[:60]:
        print(fault)
    print(f"note: {n_good} documents taken and {n_bad} refused, by backsite and by the schemas alike")
    if faults:
        sys.exit(f"{len(faults)} documents on which they differ")
    if n_good < 100 or n_bad < 1000:
        sys.exit("the corpus is too small to say anything")


main()
