/** Every manifest against the API descriptions of every Kubernetes minor that is allowed, and custom kinds against their definitions. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { MINORS } from "../../config/versions";
import { documentsOf } from "../../plan/manifests";
import { COMPLETE, recordingOf, STACK_FILES } from "../support/recordings";
import { judgeOf, type Judge, type Manifest } from "./schemas";

const ENVIRONMENTS = path.join(__dirname, "../environments");
/** A hundred of what complete.yaml has two of. */
const MANY = "hundred-companies.yaml";
const FILES = [
    ...STACK_FILES,
    ...readdirSync(ENVIRONMENTS)
        .filter((file) => file !== MANY)
        .map((file) => path.join("test/environments", file)),
].sort();

type Manifests = readonly (readonly [string, Manifest])[];

async function manifestsIn(file: string): Promise<Manifests> {
    const { graph } = await recordingOf(file, "update");
    return documentsOf(graph)
        .filter((document) => !document.file.startsWith("charts"))
        .map((document) => [document.file, parse(document.text) as Manifest]);
}

describe("manifests", function () {
    this.timeout(300_000); // the first run downloads the descriptions
    let judges: readonly (readonly [string, Judge])[];
    before(() => {
        judges = MINORS.map((minor) => [minor, judgeOf(minor)]);
    });

    for (const file of FILES)
        it(`of ${file} are what Kubernetes ${MINORS.join(" and ")} and the installed kinds describe, without a field more`, async () => {
            const wrong = (await manifestsIn(file)).flatMap(([name, manifest]) =>
                judges.flatMap(([minor, judge]) => judge(manifest).map((problem) => `${name} (${minor}): ${problem}`)),
            );
            assert.deepEqual([...new Set(wrong)], []);
        });

    describe("that somebody breaks are refused", () => {
        let whole: Manifests;
        before(async () => {
            whole = await manifestsIn(COMPLETE);
        });

        /** Kind, path, value (undefined takes it away), and what is said. */
        const broken: readonly (readonly [string, string, unknown, RegExp])[] = [
            ["Deployment", "spec.replica", 3, /^\/spec must NOT have additional properties replica$/],
            ["Deployment", "spec.template.spec.containers.0.resource", {}, /containers\/0 must NOT have .* resource$/],
            ["Service", "spec.ports.0.port", "http", /^\/spec\/ports\/0\/port must be integer$/],
            ["Deployment", "spec.selector", undefined, /^\/spec must have required property 'selector'$/],
            ["Deployment", "apiVersion", "apps/v1beta1", /^apps\/v1beta1 Deployment is no kind/],
            ["Deployment", "metadata.label", {}, /^\/metadata must NOT have additional properties label$/],
            ["StatefulSet", "spec.template.spec.securityContext.runAsUser", "10001", /must be integer$/],
            ["CronJob", "spec.jobTemplate.spec.template.spec.restart", "Never", /additional properties restart$/],
            ["NetworkPolicy", "spec.egress", {}, /^\/spec\/egress must be array$/],
            ["HorizontalPodAutoscaler", "spec.behavior.scaleDownn", {}, /additional properties scaleDownn$/],
            ["PersistentVolumeClaim", "spec.storageClass", "gp3", /additional properties storageClass$/],
            ["VolumeAttributesClass", "driverName", undefined, /required property 'driverName'$/],
            ["ExternalSecret", "spec.refreshPolicy", "Sometimes", /must be equal to one of the allowed values/],
            ["ExternalSecret", "spec.data.0.remoteRef.name", "x", /additional properties name$/],
            ["ClusterSecretStore", "spec.provider.aws.service", "Vault", /allowed values SecretsManager/],
            ["ScaledObject", "spec.maxReplicas", 3, /additional properties maxReplicas$/],
            ["ScaledObject", "spec.triggers.0.metadata.threshold", 5, /must be string$/],
            ["ServiceMonitor", "spec.endpoints.0.portName", "metrics", /additional properties portName$/],
            ["ServiceMonitor", "metadata.label", {}, /additional properties label$/],
            ["IngressClassParams", "spec.scheme", "public", /allowed values internal,internet-facing$/],
        ];
        for (const [kind, at, value, says] of broken)
            it(`${kind}: ${at} = ${value === undefined ? "nothing" : JSON.stringify(value)}`, () => {
                const found = whole.find(([, manifest]) => manifest.kind === kind);
                assert.ok(found, `no ${kind}`);
                const manifest = structuredClone(found[1]);
                change(manifest, at.split("."), value);
                for (const [minor, judge] of judges) assert.match(judge(manifest).join("\n"), says, minor);
            });
    });
});

function change(manifest: Manifest, keys: readonly string[], value: unknown): void {
    const holder = keys
        .slice(0, -1)
        .reduce(
            (at, key) => (at[key] ??= {}) as Record<string, unknown>,
            manifest as unknown as Record<string, unknown>,
        );
    const last = keys.at(-1) ?? "";
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else holder[last] = value;
}
