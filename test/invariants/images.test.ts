/** Where pods pull from: with mirrors for all, from nobody else; with a login, by it. */
import assert from "node:assert/strict";
import { chartImages, hostOf, mirrored, UPSTREAM_HOSTS } from "../../config/images";
import { CHART_PULL_SECRETS, CHART_SOURCES, CHARTS } from "../../config/versions";
import { recordOf } from "../../plan/charts/record";
import { valueAt, variantOf, type ReleaseInputs } from "../../plan/charts/variant";
import type { Graph } from "../../plan/graph";
import { manifestsOf } from "../../policy/kubernetes";
import { COMPLETE, recordingOf, refused } from "../support/recordings";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const PRIVATE = "test/environments/private.yaml";
const ATTACHED = "test/environments/attached.yaml";
const LOGIN_HOST = "registry.example.com";

interface Pulling {
    readonly images: readonly string[];
    readonly secrets: readonly string[];
    readonly namespace: string;
    readonly name: string;
}

interface PodSpec {
    readonly containers: readonly { readonly image: string }[];
    readonly initContainers?: readonly { readonly image: string }[];
    readonly imagePullSecrets?: readonly { readonly name: string }[];
}

const ownPods = (graph: Graph): readonly Pulling[] =>
    manifestsOf(graph).pods.map(({ spec, owner }) => {
        const { containers, initContainers = [], imagePullSecrets = [] } = spec as unknown as PodSpec;
        return {
            ...{ namespace: owner.namespace, name: owner.name },
            images: [...containers, ...initContainers].map(({ image }) => image),
            secrets: imagePullSecrets.map(({ name }) => name),
        };
    });

/** As the charts were rendered with these very values. */
const chartPods = (graph: Graph): readonly Pulling[] =>
    graph.ofType(RELEASE).map(({ inputs, name }) => {
        const found = variantOf(inputs as unknown as ReleaseInputs);
        assert.ok(found?.exact, `${name}: run make charts`);
        const at = CHART_PULL_SECRETS[String(inputs.chart)]?.at;
        const secrets = at === undefined ? null : valueAt(inputs.values, at);
        return {
            ...{ namespace: String(inputs.namespace), name, images: found.variant.images },
            secrets: (Array.isArray(secrets) ? (secrets as unknown[]) : []).map((each) =>
                typeof each === "string" ? each : (each as { name: string }).name,
            ),
        };
    });

const withoutTag = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");

