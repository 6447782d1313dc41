"""What a system's code declares to prometheus_client, as data: declared.py URL FILE > declared/NAME.json

Names, types, labels, bounds, and the values that a label may have (Literal, or written there). URL is the file at the commit of
images/images.json.
"""
import ast
import json
import sys

url, file = sys.argv[1:]
tree = ast.parse(open(file).read())
KINDS = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram"}


def value(node):
    return None if node is None else ast.literal_eval(node)


metrics = {}
for call in ast.walk(tree):
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS):
        continue
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    given = dict(enumerate(call.args))
    metric = {"type": KINDS[call.func.id], "labels": list(value(named.get("labelnames", given.get(2))) or [])}
    if "buckets" in named:
        metric["buckets"] = [float(bound) if bound % 1 else int(bound) for bound in value(named["buckets"])]
    metrics[value(named.get("name", given.get(0)))] = metric

values = {}
for function in ast.walk(tree):
    if not isinstance(function, ast.FunctionDef):
        continue
    for argument in function.args.args:
        said = argument.annotation
        if isinstance(said, ast.Subscript) and isinstance(said.value, ast.Name) and said.value.id == "Literal":
            literal = value(said.slice)
            values.setdefault(argument.arg, []).extend(literal if isinstance(literal, tuple) else [literal])
# What code writes itself: metric.labels(operation="hit").
for call in ast.walk(tree):
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "labels":
        for keyword in call.keywords:
            if isinstance(keyword.value, ast.Constant):
                values.setdefault(keyword.arg, []).append(keyword.value.value)
values = {name: sorted(set(each)) for name, each in sorted(values.items())}
print(json.dumps({"source": url, "metrics": metrics, "values": values}))
