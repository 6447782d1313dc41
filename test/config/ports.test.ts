/** The table of who listens in a pod is what the program makes: config/checks/ports.ts refuses by it. */
import assert from "node:assert/strict";
import { REDIS_PROXY_PORT } from "../../components/blocks/redis-proxy";
import { SYSTEMS } from "../../components/systems";
import { REDIS_PROXY_LISTENS, type PodPorts } from "../../components/systems/pod-ports";
import type { RunSetting } from "../../components/systems/settings";
import { ownersOf } from "../../plan/owners";
import { isMap } from "../../plan/values";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";

interface Container {
    readonly ports?: readonly { readonly containerPort: number }[];
    readonly restartPolicy?: string;
}
interface Pod {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
}

const numbersOf = (containers: readonly Container[]): readonly number[] =>
    containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));

/** Owner -> the numbers of each of its pods in the table. */
function tables(): ReadonlyMap<string, readonly (readonly number[])[]> {
    const { systems } = stackFrom(COMPLETE).environment;
    return new Map(
        Object.entries(systems).map(([key, config]) => {
            const { pods } = SYSTEMS[key as keyof typeof SYSTEMS] as { pods?: (of: unknown) => readonly PodPorts[] };
            const settings = config.workloads as Readonly<Record<string, RunSetting>>;
            const numbers = (pods?.(config) ?? []).map(({ workloads, taken }) => [
                ...Object.keys(taken).map(Number),
                ...Object.entries(workloads).flatMap(([name, usual]) =>
                    Object.values({ ...usual, ...settings[name]?.ports }).flatMap((each) => each ?? []),
                ),
            ]);
            return [key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), numbers];
        }),
    );
}

describe("ports of pods in which more than one process listens", () => {
    it("are in the table of their system, each of them", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const [ownerOf, table] = [ownersOf(graph), tables()];
        const several = graph
            .ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet")
            .flatMap((resource) => {
                const { spec } = resource.inputs;
                const template = isMap(spec) && isMap(spec.template) ? spec.template.spec : undefined;
                if (!isMap(template)) return [];
                const { initContainers = [] } = template as unknown as Pod;
                const beside = numbersOf(initContainers.filter(({ restartPolicy }) => restartPolicy === "Always"));
                return beside.length === 0 ? [] : [{ name: resource.name, owner: ownerOf(resource), beside }];
            });
        assert.ok(several.length >= 7, several.map(({ name }) => name).join(", "));
        for (const { name, owner, beside } of several)
            assert.ok(
                table.get(owner)?.some((pod) => beside.every((number) => pod.includes(number))),
                `${name} of ${owner} listens on ${beside.join(", ")}`,
            );
    });

    it("are the proxy's own numbers where there is one", () => {
        assert.ok(Object.keys(REDIS_PROXY_LISTENS).includes(String(REDIS_PROXY_PORT)));
    });
});
