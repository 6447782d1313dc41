"""Names of the environment variables that a system's code reads: read.py SOURCE DIR > declared/variables/NAME.json

SOURCE is the repository at the commit of images/images.json, DIR a checkout of it.
"""
import json
import pathlib
import re
import sys

source, folder = sys.argv[1:]
FORMS = [
    r"""getenv\(\s*["'](\w+)["']""",
    r"""environ(?:\.get)?[\[(]\s*["'](\w+)["']""",
    r"""process\.env\.(\w+)""",
    r"""process\.env\[["'](\w+)["']\]""",
    # pydantic-settings
    r"""alias\s*=\s*["']([A-Z][A-Z0-9_]+)["']""",
    r"""secret_env_var="(\w+)\"""",
]
names = set()
for file in pathlib.Path(folder).rglob("*"):
    if file.suffix in (".py", ".ts", ".js") and file.is_file() and not re.search(r"node_modules|\btests?\b", str(file)):
        for form in FORMS:
            names.update(re.findall(form, file.read_text(errors="replace")))
json.dump({"source": source, "names": sorted(name for name in names if re.fullmatch(r"[A-Z][A-Z0-9_]+", name))}, sys.stdout, indent=4)
print()
