"""Holds `aws` commands of pages to botocore's models: [[where, words...]...] as JSON comes in, a line for each fault goes out; exit 1 if any.

A command in a sentence may leave its options away (`aws ec2 delete-volume`); one that names options names those that it must, unless it says `...`.
"""

import json
import re
import sys

import botocore.session
import jmespath
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

# https://docs.aws.amazon.com/cli/latest/reference/#global-options
GLOBAL = {"query": 1, "output": 1, "region": 1, "profile": 1, "no-cli-pager": 0, "no-paginate": 0}
PAGED = {"max-items", "page-size", "starting-token"}
OUTPUTS = {"json", "text", "table", "yaml", "off"}
# Commands that the AWS CLI adds to its models, with what it lets them say: awscli/customizations of https://github.com/aws/aws-cli/tree/v2
ADDED = {
    ("s3", "ls"): {"recursive", "human-readable", "summarize"},
    ("s3", "cp"): {"recursive", "sse", "sse-kms-key-id", "exclude", "include"},
    ("eks", "update-kubeconfig"): {"name", "alias", "role-arn", "kubeconfig"},
    ("logs", "tail"): {"since", "follow", "format", "filter-pattern"},
}
# The CLI's word for botocore's: https://github.com/aws/aws-cli/blob/v2/awscli/customizations/s3/s3.py
SERVICES = {"s3api": "s3"}

# What a model allows and its service refuses of what is made here: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-manual.html
REFUSED = {
    ("elasticache", "create-snapshot", "replication-group-id"): "is for cluster mode, which no group here has: name a node (--cache-cluster-id)",
}

models = botocore.session.get_session()


def operations(service):
    model = models.get_service_model(SERVICES.get(service, service))
    return model, {xform_name(name, "-"): name for name in model.operation_names}


def options_of(words):
    """(name, values) of each, until a redirection."""
    found = []
    for word in words:
        if word == ">":
            break
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            found.append((name, [value] if value else []))
        elif found:
            found[-1][1].append(word)
    return found


def shown(shape, ast):
    """What a JMESPath expression gives of a shape; `None` where that is a value that it makes itself."""
    kind, children = ast["type"], ast["children"]
    if shape is None:
        return None
    if kind == "field":
        if shape.type_name == "map":
            return shape.value
        if shape.type_name != "structure" or ast["value"] not in shape.members:
            raise KeyError(f"{ast['value']} is not in {shape.name}")
        return shape.members[ast["value"]]
    if kind in ("subexpression", "index_expression", "pipe"):
        for child in children:
            shape = shown(shape, child)
        return shape
    if kind in ("index", "slice"):
        return shape.member if shape.type_name == "list" else None
    if kind == "flatten":
        return shown(shape, children[0])
    if kind in ("projection", "filter_projection"):
        each = shown(shape, children[0])
        each = each.member if each is not None and each.type_name == "list" else each
        for child in children[2:] if kind == "filter_projection" else []:
            shown(each, child)
        return shown(each, children[1])
    if kind in ("identity", "current"):
        return shape
    if kind == "literal":
        return None
    for child in children:
        shown(shape, child)
    return None


def value_fault(shape, name, values):
    if shape.type_name == "boolean":
        return f"--{name} takes no value" if values else None
    if not values:
        return f"--{name} has no value"
    said = " ".join(values)
    if re.search(r"[<$]|\.\.\.", said):
        return None
    if shape.type_name in ("integer", "long") and not said.isdigit():
        return f"--{name} {said} is no number"
    allowed = shape.metadata.get("enum") or (
        shape.type_name == "list" and shape.member.metadata.get("enum")
    )
    if allowed and not set(values) <= set(allowed):
        return f"--{name} {said}: one of {', '.join(allowed)}"
    inner = shape.member if shape.type_name == "list" else shape
    if inner.type_name == "structure" and said[0] not in "[{":
        for value in values:
            for key in re.findall(r"(?:^|,)(\w+)=", value):
                if key not in inner.members:
                    return f"--{name}: {inner.name} has no {key}"
    return None


def faults(words):
    service, *rest = words[1:]
    operation = rest[0] if rest else ""
    options = options_of(word for word in rest[1:] if word != "...")
    for name, values in options:
        if name == "query":
            try:
                jmespath.compile(" ".join(values))
            except jmespath.exceptions.ParseError as error:
                yield f"--query {error}"
                return
        if name == "output" and values and values[0] not in OUTPUTS:
            yield f"--output {values[0]}"
    if (service, operation) in ADDED:
        for name, _ in options:
            if name not in ADDED[service, operation] and name not in GLOBAL:
                yield f"has no --{name}"
        return
    try:
        model, known = operations(service)
    except UnknownServiceError:
        yield f"there is no service {service}"
        return
    if operation not in known:
        yield f"{service} has no {operation}"
        return
    operation_model = model.operation_model(known[operation])
    shape = operation_model.input_shape
    members = {xform_name(name, "-"): name for name in (shape.members if shape else {})}
    said = set()
    for name, values in options:
        if name in GLOBAL or name in PAGED:
            continue
        bare = name[3:] if name.startswith("no-") and name[3:] in members else name
        if bare not in members:
            yield f"has no --{name}"
            continue
        said.add(bare)
        if (service, operation, bare) in REFUSED:
            yield f"--{bare} {REFUSED[service, operation, bare]}"
        fault = value_fault(shape.members[members[bare]], bare, values)
        if fault:
            yield fault
    needed = {xform_name(name, "-") for name in (shape.required_members if shape else [])}
    # In a sentence it is named, not written out.
    if said and "..." not in rest and needed - said:
        yield f"needs --{' --'.join(sorted(needed - said))}"
    for name, values in options:
        if name == "query" and operation_model.output_shape:
            try:
                shown(operation_model.output_shape, jmespath.compile(" ".join(values)).parsed)
            except KeyError as error:
                yield f"--query {error.args[0]}"


def main():
    commands = json.load(sys.stdin)
    wrong = [f"{where}: {' '.join(words[:3])}: {fault}" for where, *words in commands for fault in faults(words)]
    print("\n".join([*wrong, f"{len(commands)} commands, {len(wrong)} faults"]))
    return 1 if wrong else 0


sys.exit(main())
