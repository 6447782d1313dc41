/** Whoever is told an address finds somebody there: a Service and its port, or a container of the same pod that listens. */
import assert from "node:assert/strict";
import type { Map } from "../../../policy/inputs";
import { manifestsOf, maps, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { COMPLETE, MOVING, recordingOf, STACK_FILES } from "../../support/recordings";

/** A host of the cluster and its port, in a URL or beside each other; `service`, `service.namespace`, `service.namespace.svc.…`. */
const ADDRESS =
    /(?:^|\/\/|[\s"'=,@])((?:[a-z][a-z0-9-]*)(?:\.[a-z0-9-]+(?:\.svc(?:\.cluster\.local)?)?)?|127\.0\.0\.1):(\d{2,5})(?![\d.:])/g;
const ITSELF = ["localhost", "127.0.0.1"];

function textsOf(container: Map, { owner: { namespace } }: PodTemplate, manifests: Manifests): readonly string[] {
    const own = maps(container, "env").map(({ value }) => value);
    const from = maps(container, "envFrom").flatMap((source) => {
        const data = one(manifests.find("ConfigMap", namespace, one(source, "configMapRef.name"))?.inputs, "data");
        return Object.values((data ?? {}) as Map);
    });
    return [...own, ...from].filter((value) => typeof value === "string");
}

/** A port that a container declares, or one that the proxy beside it opens for its own pod (Envoy: socket_address.port_value). */
function listens(pod: PodTemplate, port: number, manifests: Manifests): boolean {
    const files = [...pod.volumes.values()]
        .flatMap((volume) => [volume, ...maps(volume, "projected.sources")])
        .map((volume) => manifests.find("ConfigMap", pod.owner.namespace, one(volume, "configMap.name"))?.inputs.data)
        .map((data) => JSON.stringify(data ?? {}));
    return (
        pod.containers.some((container) =>
            maps(container, "ports").some(({ containerPort }) => containerPort === port),
        ) || files.some((text) => new RegExp(`port_value[^0-9]{1,6}${String(port)}\\b`).test(text))
    );
}

/** What is wrong with an address; undefined where somebody answers. */
function problemOf(host: string, port: number, pod: PodTemplate, manifests: Manifests): string | undefined {
    const { namespace, name } = pod.owner;
    if (ITSELF.includes(host))
        return listens(pod, port, manifests) ? undefined : `nobody in ${namespace}/${name} listens on ${String(port)}`;
    const [service = "", home = namespace] = host.split(".");
    const found = manifests.find("Service", home, service);
    if (found === undefined) return `there is no Service ${home}/${service}`;
    return maps(found.inputs, "spec.ports").some((each) => Number(each.port) === port)
        ? undefined
        : `Service ${home}/${service} has no port ${String(port)}`;
}

/** Where programs of others listen when nobody says where; what they are told says no other. */
const LISTENS: readonly (readonly [image: RegExp, ports: readonly number[], source: string])[] = [
    [/\/blackbox-exporter:/, [9115], "https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/main.go"],
    [
        /\/postgres-exporter:/,
        [9187],
        "https://github.com/prometheus-community/postgres_exporter/blob/v0.20.1/README.md",
    ],
    [/\/redis_exporter:/, [9121], "https://github.com/oliver006/redis_exporter/blob/v1.90.0/README.md"],
    [/\/library\/neo4j:/, [7474, 7687], "https://neo4j.com/docs/operations-manual/5/configuration/ports/"],
];

it("programs of others are asked where they listen by themselves", async () => {
    const { pods } = manifestsOf((await recordingOf(COMPLETE, "update")).graph);
    const containers = pods.flatMap((pod) => pod.containers);
    for (const [image, ports] of LISTENS) {
        const theirs = containers.filter((each) => image.test(String(each.image)) && maps(each, "ports").length > 0);
        assert.notEqual(theirs.length, 0, String(image));
        for (const container of theirs)
            assert.deepEqual(
                maps(container, "ports")
                    .map(({ containerPort }) => containerPort)
                    .sort(),
                ports,
                String(container.image),
            );
    }
});

for (const file of [...STACK_FILES, COMPLETE, MOVING])
    it(`addresses of the cluster in variables lead somewhere: ${file}`, async () => {
        const manifests = manifestsOf((await recordingOf(file, "update")).graph);
        const found = manifests.pods.flatMap((pod) =>
            pod.containers.flatMap((container) =>
                textsOf(container, pod, manifests).flatMap((text) =>
                    [...text.matchAll(ADDRESS)].map(([, host = "", port]) => ({ pod, text, host, port: Number(port) })),
                ),
            ),
        );
        if (file === COMPLETE) assert.ok(found.length > 15, String(found.length));
        const wrong = found.flatMap(({ pod, text, host, port }) => {
            const problem = problemOf(host, port, pod, manifests);
            return problem === undefined ? [] : [`${pod.owner.namespace}/${pod.owner.name}: ${text}: ${problem}`];
        });
        assert.deepEqual([...new Set(wrong)], []);
    });
