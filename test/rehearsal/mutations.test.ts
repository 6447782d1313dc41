import assert from "node:assert/strict";
import { postgresParameters } from "../../components/aws/postgres-parameters";
import { POSTGRES_MAJORS } from "../../config/versions";
import { errorsOf } from "../../plan/papers/papers";
import { MEMORY } from "../../rehearsal/aws/memory";
import { onCreate, onDelete, onUpdate } from "../../rehearsal/aws/refusals";
import { firstRefusal, type Rule } from "../../rehearsal/aws/refusals/refusal";
import { Store, type CloudObject } from "../../rehearsal/cloud/store";
import { CASES, type Case } from "./mutations";
import { is, VPC } from "./mutations/case";

const RULES: readonly Rule<never>[] = [...new Set<Rule<never>>([...onCreate, ...onUpdate, ...onDelete])];

/** Codes that no API's model names: those that all operations of a protocol share, and EC2's and S3's own lists. */
const OUTSIDE_MODELS: Readonly<Record<string, string>> = {
    "ec2:": "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
    "s3:": "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    "rds:InvalidParameterValue": "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html",
    "rds:InvalidParameterCombination": "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html",
    "autoscaling:ValidationError": "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html",
    "iam:ValidationError": "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html",
    "kms:ValidationException": "https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html",
    "logs:AccessDeniedException":
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html",
    "kms:NotAuthorizedException": "https://github.com/getmoto/moto (moto/kms/responses.py)",
    "mindcloud:": "plan/papers/README.md",
};

interface Said {
    readonly code: string;
    readonly problem: string;
}
const TAKEN: Said = { code: "taken", problem: "" };

/** What the rules say to the request of a case, with one of them away or none. */
function outcome(
    { on, type, inputs = {}, outputs = {}, id = "new", object, exists = [], leaves = [], hours = 0 }: Case,
    without = "",
): Said {
    const left = <Request>(rules: readonly Rule<Request>[]): readonly Rule<Request>[] =>
        rules.filter((rule) => rule.id !== without);
    const before: CloudObject | undefined =
        object === undefined
            ? undefined
            : { type, name: "it", serial: 1, ...object, outputs: { ...object.inputs, ...object.outputs } };
    const store = Store.of(...exists, ...(before === undefined ? [] : [before]));
    void store.later(hours); // without a journal at once
    for (const leaf of leaves) void store.remove({ type: "", id: "" }, [leaf]);
    const request = {
        ...{ type, name: "it", id: before?.id ?? id, store, existing: new Set<string>() },
        ...{ inputs, outputs: { ...inputs, ...outputs } },
    };
    if (on === "create") return firstRefusal(left(onCreate), request) ?? TAKEN;
    assert.ok(before !== undefined, type);
    if (on === "delete") return firstRefusal(left(onDelete), { object: before, store }) ?? TAKEN;
    return firstRefusal(left(onUpdate), { ...request, object: before }) ?? TAKEN;
}

describe("rehearsal: each refusal", () => {
    it("has a name of its own, and a source that a stranger can open", () => {
        const ids = RULES.map(({ id }) => id);
        assert.deepEqual(
            ids.filter((id, index) => ids.indexOf(id) < index),
            [],
        );
        for (const { id, source } of RULES)
            assert.match(source, /^https:|^[a-z0-9]+ [A-Z]\w+|plan\/papers|the errors of each operation/, id);
    });

    for (const rule of RULES)
        it(`${rule.id}: answers in a word of the API, and a request notices when it is gone`, () => {
            for (const code of rule.codes) {
                const [service = "", word = ""] = code.split(":");
                const outside = Object.keys(OUTSIDE_MODELS).some((each) => code.startsWith(each));
                assert.ok(outside || errorsOf(service).includes(word), `${code} is no error of ${service}`);
            }
            const cases = CASES.filter(({ rule: id }) => id === rule.id);
            assert.notEqual(cases.length, 0, `test/rehearsal/mutations has no request for ${rule.id}`);
            for (const each of cases) {
                const words = rule.codes.map((code) => code.slice(code.indexOf(":") + 1));
                const said = outcome(each);
                assert.ok(words.includes(said.code), `${each.type}: ${said.code} is none of ${words.join(", ")}`);
                if (each.code !== undefined) assert.equal(said.code, each.code);
                assert.notDeepEqual(outcome(each, rule.id), said, "without it the same is said: it does nothing here");
            }
        });

    it("is asked for by each request of the list", () => {
        const ids = new Set(RULES.map(({ id }) => id));
        assert.deepEqual(
            CASES.map(({ rule }) => rule).filter((rule) => !ids.has(rule)),
            [],
        );
    });
});

