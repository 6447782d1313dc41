/** Values in the form that their readers take: a class of volumes, and networks. */
import assert from "node:assert/strict";
import { BlockList, isIPv4 } from "node:net";
import { isMap, list, type Map } from "../../../policy/inputs";
import { manifestsOf, maps, one } from "../../../policy/kubernetes";
import { TYPE } from "../../../policy/types";
import type { Graph } from "../../../plan/graph";
import { COMPLETE, FOREIGN, recordingOf, STACK_FILES } from "../../support/recordings";

const ATTACHED = "test/environments/attached.yaml";

/** IANA IPv4 special-purpose address registry, and multicast: nobody on the internet has these. */
const NOT_INTERNET =
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4";

/** Address and prefix without host bits; undefined where it is none. */
function networkOf(text: string): { readonly address: string; readonly prefix: number } | undefined {
    const [address = "", prefix = ""] = text.split("/");
    if (!isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(prefix)) return undefined;
    const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return bits % 2 ** (32 - Number(prefix)) === 0 ? { address, prefix: Number(prefix) } : undefined;
}

/** Every `ipBlock` of a policy. */
function* blocks(value: unknown): Generator<Map> {
    if (Array.isArray(value)) for (const each of value) yield* blocks(each);
    if (!isMap(value)) return;
    for (const [key, each] of Object.entries(value))
        if (key === "ipBlock" && isMap(each)) yield each;
        else yield* blocks(each);
}

for (const file of [...STACK_FILES, COMPLETE, ATTACHED, FOREIGN])
    describe(`forms of ${file}`, () => {
        let graph: Graph;
        before(async () => {
            ({ graph } = await recordingOf(file, "update"));
        });

        it("of a class of volumes are parameters of the EBS CSI driver", () => {
            // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
            for (const { inputs } of graph.ofType("kubernetes:storage.k8s.io/v1:StorageClass")) {
                const { metadata, provisioner, parameters, volumeBindingMode, allowVolumeExpansion } =
                    inputs as unknown as Readonly<Record<string, string>> & {
                        metadata: { name: string };
                        parameters: Readonly<Record<string, string>>;
                    };
                const { name } = metadata;
                assert.equal(provisioner, "ebs.csi.aws.com", name);
                assert.deepEqual([volumeBindingMode, allowVolumeExpansion], ["WaitForFirstConsumer", true], name);
                const { kmsKeyId, tagSpecification_1, ...rest } = parameters;
                assert.match(String(kmsKeyId), /^arn:aws[a-z-]*:kms:/, name);
                // The name says the file system: a claim asks for it by the name of the class.
                const fileSystem = name.includes("xfs") ? "xfs" : "ext4";
                assert.deepEqual(
                    rest,
                    { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": fileSystem },
                    name,
                );
                const disposable = name.endsWith("-disposable");
                assert.equal(tagSpecification_1, disposable ? "mindcloud:disposable=true" : undefined, name);
            }
        });

        it("of a volume on shared files are words of the EFS CSI driver: one access point, over TLS, for many", () => {
            // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/examples/kubernetes/access_points/README.md
            for (const { name, inputs } of manifestsOf(graph).of("PersistentVolume")) {
                const { csi, mountOptions, accessModes, storageClassName } = inputs.spec as Map & { csi: Map };
                assert.deepEqual(
                    [csi.driver, mountOptions, accessModes, storageClassName],
                    ["efs.csi.aws.com", ["tls"], ["ReadWriteMany"], ""],
                    name,
                );
                assert.match(String(csi.volumeHandle), /^fs-[0-9a-f]+::fsap-[0-9a-f]+$/, name);
            }
        });

        it("of monitors are times of the Prometheus operator: asked every half a minute, a minute at most, and answered within", () => {
            // https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Duration
            const seconds = (time: unknown): number => Number(/^(\d+)s$/.exec(String(time))?.[1]);
            for (const { kind, name, inputs } of manifestsOf(graph).of("ServiceMonitor", "PodMonitor", "Probe"))
                for (const { interval = "30s", scrapeTimeout = "10s" } of [
                    inputs.spec as Map,
                    ...maps(inputs, "spec.endpoints"),
                    ...maps(inputs, "spec.podMetricsEndpoints"),
                ]) {
                    assert.ok(
                        seconds(interval) >= 15 && seconds(interval) <= 60,
                        `${kind} ${name}: ${String(interval)}`,
                    );
                    assert.ok(seconds(scrapeTimeout) <= seconds(interval), `${kind} ${name}: ${String(scrapeTimeout)}`);
                }
        });

        it("of quotas are words of Kubernetes: another one would bound nothing, and nobody would say so", () => {
            // https://kubernetes.io/docs/concepts/policy/resource-quotas/
            const resource = "(cpu|memory|ephemeral-storage)";
            const bounded = new RegExp(
                `^((requests|limits)\\.${resource}|requests\\.storage|pods|persistentvolumeclaims|services(\\.(loadbalancers|nodeports))?|count/[a-z]+(\\.[a-z.]+)?|([a-z0-9-]+\\.storageclass\\.storage\\.k8s\\.io/(requests\\.storage|persistentvolumeclaims)))$`,
            );
            for (const { name, inputs } of manifestsOf(graph).of("ResourceQuota")) {
                const hard = Object.keys(one(inputs, "spec.hard") as Map);
                assert.deepEqual(
                    hard.filter((word) => !bounded.test(word)),
                    [],
                    name,
                );
            }
        });

        it("of policies' blocks are networks, with exceptions inside; the internet is without what nobody there has", () => {
            for (const { name, inputs } of manifestsOf(graph).of("NetworkPolicy"))
                for (const { cidr, except } of blocks(inputs.spec)) {
                    const network = networkOf(String(cidr));
                    assert.ok(network, `${name}: ${String(cidr)} is no network`);
                    const whole = new BlockList();
                    whole.addSubnet(network.address, network.prefix);
                    for (const each of list(except)) {
                        const part = networkOf(String(each));
                        assert.ok(
                            part && part.prefix > network.prefix && whole.check(part.address),
                            `${name}: ${String(each)} in ${String(cidr)}`,
                        );
                    }
                    // And without the environment's own network, which may be outside of these.
                    if (cidr === "0.0.0.0/0" && except !== undefined)
                        assert.deepEqual(
                            NOT_INTERNET.split(" ").filter((each) => !list(except).includes(each)),
                            [],
                            name,
                        );
                }
        });

        it("of security groups' blocks are networks", () => {
            for (const { name, inputs } of graph.ofType(TYPE.egressRule, TYPE.ingressRule))
                if (typeof inputs.cidrIpv4 === "string")
                    assert.ok(networkOf(inputs.cidrIpv4), `${name}: ${inputs.cidrIpv4}`);
        });
    });
