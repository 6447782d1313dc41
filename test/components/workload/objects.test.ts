/** Namespaces, Services, jobs, claims, configuration and identities around the pods. */
import assert from "node:assert/strict";
import { Secret } from "../../../plan/graph";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at, graphOf, object } from "./fixture";
import { systems, theGraph } from "./systems";

describe("objects around the pods", () => {
    let graph: Graph;
    before(async () => {
        graph = await theGraph();
    });

    const own = () =>
        graph.resources.filter(({ type }) => type.startsWith("kubernetes:") && type !== "kubernetes:core/v1:Namespace");

    it("name their parts by the component, and wait for their namespace", () => {
        for (const resource of own()) {
            if (resource.parent === undefined || resource.name === "prometheus") continue;
            const parent = graph.get(resource.parent);
            assert.ok(resource.name.startsWith(parent.name), resource.name);
            const namespace = at(resource, "metadata", "namespace");
            if (typeof namespace !== "string") continue;
            assert.ok(graph.dependsOn(resource, object(graph, "Namespace", namespace)), resource.name);
        }
        for (const component of graph.resources.filter(({ type }) => type.startsWith("mindcloud:workload:")))
            assert.equal(component.outputsRegistered, true, component.name);
    });

    it("enforce restricted Pod Security of the cluster's minor, and give no account a token", () => {
        for (const namespace of graph.ofType("kubernetes:core/v1:Namespace")) {
            const labels = at(namespace, "metadata", "labels") as Record<string, string>;
            for (const mode of ["enforce", "audit", "warn"]) {
                assert.equal(labels[`pod-security.kubernetes.io/${mode}`], "restricted");
                assert.equal(labels[`pod-security.kubernetes.io/${mode}-version`], "v1.36");
            }
            const name = String(at(namespace, "metadata", "name"));
            const patch = graph.the("kubernetes:core/v1:ServiceAccountPatch", `${name}-default-account`);
            assert.deepEqual(at(patch, "metadata"), { name: "default", namespace: name });
            assert.equal(patch.inputs.automountServiceAccountToken, false);
        }
        const gate = "elbv2.k8s.aws/pod-readiness-gate-inject";
        assert.equal(at(object(graph, "Namespace", "akosha"), "metadata", "labels", gate), "enabled");
        assert.equal(at(object(graph, "Namespace", "acme"), "metadata", "labels", gate), undefined);
    });

    it("offer each port of a Service at the number that a container listens on, of pods that exist", () => {
        const controllers = graph.ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet");
        const services = graph.ofType("kubernetes:core/v1:Service");
        assert.equal(services.length, 6);
        for (const service of services) {
            const selector = at(service, "spec", "selector");
            const pods = controllers.filter(
                (one) =>
                    at(one, "metadata", "namespace") === at(service, "metadata", "namespace") &&
                    JSON.stringify(at(one, "spec", "selector", "matchLabels")) === JSON.stringify(selector),
            );
            assert.equal(pods.length, 1, service.name);
            for (const { name, port, targetPort } of at(service, "spec", "ports") as {
                name: string;
                port: number;
                targetPort: string;
            }[]) {
                assert.equal(targetPort, name);
                assert.ok(
                    containerPorts(pods[0]).some((one) => one.name === name && one.containerPort === port),
                    `${service.name} ${name}`,
                );
            }
        }
        assert.ok(object(graph, "Service", "akosha-api"));
        assert.equal(at(object(graph, "StatefulSet", "agent"), "spec", "serviceName"), "agent-pods");
        assert.equal(at(object(graph, "Service", "agent-pods"), "spec", "clusterIP"), "None");
    });

    it("let Prometheus read each pod once: a monitor finds the client Service and not the headless one", () => {
        const monitors = graph.ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        assert.equal(monitors.length, 2);
        for (const monitor of monitors) {
            const wanted = at(monitor, "spec", "selector", "matchLabels") as Record<string, string>;
            const [endpoint] = at(monitor, "spec", "endpoints") as { port: string }[];
            const found = graph
                .ofType("kubernetes:core/v1:Service")
                .filter((service) =>
                    Object.entries(wanted).every(([key, value]) => at(service, "metadata", "labels", key) === value),
                );
            assert.equal(found.length, 1, monitor.name);
            const [service] = found;
            assert.ok(
                service &&
                    (at(service, "spec", "ports") as { name: string }[]).some(({ name }) => name === endpoint?.port),
            );
        }
    });

    it("run the nightly job once at a time, in UTC, and leave a late run out", () => {
        const { jobTemplate, ...spec } = at(object(graph, "CronJob", "akosha-aging"), "spec") as Record<
            string,
            unknown
        >;
        assert.deepEqual(spec, {
            ...{
                schedule: "0 2 * * *",
                timeZone: "Etc/UTC",
                concurrencyPolicy: "Forbid",
                startingDeadlineSeconds: 600,
            },
            ...{ successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3, suspend: false },
        });
        const job = jobTemplate as {
            spec: { ttlSecondsAfterFinished?: number; template: { spec: { restartPolicy: string } } };
        };
        assert.equal(job.spec.ttlSecondsAfterFinished, undefined);
        assert.equal(job.spec.template.spec.restartPolicy, "Never");
    });

    it("start a workload only after the job that prepares it", () => {
        const job = object(graph, "Job", "acme-db-init");
        assert.ok(graph.dependsOn(object(graph, "StatefulSet", "agent"), job));
        assert.equal(at(job, "spec", "activeDeadlineSeconds"), 300);
        assert.equal(job.customTimeouts?.create, "420s");
    });

    it("bind shared files to their claim from both sides, and delete no data of `keep`", () => {
        const volume = graph.the("kubernetes:core/v1:PersistentVolume");
        const claim = object(graph, "PersistentVolumeClaim", "acme-agent-files");
        assert.equal(at(claim, "spec", "volumeName"), at(volume, "metadata", "name"));
        assert.deepEqual(at(volume, "spec", "claimRef"), { namespace: "acme", name: "acme-agent-files" });
        assert.equal(at(volume, "spec", "csi", "volumeHandle"), "fs-1::fsap-1");
        assert.equal(at(volume, "spec", "persistentVolumeReclaimPolicy"), "Retain");
        const policy = at(object(graph, "StatefulSet", "agent"), "spec", "persistentVolumeClaimRetentionPolicy");
        assert.deepEqual(policy, { whenDeleted: "Retain", whenScaled: "Retain" });
    });

    it("give a role to whoever calls AWS, to nobody else, and only below its prefix", () => {
        const roles = graph
            .ofType("mindcloud:aws:PodIdentity")
            .map(({ name }) => name)
            .sort();
        assert.deepEqual(roles, ["acme-agent-identity", "akosha-aging-identity", "akosha-ingestion-identity"]);
        const policy = String(graph.the("aws:iam/rolePolicy:RolePolicy", "akosha-aging-identity-policy").inputs.policy);
        const { Statement } = JSON.parse(policy) as { Statement: { Action: unknown; Resource: unknown }[] };
        assert.deepEqual(
            Statement.map(({ Resource }) => Resource),
            ["arn:aws:s3:::cold/akosha/*", "arn:aws:s3:::cold", "arn:aws:kms:eu-central-1:111122223333:key/objects"],
        );
        assert.ok(!policy.includes("s3:DeleteObject") && !policy.includes("s3:GetObject"));
        const association = graph.the(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            "akosha-aging-identity-association",
        );
        assert.ok(graph.dependsOn(object(graph, "CronJob", "akosha-aging"), association));
    });

    it("put rights at the Kubernetes API on one account, and its token into one pod", () => {
        const binding = graph.the("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding");
        assert.deepEqual(binding.inputs.subjects, [{ kind: "ServiceAccount", name: "worker", namespace: "acme" }]);
        assert.deepEqual(graph.the("kubernetes:rbac.authorization.k8s.io/v1:Role").inputs.rules, [
            { apiGroups: ["snapshot.storage.k8s.io"], resources: ["volumesnapshots"], verbs: ["create", "get"] },
        ]);
    });

    it("hold no secret value, and are the same on every run, in preview too", async () => {
        const text = (one: Graph) =>
            JSON.stringify(
                one.resources
                    .filter(({ type }) => type.startsWith("kubernetes:"))
                    .map(({ urn, inputs }) => [urn, inputs]),
            );
        assert.equal(text(await graphOf(() => systems())), text(graph));
        assert.deepEqual(graph.ofType("kubernetes:core/v1:Secret"), []);
        const data = at(object(graph, "ConfigMap", "akosha-config"), "data");
        assert.ok(!(data instanceof Secret));
        const preview = await graphOf(() => systems(), "preview");
        assert.deepEqual(
            preview.resources.map(({ urn }) => urn),
            graph.resources.map(({ urn }) => urn),
        );
    });
});

function containerPorts(controller: RecordedResource | undefined): { name: string; containerPort: number }[] {
    if (controller === undefined) return [];
    const spec = at(controller, "spec", "template", "spec") as Record<
        string,
        { ports?: { name: string; containerPort: number }[] }[] | undefined
    >;
    return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ ports = [] }) => ports);
}