describe("registries of images", () => {
    it("are known for every image that a chart was seen to run, and for no other", () => {
        for (const { chart } of Object.values(CHARTS)) {
            const rendered = (recordOf(chart)?.variants ?? [])
                .filter(({ environments }) => environments.some((file) => file !== PRIVATE && file !== ATTACHED))
                .flatMap(({ images }) => images.map(withoutTag));
            assert.deepEqual([...new Set(rendered)].sort(), [...chartImages(chart)].sort(), chart);
        }
        assert.deepEqual(UPSTREAM_HOSTS, ["docker.io", "ghcr.io", "public.ecr.aws", "quay.io", "registry.k8s.io"]);
    });

    it("are named in images as a container runtime reads them: a digest has its algorithm", () => {
        for (const { chart } of Object.values(CHARTS))
            for (const { images } of recordOf(chart)?.variants ?? [])
                for (const image of images) assert.match(image, /^[^@]+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/, image);
    });

    it("are all inside where every one has a mirror: no pod of ours or of a chart names a public one", async () => {
        const { graph } = await recordingOf(PRIVATE, "update");
        const pods = [...ownPods(graph), ...chartPods(graph)];
        const images = pods.flatMap((pod) => pod.images);
        assert.ok(images.length > 25 && graph.ofType(RELEASE).length > 6, `${String(images.length)} images`);
        const outside = images.filter((image) => hostOf(image) !== "000000000000.dkr.ecr.us-east-1.amazonaws.com");
        assert.deepEqual(outside, []);
        // The path below is the image's own: what a pull-through cache asks its upstream for.
        const paths = Object.values(CHART_SOURCES)
            .flat()
            .map(({ image }) => image.slice(hostOf(image).length));
        for (const path of ["/grafana/loki", "/prometheus/prometheus", "/external-secrets/external-secrets"])
            assert.ok(paths.includes(path) && images.some((image) => withoutTag(image).endsWith(path)), path);
    });

    it("would be missed one by one: without a mirror for a host, pods name it", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const named = new Set([...ownPods(graph), ...chartPods(graph)].flatMap(({ images }) => images).map(hostOf));
        assert.deepEqual(UPSTREAM_HOSTS.filter((host) => !named.has(host)), []); // oxfmt-ignore
        for (const host of UPSTREAM_HOSTS) {
            const said = refused(PRIVATE, { images: { mirrors: { [host]: `${host}/copy` } } });
            assert.ok(
                said.some(({ path, note }) => path === "images.mirrors" && note === host),
                host,
            );
        }
    });

    it("that ask for a login get it: every pod that pulls there has the Secret, and waits until it is in its namespace", async () => {
        const { graph } = await recordingOf(ATTACHED, "update");
        const pods = [...ownPods(graph), ...chartPods(graph)];
        const asking = pods.filter(({ images }) => images.some((image) => hostOf(image) === LOGIN_HOST));
        assert.ok(asking.length > 5, `${String(asking.length)} of ${String(pods.length)}`);
        for (const { name, secrets } of pods)
            assert.deepEqual(secrets, asking.some((pod) => pod.name === name) ? ["registry-logins"] : [], name);
        const secrets = new Map(
            graph
                .ofType("kubernetes:external-secrets.io/v1:ExternalSecret")
                .map((secret) => [secret.inputs.metadata as { name: string; namespace: string }, secret] as const)
                .filter(([{ name }]) => name === "registry-logins")
                .map(([{ namespace }, secret]) => [namespace, secret]),
        );
        for (const { namespace, name } of asking) {
            const secret = secrets.get(namespace);
            assert.ok(secret, `${namespace} has no Secret for ${name}`);
            const [owner] = graph.resources.filter(
                ({ type, inputs, name: logical }) =>
                    logical === name ||
                    (/^kubernetes:(apps|batch)\/v1:/.test(type) &&
                        (inputs.metadata as { name?: string; namespace?: string }).name === name &&
                        (inputs.metadata as { namespace?: string }).namespace === namespace),
            );
            assert.ok(owner && graph.dependsOn(owner, secret), `${name} does not wait for ${secret.name}`);
        }
    });

    it("that ask for a login get it in the form that the kubelet reads, whatever the password has in it", async () => {
        const { graph } = await recordingOf(ATTACHED, "update");
        const [secret] = graph
            .ofType("kubernetes:external-secrets.io/v1:ExternalSecret")
            .filter(({ inputs }) => (inputs.metadata as { name: string }).name === "registry-logins");
        assert.ok(secret);
        const { target, data } = secret.inputs.spec as {
            target: { template: { type: string; data: Record<string, string> } };
            data: { secretKey: string; remoteRef: { key: string; property: string } }[];
        };
        assert.equal(target.template.type, "kubernetes.io/dockerconfigjson");
        assert.deepEqual(
            data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.key, remoteRef.property]),
            [
                ["username0", "shared/registry", "username"],
                ["password0", "shared/registry", "password"],
            ],
        );
        const values: Readonly<Record<string, string>> = { username0: "robot", password0: 'a"\\b:c' };
        const filled = (target.template.data[".dockerconfigjson"] ?? "")
            .replace(/\{\{ \.(\w+) \| toJson \}\}/g, (_, key: string) => JSON.stringify(values[key]))
            .replace(/\{\{ printf "%s:%s" \.(\w+) \.(\w+) \| b64enc \}\}/g, (_, user: string, password: string) =>
                Buffer.from(`${String(values[user])}:${String(values[password])}`).toString("base64"),
            );
        assert.deepEqual(JSON.parse(filled), {
            auths: {
                [LOGIN_HOST]: {
                    ...{ username: values.username0, password: values.password0 },
                    auth: Buffer.from('robot:a"\\b:c').toString("base64"),
                },
            },
        });
    });

    it("are left through by nodes on whatever port they answer", async () => {
        const { graph } = await recordingOf(ATTACHED, "update");
        const [rule] = graph
            .ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
            .filter(({ name }) => name === "security-nodes-to-registries-8443");
        assert.equal(rule?.inputs.fromPort, 8443);
        for (const group of graph.ofType("aws:eks/nodeGroup:NodeGroup")) assert.ok(graph.dependsOn(group, rule));
    });

    it("are put in the place of a host alone: the rest of the name, its tag and its digest stay", () => {
        const mirrors = { "docker.io": "a.example.com:5000/hub", "a.example.com": "b.example.com" };
        const of = (image: string) => mirrored(image, { mirrors });
        assert.equal(
            of("docker.io/envoyproxy/envoy:v1@sha256:1"),
            "a.example.com:5000/hub/envoyproxy/envoy:v1@sha256:1",
        );
        assert.equal(of("a.example.com/x"), "b.example.com/x");
        assert.equal(of("docker.io.example.com/x"), "docker.io.example.com/x");
        assert.equal(of("quay.io/docker.io/x"), "quay.io/docker.io/x");
    });
});
