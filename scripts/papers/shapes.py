"""Writes plan/papers/shapes: what AWS's own papers ask of each argument in plan/papers/arguments.

Sources: the CloudFormation registry schemas that cfn-lint carries, and the API models of botocore; both pinned in
bootstrap/requirements.txt. `--check` writes nothing and fails when a file is not what it would write.
"""

import json
import sys
from pathlib import Path as File

import botocore
import botocore.session
import cfnlint.version
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from paths import Path, parse

ROOT = File(__file__).resolve().parents[2]
ARGUMENTS = ROOT / "plan/papers/arguments"
SHAPES = ROOT / "plan/papers/shapes"
REGION = "us-east-1"
SESSION = botocore.session.get_session()
MODELS: dict = {}


def model(service: str):
    return MODELS.setdefault(service, SESSION.get_service_model(service))


def input_of(service: str, operation: str):
    shape = model(service).operation_model(operation).input_shape
    if shape is None:
        raise LookupError(f"{service} {operation} takes nothing")
    return shape


class Found(dict):
    """Constraints of one argument, and of the list that it is an item of."""

    def __init__(self):
        super().__init__()
        self.lists: dict[int, dict] = {}


def of_api(service: str, main: str, path: Path) -> Found:
    shape, found = input_of(service, path.operation or main), Found()
    for number, segment in enumerate(path.segments):
        if shape.type_name == "map":
            found.pop("required", None)
            shape = shape.value
            continue
        if segment.name not in shape.members:
            raise LookupError(f"{service} {path.operation or main}: {shape.name} has no {segment.name}")
        if number == len(path.segments) - 1 and path.operation is None and segment.name in shape.required_members:
            found["required"] = True
        shape = shape.members[segment.name]
        if segment.in_list:
            if shape.type_name != "list":
                raise LookupError(f"{service} {path.operation or main}: {segment.name} is no list")
            found.lists[number] = sizes(shape.metadata, "Items")
            found.pop("required", None)
            shape = shape.member
    metadata = shape.metadata
    if shape.type_name == "string":
        found.update(sizes(metadata, "Length"))
        if "pattern" in metadata:
            # An API's pattern is for the whole text, with anchors or without.
            text = metadata["pattern"]
            found["patterns"] = [text if text.startswith("^") and text.endswith("$") and "|" not in text else f"^(?:{text})$"]
        if getattr(shape, "enum", None):
            found["enum"] = sorted(shape.enum)
    elif shape.type_name in ("integer", "long", "float", "double"):
        found.update({key: metadata[name] for key, name in (("minimum", "min"), ("maximum", "max")) if name in metadata})
        found["type"] = "integer" if shape.type_name in ("integer", "long") else "number"
    elif shape.type_name in ("list", "map"):
        found.update(sizes(metadata, "Items"))
    elif shape.type_name == "boolean":
        found["type"] = "boolean"
    return found


def sizes(metadata: dict, of: str) -> dict:
    return {f"{key}{of}": metadata[key] for key in ("min", "max") if key in metadata}


def resolved(root: dict, node: dict) -> dict:
    while "$ref" in node:
        target = root
        for part in node["$ref"].lstrip("#/").split("/"):
            target = target[part]
        node = target
    return node


def properties_of(root: dict, node: dict) -> tuple[dict, set]:
    properties, required = dict(node.get("properties") or {}), set(node.get("required") or ())
    for choice in ("oneOf", "anyOf", "allOf"):
        for each in node.get(choice) or ():
            for name, value in (resolved(root, each).get("properties") or {}).items():
                properties.setdefault(name, value)
    return properties, required


def of_cloudformation(type_name: str, path: Path) -> Found:
    root = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_name).schema
    node, found = root, Found()
    for number, segment in enumerate(path.segments):
        node = resolved(root, node)
        properties, required = properties_of(root, node)
        if segment.name not in properties:
            raise LookupError(f"{type_name} has no {'.'.join(each.name for each in path.segments[: number + 1])}")
        if number == len(path.segments) - 1 and segment.name in required:
            found["required"] = True
        node = resolved(root, properties[segment.name])
        if segment.in_list:
            if "items" not in node:
                raise LookupError(f"{type_name}: {segment.name} is no list")
            found.lists[number] = list_sizes(node)
            found.pop("required", None)
            node = resolved(root, node["items"])
    for source, target in (
        ("minLength", "minLength"),
        ("maxLength", "maxLength"),
        ("minimum", "minimum"),
        ("maximum", "maximum"),
    ):
        if source in node:
            found[target] = node[source]
    if "pattern" in node:
        found["patterns"] = [node["pattern"]]
    if "enum" in node:
        found["enum"] = sorted(node["enum"], key=str)
    kinds = node.get("type")
    if kinds in ("boolean", "integer", "number"):
        found["type"] = kinds
    found.update(list_sizes(node))
    return found


