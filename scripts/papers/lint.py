"""Lints what `npm run cloudformation` wrote, folder by folder: cfn-lint with every rule over the templates, botocore's own validation of the
requests, and what botocore leaves to AWS: lists of values, patterns, upper bounds. `--json` prints the findings for a program to read."""

import json
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path as File

import botocore.session
from botocore.validate import ParamValidator
from cfnlint import api as cfn_lint
from cfnlint.config import ManualArgs

ACCEPTED = File(__file__).resolve().parents[2] / "plan/papers/accepted.json"
SESSION = botocore.session.get_session()
MODELS: dict = {}


def model(service: str):
    return MODELS.setdefault(service, SESSION.get_service_model(service))


def of_templates(folder: File, region: str) -> list[dict]:
    found = []
    for file in sorted(folder.glob("*.template.json")):
        text = file.read_text()
        config = ManualArgs(include_checks=["I"], regions=[region])
        resources = json.loads(text)["Resources"]
        for match in cfn_lint.lint(text, regions=[region], config=config):
            path = [str(part) for part in match.path or ()]
            name = path[1] if path[:1] == ["Resources"] and len(path) > 1 else ""
            found.append(
                {
                    "by": "cfn-lint",
                    "rule": match.rule.id,
                    "type": resources.get(name, {}).get("Type", ""),
                    "urn": resources.get(name, {}).get("Metadata", {}).get("urn", file.name),
                    "at": ".".join(path[3:]),
                    "message": match.message,
                }
            )
    return found


def of_requests(folder: File) -> list[dict]:
    found = []
    for request in json.loads((folder / "requests.json").read_text()):
        operation = model(request["service"]).operation_model(request["operation"])
        shape, parameters = operation.input_shape, dict(request["parameters"])
        for name in shape.required_members:
            # The SDK fills in what only makes a retry safe.
            if shape.members[name].metadata.get("idempotencyToken") or name in ("CallerReference", "ClientRequestToken"):
                parameters.setdefault(name, "00000000-0000-4000-8000-000000000000")
        report = ParamValidator().validate(parameters, shape).generate_report()
        messages = report.splitlines() if report else []
        messages += list(beyond(parameters, shape, operation.name))
        found += [
            {
                "by": "botocore",
                "rule": "E-request",
                "type": f"{request['service']}:{operation.name}",
                "urn": request["urn"],
                "at": "",
                "message": message,
            }
            for message in messages
        ]
    return found


def beyond(value, shape, at: str):
    """What botocore's validator does not look at."""
    metadata = shape.metadata
    if shape.type_name == "structure":
        for name, inner in (value if isinstance(value, dict) else {}).items():
            if name in shape.members:
                yield from beyond(inner, shape.members[name], f"{at}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        if value and not metadata.get("min", 0) <= len(value) <= metadata.get("max", len(value)):
            yield f"{at} has {len(value)} entries"
        for number, inner in enumerate(value):
            yield from beyond(inner, shape.member, f"{at}[{number}]")
    elif shape.type_name == "string" and isinstance(value, str):
        if getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{at}: {value} is not one of {', '.join(shape.enum)}"
        if len(value) > metadata.get("max", len(value)):
            yield f"{at} has {len(value)} characters, at most {metadata['max']}"
        if "pattern" in metadata and not matches(metadata["pattern"], value):
            yield f"{at}: {value[:80]} does not match {metadata['pattern']}"
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value > metadata.get("max", value):
        yield f"{at}: {value} is above {metadata['max']}"


def matches(pattern: str, text: str) -> bool:
    """Some of the papers' patterns are Java's: a pair of surrogates is one character there, and what Python cannot read is not held against us."""
    ours = pattern.replace("\\uD800\\uDC00-\\uDBFF\\uDFFF", "\U00010000-\U0010ffff").replace("(?i)", "")
    try:
        return re.fullmatch(ours, text, re.DOTALL) is not None
    except re.error:
        return True


def of_folder(argument: str) -> tuple[str, list[dict], int, int]:
    folder, _, region = argument.partition("=")
    path = File(folder)
    resources = sum(len(json.loads(each.read_text())["Resources"]) for each in path.glob("*.template.json"))
    requests = len(json.loads((path / "requests.json").read_text()))
    return folder, of_templates(path, region or "us-east-1") + of_requests(path), resources, requests


def main() -> int:
    folders = [each for each in sys.argv[1:] if not each.startswith("--")]
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(of_folder, folders))
    if "--json" in sys.argv[1:]:
        print(json.dumps({folder: found for folder, found, _, _ in results}))
        return 0
    accepted = {(each["rule"], each["type"]): each["why"] for each in json.loads(ACCEPTED.read_text())}
    met, wrong = set(), 0
    for folder, found, resources, requests in results:
        print(f"{folder}: {resources} resources and {requests} requests, {len(found)} findings")
        for each in found:
            key = (each["rule"], each["type"])
            if key in accepted and not each["rule"].startswith("E"):
                met.add(key)
                continue
            wrong += 1
            print(f"  {each['rule']} {each['type']} {each['at']}: {each['message']} ({each['urn']})", file=sys.stderr)
    for rule, kind in sorted(set(accepted) - met):
        wrong += 1
        print(f"  {rule} {kind} is accepted in plan/papers/accepted.json, and nothing meets it", file=sys.stderr)
    print(f"{wrong} errors; {len(met)} kinds of warnings accepted")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
