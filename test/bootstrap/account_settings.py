"""Runs the function inside bootstrap/account.yaml beside stand-ins for AWS. Part of `make check` (it needs Python)."""

import sys
import types
import unittest
from pathlib import Path

from cfnlint.decode import cfn_yaml

TEMPLATE = Path(__file__).parents[2] / "bootstrap" / "account.yaml"
SOURCE = cfn_yaml.load(str(TEMPLATE))["Resources"]["AccountSettingsFunction"]["Properties"]["Code"]["ZipFile"]


class Cloud:
    """Records what the function asks of AWS, and what it answers to CloudFormation."""

    def __init__(self, refuses=None):
        self.calls, self.answers, self.refuses = [], [], refuses

    def client(self, service, region_name=None):
        def call(name):
            def asked(**arguments):
                if name == self.refuses:
                    raise RuntimeError("AccessDenied: not allowed")
                self.calls.append((service, region_name, name, arguments))

            return asked

        return type("Client", (), {"__getattr__": lambda _, name: call(name)})()

    def send(self, event, context, status, data, resource_id=None, reason=None):
        self.answers.append((status, resource_id, reason))

    def run(self, request, environments=("dev", "prod")):
        boto3 = types.ModuleType("boto3")
        boto3.client = self.client
        cfnresponse = types.ModuleType("cfnresponse")
        cfnresponse.send, cfnresponse.SUCCESS, cfnresponse.FAILED = self.send, "SUCCESS", "FAILED"
        sys.modules.update(boto3=boto3, cfnresponse=cfnresponse)
        place = {}
        exec(compile(SOURCE, "index.py", "exec"), place)  # the code of our own template
        asked = {"Account": "111122223333", "Regions": ["eu-west-1", "us-east-1"], "Environments": list(environments)}
        place["handler"]({"RequestType": request, "ResourceProperties": asked}, None)


class AccountSettings(unittest.TestCase):
    def test_refuses_environments_whose_names_would_be_each_others(self):
        for environments, wrong in ((["dev", "prod-eu", "prod"], "prod-eu"), (["a", "b", "ab", "a1"], None)):
            cloud = Cloud()
            cloud.run("Create", environments)
            [(status, _, reason)] = cloud.answers
            self.assertEqual(status, "SUCCESS" if wrong is None else "FAILED")
            self.assertEqual(cloud.calls == [], wrong is not None)
            self.assertIn(wrong or "None", str(reason))

    def test_blocks_public_access_and_encrypts_in_every_region(self):
        for request in ("Create", "Update"):
            cloud = Cloud()
            cloud.run(request)
            (service, _, name, arguments), *encrypted = cloud.calls
            self.assertEqual((service, name), ("s3control", "put_public_access_block"))
            self.assertEqual(arguments["AccountId"], "111122223333")
            self.assertEqual(list(arguments["PublicAccessBlockConfiguration"].values()), [True] * 4)
            self.assertEqual(
                [call[:3] for call in encrypted],
                [("ec2", region, "enable_ebs_encryption_by_default") for region in ("eu-west-1", "us-east-1")],
            )
            self.assertEqual(cloud.answers, [("SUCCESS", "account-settings", None)])

    def test_leaves_the_account_as_safe_as_it_is_when_the_stack_is_deleted(self):
        cloud = Cloud()
        cloud.run("Delete")
        self.assertEqual(cloud.calls, [])
        self.assertEqual(cloud.answers, [("SUCCESS", "account-settings", None)])

    def test_answers_with_the_reason_when_aws_refuses_so_that_the_stack_does_not_hang(self):
        cloud = Cloud(refuses="enable_ebs_encryption_by_default")
        cloud.run("Create")
        self.assertEqual(cloud.answers, [("FAILED", "account-settings", "AccessDenied: not allowed")])

    def test_fits_into_a_template(self):
        self.assertLessEqual(len(SOURCE), 4096)


if __name__ == "__main__":
    unittest.main()