describe("rehearsal: what AWS takes", () => {
    const takes = (name: string, each: Omit<Case, "rule">): void => {
        it(name, () => {
            // The shape of these requests is shape.test.ts; they say only what they are about.
            assert.deepEqual(outcome({ ...each, rule: "" }, "shape"), TAKEN);
        });
    };
    const cluster = (hours: number, version: string): Omit<Case, "rule"> => ({
        ...{ on: "update", type: "aws:eks/cluster:Cluster", inputs: { version }, hours },
        object: {
            id: "main",
            inputs: { version: "1.36" },
            outputs: { [MEMORY]: { upgradedFrom: "1.35", upgradedAt: 0 } },
        },
    });
    takes("the way back to the minor that the last upgrade began at, on the seventh day", cluster(168, "1.35"));
    for (const major of POSTGRES_MAJORS)
        takes(`the program's own parameters of PostgreSQL ${major}, formulas, and what extensions bring`, {
            ...{ on: "create", type: "aws:rds/parameterGroup:ParameterGroup" },
            inputs: {
                family: `postgres${major}`,
                parameters: [
                    ...postgresParameters(major),
                    {
                        ...{ name: "max_connections", value: "LEAST({DBInstanceClassMemory/9531392},5000)" },
                        applyMethod: "pending-reboot",
                    },
                    { name: "DateStyle", value: "iso, mdy" },
                    { name: "random_page_cost", value: "1.1" },
                    { name: "pgaudit.log", value: "ddl" },
                ],
            },
        });
    takes("a route that overwrites", {
        ...{
            on: "create",
            type: "aws:route53/record:Record",
            id: "z_a_A",
            inputs: { allowOverwrite: true, type: "A" },
        },
    });
    const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
    takes("a gateway endpoint beside as many interface endpoints as a VPC takes", {
        ...{ on: "create", type: ENDPOINT },
        inputs: { vpcId: VPC.id, serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" },
        exists: [
            VPC,
            ...Array.from({ length: 50 }, (_, each) =>
                is(ENDPOINT, String(each), { vpcId: VPC.id, vpcEndpointType: "Interface" }),
            ),
        ],
    });
    const database = {
        id: "db",
        inputs: { engineVersion: "17", allocatedStorage: 20 },
        outputs: { [MEMORY]: { storageChangedAt: 0 } },
    };
    const rds = { on: "update", type: "aws:rds/instance:Instance", object: database } as const;
    takes("the next change of storage after six hours", {
        ...rds,
        hours: 6,
        inputs: { engineVersion: "17", allocatedStorage: 40 },
    });
    takes("a minor of the major that runs", { ...rds, inputs: { engineVersion: "17.6", allocatedStorage: 20 } });
    const pending = {
        id: "db",
        inputs: {},
        outputs: { [MEMORY]: { pending: { parameterGroupName: "old" }, pendingSince: 0 } },
    };
    takes("the deletion of a parameter group after the window that it waited for", {
        ...{
            on: "delete",
            type: "aws:rds/parameterGroup:ParameterGroup",
            object: { id: "old", inputs: {} },
            hours: 168,
        },
        exists: [{ type: "aws:rds/instance:Instance", name: "db", serial: 2, ...pending, outputs: pending.outputs }],
    });
    takes("the deletion of a vault before its first night", {
        ...{ on: "delete", type: "aws:backup/vault:Vault", hours: 23 },
        object: { id: "v", inputs: { name: "v" }, outputs: { [MEMORY]: { createdAt: 0 } } },
    });
});
