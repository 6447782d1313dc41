"""What scanners of others find, as JSON: `scan.py LIST`, where LIST is a JSON file [{"by", "name", "path"}]. Checkov reads a folder of Kubernetes
objects or of CloudFormation templates, parliament a file of policies by name. Nobody is asked: checks and data are those of the packages."""

import json
import logging
import os
import sys
import warnings
from multiprocessing import get_context

# Parliament reads its own files by setuptools' old way, and says so at every start.
warnings.filterwarnings("ignore", category=UserWarning)
# The copies below are enough, and what is to be read may be under .cache.
os.environ |= {"CHECKOV_PARALLELIZATION_TYPE": "none", "CKV_IGNORE_HIDDEN_DIRECTORIES": "false"}
logging.disable(logging.WARNING)

import parliament  # noqa: E402
from checkov.cloudformation.runner import Runner as CloudFormation  # noqa: E402
from checkov.kubernetes.runner import Runner as Kubernetes  # noqa: E402
from checkov.runner_filter import RunnerFilter  # noqa: E402

RUNNERS = {"kubernetes": Kubernetes, "cloudformation": CloudFormation}


def of_checkov(framework: str, path: str) -> tuple[list[dict], int]:
    report = RUNNERS[framework]().run(root_folder=path, runner_filter=RunnerFilter(framework=[framework]))
    unread = [{"check": "unread", "object": each, "says": "checkov cannot read it"} for each in report.parsing_errors]
    failed = [{"check": each.check_id, "object": each.resource, "says": each.check_name} for each in report.failed_checks]
    return unread + failed, len(report.failed_checks) + len(report.passed_checks)


def of_parliament(path: str) -> tuple[list[dict], int]:
    with open(path) as file:
        policies = json.load(file)
    found = []
    for name, document in policies.items():
        for each in parliament.analyze_policy_string(json.dumps(document)).findings:
            each = parliament.enhance_finding(each)
            found.append({"check": each.issue, "object": name, "says": f"{each.title}: {each.detail}"[:160]})
    return found, len(policies)


def of(entry: dict) -> dict:
    found, checks = of_parliament(entry["path"]) if entry["by"] == "parliament" else of_checkov(entry["by"], entry["path"])
    return {"name": entry["name"], "by": entry["by"], "checks": checks, "found": found}


def main() -> int:
    with open(sys.argv[1]) as file:
        entries = json.load(file)
    # Each entry in a copy of this process: the packages take three seconds to read, and checkov keeps what it saw.
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        print(json.dumps(pool.map(of, entries, chunksize=1)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
