"""Which paths a FastAPI application answers, and whether it asks who calls: paths.py URL FOLDER > declared/paths/NAME.json

FOLDER is a checkout's src/infrastructure/adapters/primary/web at the commit of images/images.json, URL the same folder there. A route asks
by a parameter that depends on get_current_user, or on something of its own file that does. To be run by the Python of the image.
"""
import ast
import json
import pathlib
import sys

url, folder = sys.argv[1:]
root = pathlib.Path(folder)
GUARD = "get_current_user"


def word(call, name, default=""):
    return next((ast.literal_eval(each.value) for each in call.keywords if each.arg == name), default)


def routes_of(file):
    """Router's name -> [method, path, guarded]."""
    tree = ast.parse(file.read_text())
    functions = {each.name: each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))}
    made = {}
    for each in ast.walk(tree):
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and ast.unparse(each.value.func) == "APIRouter":
            made[each.targets[0].id] = word(each.value, "prefix")

    def asks(function):
        named = {ast.unparse(call.args[0]) for call in ast.walk(function.args) if isinstance(call, ast.Call) and ast.unparse(call.func) == "Depends" and call.args}
        return GUARD in named or any(name in functions and asks(functions[name]) for name in named if name != function.name)

    found = {}
    for function in functions.values():
        for call in function.decorator_list:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                router, method = call.func.value.id, call.func.attr
                if method in ("get", "post", "put", "patch", "delete"):
                    path = made.get(router, "") + ast.literal_eval(call.args[0])
                    found.setdefault(router, []).append((method.upper(), path, asks(function)))
    return found


application = root / "main.py"
paths = {f"{method} {path}": guarded for method, path, guarded in routes_of(application).get("app", [])}
for call in ast.walk(ast.parse(application.read_text())):
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "app.include_router":
        module, router = ast.unparse(call.args[0]).split(".")
        for method, path, guarded in routes_of(root / "routers" / f"{module}.py").get(router, []):
            # The first that was included answers.
            paths.setdefault(f"{method} {word(call, 'prefix')}{path}", guarded)
by = ".".join(map(str, sys.version_info[:2]))
json.dump({"source": url, "python": by, "guarded": [each for each in paths if paths[each]], "open": [each for each in paths if not paths[each]]}, sys.stdout, indent=4)
print()