def list_sizes(node: dict) -> dict:
    names = {"minItems": "minItems", "maxItems": "maxItems"}
    return {target: node[source] for source, target in names.items() if source in node}


def merged(api: dict | None, cloudformation: dict | None) -> dict:
    """Of two ranges the narrower, of two patterns both: the API's model often leaves open what its documentation and CloudFormation say.
    Lists of values and what is required are the API's where its model has them: CloudFormation's add spellings of its own, or lack new ones."""
    api, other = api or {}, cloudformation or {}
    result = dict(other) if not api else {key: other[key] for key in other if key not in ("required", "type", "enum")}
    if "enum" in other and "enum" not in api and api.get("type") != "boolean":
        result["enum"] = other["enum"]
    result.update(api)
    for key in set(api) & set(other):
        if key.startswith("min"):
            result[key] = max(api[key], other[key])
        elif key.startswith("max"):
            result[key] = min(api[key], other[key])
    patterns = [*api.get("patterns", ()), *(each for each in other.get("patterns", ()) if each not in api.get("patterns", ()))]
    if patterns:
        result["patterns"] = patterns
    return result


def argument_rows(service: str, row: dict) -> dict:
    api_service, _, main = row["api"].partition(":")
    rows: dict[str, dict] = {}
    for argument, (cloudformation, api) in sorted(row["arguments"].items()):
        if argument.startswith("$"):
            for each in [api] if isinstance(api, str) else api:
                of_api(api_service, main, parse(each))
            continue
        apis = [] if api is None else [api] if isinstance(api, str) else api
        first = parse(apis[0]) if apis else None
        for each in apis[1:]:
            of_api(api_service, main, parse(each))
        from_api = of_api(api_service, main, first) if first else None
        theirs = parse(cloudformation) if cloudformation else None
        from_cloudformation = of_cloudformation(row["cloudformation"], theirs) if theirs else None
        if first and first.transform and not first.transform.startswith("pairs"):
            from_api = Found()
        if theirs and theirs.transform:
            from_cloudformation = Found()
        found = merged(from_api, from_cloudformation)
        if found.get("enum") == [False, True]:
            del found["enum"]
        rows[argument] = dict(sorted(found.items()))
        ours = argument.split(".")
        for lists in (from_cloudformation, from_api):
            collect_lists(rows, ours, lists)
    return dict(sorted(rows.items()))


def collect_lists(rows: dict, ours: list[str], found: Found | None) -> None:
    """Sizes of a list belong to the list: `a.b[]` gives `a.b`. Lists are matched from the inside out."""
    if found is None:
        return
    at = [number for number, part in enumerate(ours) if part.endswith("[]")]
    theirs = [found.lists[number] for number in sorted(found.lists)]
    for number, constraints in zip(reversed(at), reversed(theirs)):
        name = ".".join(ours[: number + 1]).removesuffix("[]")
        if constraints:
            rows[name] = dict(sorted(merged(constraints, rows.get(name)).items()))


def errors_of(service: str) -> list[str]:
    """Every code that the API's model names; EC2's names none, and no model names what all of a protocol's services answer."""
    shapes = model(service).error_shapes
    return sorted({(shape.metadata.get("error") or {}).get("code") or shape.name for shape in shapes})


def written(service: str) -> str:
    types = json.loads((ARGUMENTS / f"{service}.json").read_text())
    papers = {"cfn-lint": cfnlint.version.__version__, "botocore": botocore.__version__}
    services = sorted({row["api"].partition(":")[0] for row in types.values()})
    content = {
        "//": "Generated by scripts/papers.sh shapes. Do not edit.",
        "papers": papers,
        "errors": {each: errors_of(each) for each in services},
        "types": {name: argument_rows(service, row) for name, row in types.items()},
    }
    return json.dumps(content, indent=4, ensure_ascii=True) + "\n"


def main() -> int:
    stale = []
    for file in sorted(ARGUMENTS.glob("*.json")):
        target, text = SHAPES / file.name, written(file.stem)
        if "--check" not in sys.argv[1:]:
            target.write_text(text)
        elif not target.exists() or json.loads(target.read_text()) != json.loads(text):
            stale.append(target.relative_to(ROOT))
    for file in stale:
        print(f"{file}: is not what AWS's papers say. Run sh scripts/papers.sh shapes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
