/** What types cannot tell is refused before anything is registered, with the name of the thing, the rule and the fix. */
import assert from "node:assert/strict";
import * as w from "../../../components/workload";
import { network, resources, siteOf, small, testImage } from "./fixture";
import { refusalOf } from "./refusals";

type Args = w.WorkloadArgs<string, string, string>;

const digest = `sha256:${"0".repeat(64)}`;
const automatic = w.between(2, 4, { cpu: w.percent(70) });

/** What is said of a workload that is right but for these changes. */
const refused = (changes: Partial<Args>, site: Partial<w.Site> = {}): Promise<readonly string[]> =>
    refusalOf(() => {
        const namespace = new w.Namespace("shop", { site: siteOf(site), system: "shop" });
        const right = {
            namespace,
            image: testImage,
            resources,
            ports: { api: 8000 },
            health: { tcp: "api" },
            scaling: automatic,
        };
        new w.Workload("api", { ...right, ...changes } as Args);
    });

const CASES: Readonly<Record<string, readonly [changes: Partial<Args>, message: RegExp, site?: Partial<w.Site>]>> = {
    "a tag that moves": [
        { image: { repository: "registry.example/app", tag: "latest", digest } },
        /^api: image .*:latest@sha256:0+ uses a tag that moves: write a version/,
    ],
    "no tag and no digest": [
        { image: { repository: "registry.example/app" } },
        /means latest: write a version/,
        { images: "tag" },
    ],
    "no digest in production": [
        { image: { repository: "registry.example/app", tag: "1.2" } },
        /names no digest: this environment runs nothing/,
    ],
    "a digest that is none": [
        { image: { repository: "registry.example/app", digest: "sha256:12" } },
        /write sha256: and 64 hexadecimal digits/,
    ],
    "an image without its registry": [{ image: { repository: "neo4j", digest } }, /does not name its registry/],
    "more requested than allowed": [
        { resources: { requests: resources.limits, limits: resources.requests } },
        /container api requests more cpu than its limit/,
    ],
    "resources of nothing": [
        { resources: { ...resources, requests: { ...resources.requests, cpu: "0" } } },
        /has a cpu that is no amount/,
    ],
    "a floor of zero": [
        { scaling: w.between(0, 3, { cpu: w.percent(70) }) },
        /scales from 0: the floor of an autoscaler is 1/,
    ],
    "a ceiling at the floor": [
        { scaling: w.between(3, 3, { cpu: w.percent(70) }) },
        /scales from 3 to 3: .* or say fixed\(3\)/,
    ],
    "no replicas": [{ scaling: w.fixed(0) }, /has 0 replicas: write 1 or more, or suspended\(\)/],
    "a window of hours": [
        {
            scaling: w.between(2, 3, {
                cpu: w.percent(70),
                down: { window: w.hours(2), atMost: w.pods(1), every: w.seconds(60) },
            }),
        },
        /scaling window of more than an hour/,
    ],
    "a period of hours": [
        { scaling: w.between(2, 3, { cpu: w.percent(70), down: { atMost: w.pods(1), every: w.hours(1) } }) },
        /scaling period outside 1 second to 30 minutes/,
    ],
    "a queue without KEDA": [
        { scaling: w.between(2, 3, { queue: { metric: "q", perReplica: 5 } }) },
        /needs KEDA: install it/,
        { eventScaling: undefined },
    ],
    "a queue without Prometheus": [
        { scaling: w.between(2, 3, { queue: { metric: "q", perReplica: 5 } }) },
        /needs Prometheus/,
        { prometheus: undefined },
    ],
    "a queue of nothing": [
        { scaling: w.between(2, 3, { queue: { metric: "q", perReplica: 0 } }) },
        /nothing per replica/,
    ],
    "a budget that keeps all": [{ budget: { minAvailable: 2 } }, /keeps 2 of 2 pods, so no node could be drained/],
    "a budget that loses all": [{ budget: { maxUnavailable: 2 } }, /may lose 2 of 2 pods: write 1 to 1/],
    "a stop before the load balancer's": [
        { admits: [w.loadBalancer("api")], stop: { drain: w.seconds(5) } },
        /serves on for 5 s, but the load balancer sends for 20 s/,
    ],
    "no time to finish": [{ stop: { finish: w.seconds(0) } }, /has no time to finish/],
    root: [{ user: { uid: 0, because: "it wants to" } }, /restricted Pod Security refuses root/],
    "a low user without a reason": [{ user: { uid: 1000 } }, /runs as uid 1000: write 10001 or more, or say why not/],
    "a reason that explains nothing": [{ user: { uid: 1000, because: "" } }, /gives no reason/],
    "a writable root without a reason": [{ writableRoot: { because: "" } }, /has a writable root without a reason/],
    "two ports of one number": [{ ports: { api: 80, metrics: 80 } }, /two ports of one pod are 80\/TCP/],
    "a port name of sixteen characters": [
        { ports: { api: 80, abcdefghijklmnop: 81 } },
        /port name abcdefghijklmnop is none/,
    ],
    "a port beyond the last": [{ ports: { api: 70_000 } }, /port api is 70000: write 1 to 65535/],
    "more ports than a policy holds": [
        {
            ports: Object.fromEntries([
                ["api", 8000],
                ...Array.from({ length: 24 }, (_, index) => [`p${String(index)}`, 9000 + index] as const),
            ]),
        },
        /has 25 ports; the network policies of EKS take 24/,
    ],
    "a probe on another container's port": [
        { sidecars: { proxy: { image: testImage, resources: small, ports: { redis: 6379 }, health: { tcp: "api" } } } },
        /container proxy is probed on api, which is no port of it/,
    ],
    "a path without a slash": [{ health: { path: "health", on: "api" } }, /probed on health: a path begins with \//],
    "a probe that never waits": [
        { health: { tcp: "api", readiness: { every: w.seconds(0) } } },
        /a period, timeout or threshold of 0/,
    ],
    "a mount of nothing": [
        { mounts: { "/x": "missing" } },
        /container api mounts missing, which is no volume of the pod/,
    ],
    "a volume that nobody mounts": [
        { volumes: { cache: w.scratch(w.gibibytes(1)) } },
        /volume cache is mounted nowhere/,
    ],
    "a relative mount": [
        { volumes: { cache: w.scratch(w.gibibytes(1)) }, mounts: { cache: "cache" } },
        /mounts at cache: write an absolute path/,
    ],
    "a volume by our own name": [
        { volumes: { tmp: w.scratch(w.gibibytes(1)) }, mounts: { "/scratch": "tmp" } },
        /volume name tmp is taken/,
    ],
    "a credential in a variable": [
        { environment: { KEY: `sk-${"a".repeat(32)}` } },
        /KEY looks like a credential: read it through a SyncedSecret/,
    ],
    "a variable with a dash": [{ environment: { "MY-KEY": "1" } }, /MY-KEY is no variable name/],
    "two containers of one name": [
        { init: { api: { image: testImage, resources: small } } },
        /two containers are called api/,
    ],
    "rights to everything": [
        { kubernetesApi: [{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }] },
        /asks the Kubernetes API for \*/,
    ],
    "rights to every secret": [
        { kubernetesApi: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }] },
        /may read every secret of its namespace/,
    ],
    "rights to enter pods": [
        { kubernetesApi: [{ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }] },
        /may enter other pods/,
    ],
    "an unknown port in the Service": [{ service: { ports: ["web"] } }, /offers the port web, which it does not have/],
    "metrics that the Service hides": [
        { ports: { api: 8000, metrics: 9000 }, service: { ports: ["api"] }, metrics: { on: "metrics" } },
        /has metrics on metrics, which its Service does not offer/,
    ],
    "an admission to nowhere": [{ admits: [w.from("other", "web")] }, /admits somebody on web, which is no port of it/],
    "a load balancer without subnets": [
        { admits: [w.loadBalancer("api")] },
        /a rule without blocks would open all/,
        { network: { ...network, loadBalancerCidrs: [] } },
    ],
    "a store without an address": [
        { reaches: [w.store("neo4j", 7687, [])] },
        /reaches neo4j at no address: a rule without blocks would open all/,
    ],
    "a reach to no port": [
        { reaches: [w.address("shop", "other", []).on()] },
        /reaches other on no port: a rule without ports would open all/,
    ],
};

describe("a workload is refused for", () => {
    for (const [title, [changes, message, site]] of Object.entries(CASES))
        it(title, async () => {
            const lines = await refused(changes, site);
            assert.equal(lines.filter((line) => message.test(line)).length, 1, lines.join("\n"));
            assert.ok(
                lines.every((line) => line.startsWith("api: ")),
                lines.join("\n"),
            );
        });

    it("everything at once", async () => {
        const lines = await refused({ image: { repository: "app" }, ports: { api: 0 }, budget: { minAvailable: 9 } });
        assert.deepEqual(lines.length, 5, lines.join("\n"));
    });

    it("nothing, when it is right", async () => {
        await assert.rejects(refused({}), /it was accepted/);
    });
});
