/** Settings that nothing else would miss: what AWS and charts are told, held to a table with reasons, and to each other. */
import assert from "node:assert/strict";
import { instanceGibibytes, maxConnectionsOf } from "../../../config/pools";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { isMap } from "../../../policy/inputs";
import { COMPLETE, recordingOf } from "../../support/recordings";
import { AWS, CHARTS, type Told } from "./told";

/** `a.0.b`; a dot within a key is escaped. */
function valueAt(holder: unknown, path: string): unknown {
    return path.split(/(?<!\\)\./).reduce<unknown>((value, step) => {
        const key = step.replaceAll("\\.", ".");
        if (Array.isArray(value)) return value[Number(key)];
        return isMap(value) ? value[key] : undefined;
    }, holder);
}

describe("the environment with everything", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });
    const ofType = (word: string): readonly RecordedResource[] =>
        graph.resources.filter(
            ({ type, custom }) => custom && /^(aws|random):/.test(type) && type.endsWith(`:${word}`),
        );
    const releases = (chart: string): readonly RecordedResource[] =>
        graph.ofType("kubernetes:helm.sh/v3:Release").filter(({ inputs }) => inputs.chart === chart);

    const held = (told: Told, found: readonly RecordedResource[], value: (one: RecordedResource) => unknown) => {
        const said = found.map((one) => [one.name, value(one)] as const).filter(([, each]) => each !== undefined);
        if (told.value !== undefined) assert.notEqual(said.length, 0, `nobody says ${told.path} of ${told.of}`);
        for (const [name, each] of said) assert.deepEqual(each, told.value, `${name} ${told.path}: ${told.because}`);
    };

    it("tells AWS what it relies on", () => {
        for (const told of AWS) held(told, ofType(told.of), ({ inputs }) => valueAt(inputs, told.path));
    });

    it("tells each chart what it relies on", () => {
        for (const told of CHARTS) held(told, releases(told.of), ({ inputs }) => valueAt(inputs.values, told.path));
    });

    it("installs each chart so that a failure is taken back and five revisions can be gone back to", () => {
        for (const { name, inputs } of graph.ofType("kubernetes:helm.sh/v3:Release"))
            assert.deepEqual([inputs.atomic, inputs.cleanupOnFail, inputs.maxHistory], [true, true, 5], name);
    });

    it("says in words of an alarm the number at which it is raised", () => {
        const [server = ""] = ofType("Instance")
            .filter(({ type }) => type.startsWith("aws:rds"))
            .map(({ inputs }) => String(inputs.instanceClass));
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html: maxclients
        const wholes = [65_000, maxConnectionsOf(server) ?? 0, (instanceGibibytes(server) ?? 0) * 2 ** 30];
        let said = 0;
        for (const { name, inputs } of ofType("MetricAlarm")) {
            const threshold = Number(inputs.threshold);
            const isSo = (number: number, unit: string): boolean =>
                number === threshold ||
                // What comes a minute, of a period of five.
                (unit === "keys" && number * 5 === threshold) ||
                (unit === "%" && wholes.some((whole) => Math.floor((whole * number) / 100) === threshold));
            // What is full is full at 100 %.
            for (const [text, number = "", unit = ""] of String(inputs.alarmDescription).matchAll(
                /(?<![\w.])([\d,]+) (%|s|keys)(?!\w)/g,
            )) {
                if (text === "100 %") continue;
                said += 1;
                assert.ok(isSo(Number(number.replaceAll(",", "")), unit), `${name} at ${String(threshold)}: ${text}`);
            }
        }
        assert.ok(said > 10, String(said));
    });

    it("gives every load balancer attribute that Elastic Load Balancing knows by its name and a value that it takes", () => {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes
        const { spec } = graph.the("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams").inputs as {
            spec: {
                loadBalancerAttributes: { key: string; value: string }[];
                ipAddressType: string;
                targetType: string;
            };
        };
        const said = spec.loadBalancerAttributes.filter(({ key }) => !/bucket$|deletion_protection/.test(key));
        assert.deepEqual(Object.fromEntries(said.map(({ key, value }) => [key, value])), {
            "access_logs.s3.enabled": "true",
            "access_logs.s3.prefix": "load-balancer",
            "connection_logs.s3.enabled": "true",
            "connection_logs.s3.prefix": "load-balancer",
            "routing.http.drop_invalid_header_fields.enabled": "true",
            "routing.http.desync_mitigation_mode": "defensive",
        });
        assert.deepEqual([spec.ipAddressType, spec.targetType], ["ipv4", "ip"]);
    });

    it("waits for AWS by durations that Go can read, and never for less than two minutes", () => {
        for (const { name, customTimeouts = {} } of graph.resources)
            for (const [verb, time] of Object.entries(customTimeouts).filter(([, given]) => given !== undefined)) {
                const [, hours = "0", minutes = "0", seconds = "0"] =
                    /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(time)) ?? [];
                const total = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
                assert.ok(total >= 2, `${name} ${verb} ${String(time)}`);
            }
    });

    it("tags subnets as the load balancer controller looks for them", () => {
        // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
        const cluster = String(ofType("Cluster")[0]?.inputs.name);
        const subnets = ofType("Subnet");
        assert.notEqual(subnets.length, 0);
        for (const { name, inputs } of subnets) {
            const tags = inputs.tags as Readonly<Record<string, string>>;
            const roles = ["elb", "internal-elb"].map((role) => tags[`kubernetes.io/role/${role}`]);
            if (name.includes("public")) assert.deepEqual(roles, ["1", undefined], name);
            else if (name.includes("private")) assert.deepEqual(roles, [undefined, "1"], name);
            else assert.deepEqual(roles, [undefined, undefined], name);
            if (roles.includes("1")) assert.equal(tags[`kubernetes.io/cluster/${cluster}`], "shared", name);
        }
    });

    it("tells by AWS's own tag which of the program's names each resource has", () => {
        // https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html: bills, AWS Backup and people look by it.
        const tagged = graph.resources.filter(({ type, inputs }) => type.startsWith("aws:") && isMap(inputs.tags));
        for (const { name, type, inputs } of tagged) {
            const tags = inputs.tags as Readonly<Record<string, string>>;
            if (tags["mindcloud:name"] !== undefined) assert.equal(tags["mindcloud:name"], name, type);
        }
        assert.ok(tagged.filter(({ inputs }) => "mindcloud:name" in (inputs.tags as object)).length > 60);
    });

    it("lets application users of Valkey do all but what is dangerous, and the default user nothing", () => {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
        for (const { name, inputs } of ofType("User").filter(({ type }) => type.includes("elasticache")))
            if (name.endsWith("-default")) assert.equal(inputs.accessString, "off ~keys* -@all", name);
            else assert.match(String(inputs.accessString), /^on ~\S+ &\S+ [^+]*\+@\S+( .*)?$/, name);
    });

    it("tells what happens to the database to whom alarms are told", () => {
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
        const subscriptions = ofType("EventSubscription").map(({ inputs }) => [
            inputs.sourceType,
            inputs.eventCategories,
        ]);
        assert.deepEqual(subscriptions, [
            [
                "db-instance",
                [
                    ...["availability", "configuration change", "failover", "failure"],
                    ...["low storage", "maintenance", "recovery"],
                ],
            ],
            ["db-parameter-group", ["configuration change"]],
        ]);
        const lasting = ofType("MetricAlarm").filter(({ inputs }) => inputs.treatMissingData === "missing");
        assert.ok(lasting.length > 10);
        for (const { name, inputs } of lasting)
            assert.deepEqual(inputs.okActions, inputs.alarmActions, `${name}: who heard of it hears that it is over`);
    });
});
