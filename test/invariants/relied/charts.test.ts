/** What charts are told: by yes or no, each with its reason, and how their pods run, as the record of renderings has it. */
import assert from "node:assert/strict";
import type { RecordedResource } from "../../../plan/graph";
import type { PodFacts } from "../../../plan/charts/record";
import { variantOf, type ReleaseInputs } from "../../../plan/charts/variant";
import { isMap, type Map as Json } from "../../../policy/inputs";
import { toldGraph } from "../../components/cluster/fixture";
import { COMPLETE, recordingOf } from "../../support/recordings";
import { ELSEWHERE, SCALARS } from "./scalars";
import { SWITCHES } from "./switches";
import { CHARTS } from "./told";

/** Everything in a value, with its path: maps and lists, and what they end in. */
function everything(value: unknown, at = ""): readonly (readonly [at: string, value: unknown])[] {
    if (Array.isArray(value)) return value.flatMap((each, index) => everything(each, `${at}[${String(index)}]`));
    if (!isMap(value)) return [[at, value]];
    const inner = Object.entries(value).flatMap(([key, each]) => everything(each, at === "" ? key : `${at}.${key}`));
    return [[at, value], ...inner];
}

/** The value itself, or a part of it. */
const isBelow = (at: string, path: string): boolean =>
    at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
const lastOf = (at: string): string => at.split(".").at(-1) ?? "";
const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isMap(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, sorted(each)]),
    );
}
/** All that is said of the one is true of the other, which may have more. */
const within = (said: unknown, of: unknown): boolean =>
    isMap(said) ? isMap(of) && Object.entries(said).every(([key, each]) => within(each, of[key])) : same(said, of);

const containersOf = (pods: readonly PodFacts[]) =>
    pods.flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers]);

const claimsOf = (pods: readonly PodFacts[]) => pods.flatMap(({ claims = [] }) => claims);

/** Of a container all of it; of a claim its size. */
function isRoom({ requests, limits = {} }: Json, pods: readonly PodFacts[]): boolean {
    if (isMap(requests) && requests.storage !== undefined)
        return claimsOf(pods).some(({ storage }) => storage === requests.storage);
    return containersOf(pods).some((each) => same(requests, each.requests) && same(limits, each.limits));
}

/** By the last word of a path: whether pods of the rendering are as it says. */
const SHOWN: Readonly<Record<string, (value: unknown, pods: readonly PodFacts[]) => boolean>> = {
    priorityClassName: (value, pods) => pods.some(({ priorityClassName }) => priorityClassName === value),
    // Some charts add that the node runs Linux.
    nodeSelector: (value, pods) => pods.some(({ nodeSelector }) => within(value, nodeSelector)),
    tolerations: (value, pods) => pods.some(({ tolerations = [] }) => same(value, tolerations)),
    replicaCount: (value, pods) => pods.some(({ replicas }) => replicas === value),
    replicas: (value, pods) => value === 0 || pods.some(({ replicas }) => replicas === value),
    storageClassName: (value, pods) => claimsOf(pods).some(({ storageClassName }) => storageClassName === value),
    storageClass: (value, pods) => claimsOf(pods).some(({ storageClassName }) => storageClassName === value),
    securityContext: (value, pods) =>
        [...pods, ...containersOf(pods)].some((each) => within(value, each.securityContext)),
    containerSecurityContext: (value, pods) => containersOf(pods).some((each) => within(value, each.securityContext)),
    podSecurityContext: (value, pods) => pods.some((each) => within(value, each.securityContext)),
};

/** By the address at which Grafana is asked. */
const SECURE = /grafana\.ini\.security\.(cookie_secure|strict_transport_security)$/;

describe("charts of the environment with everything", () => {
    let releases: readonly RecordedResource[];
    /** Those, and those of an environment whose people log in by OIDC and are told by mail, chat and pager. */
    let told: readonly RecordedResource[];
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        releases = graph.ofType("kubernetes:helm.sh/v3:Release");
        assert.ok(releases.length > 8);
        told = [...releases, ...(await toldGraph()).ofType("kubernetes:helm.sh/v3:Release")];
    });

    it("are told by yes or no what a row has a reason for", () => {
        const used = new Set<unknown>();
        for (const { name, inputs } of told)
            for (const [at, value] of everything(inputs.values).filter(([, each]) => typeof each === "boolean")) {
                const where = `${name} ${at}`;
                if (CHARTS.some(({ of, path }) => of === inputs.chart && path.replaceAll("\\.", ".") === at)) continue;
                if (SECURE.test(at)) continue;
                const row = SWITCHES.find((each) => each.at.test(where));
                assert.ok(row, `${where}: no row of switches.ts or told.ts says why it is ${String(value)}`);
                assert.equal(value, row.value, `${where}: ${row.because}`);
                used.add(row);
            }
        assert.deepEqual(
            SWITCHES.filter((row) => !used.has(row)).map(({ at }) => String(at)),
            [],
        );
    });

    it("keep Grafana's cookie to https where it is asked by https, and only there", () => {
        const roots = told.flatMap(({ inputs }) => {
            const all = new Map(everything(inputs.values));
            const [root] = [...all].filter(([at]) => at.endsWith("server.root_url")).map(([, url]) => String(url));
            if (root === undefined) return [];
            const said = [...all].filter(([at]) => SECURE.test(at)).map(([, value]) => value);
            assert.deepEqual(said, Array(2).fill(root.startsWith("https://")), root);
            return [root];
        });
        assert.equal(new Set(roots.map((root) => root.split(":")[0])).size, 2);
    });

    it("are told in words and numbers what a row has a reason for", () => {
        const used = new Set<unknown>();
        for (const { name, inputs } of told)
            for (const [at, value] of everything(inputs.values)) {
                const where = `${name} ${at}`;
                if (typeof value !== "string" && typeof value !== "number") continue;
                if (CHARTS.some(({ of, path }) => of === inputs.chart && isBelow(at, path.replaceAll("\\.", "."))))
                    continue;
                if (ELSEWHERE.test(where)) continue;
                const row = SCALARS.find((each) => each.at.test(where));
                assert.ok(row, `${where}: no row of scalars.ts or told.ts says why it is ${String(value)}`);
                assert.match(String(value), row.value, `${where}: ${row.because}`);
                used.add(row);
            }
        assert.deepEqual(
            SCALARS.filter((row) => !used.has(row)).map(({ at }) => String(at)),
            [],
        );
    });

    it("run their pods as they are told: room, rank, place, replicas and rights", () => {
        let held = 0;
        const wrong: string[] = [];
        for (const { name, inputs } of releases) {
            const pods = variantOf(inputs as unknown as ReleaseInputs)?.variant.pods ?? [];
            for (const [at, value] of everything(inputs.values)) {
                const room = isMap(value) && value.requests !== undefined;
                const shows = SHOWN[lastOf(at)];
                if (!room && shows === undefined) continue;
                if (room ? !isRoom(value, pods) : shows?.(value, pods) === false)
                    wrong.push(`${name} ${at}: no pod is rendered with ${JSON.stringify(value)}`);
                held += 1;
            }
        }
        assert.deepEqual(wrong, [], "run make charts");
        assert.ok(held > 60, String(held));
    });
});
