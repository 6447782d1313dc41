/** `make behind`: current where AWS has nothing newer, and a line for each pin that AWS has left behind; only questions. */
import assert from "node:assert/strict";
import { VERSIONS } from "../../../config/versions";
import { principalOf, rolesOf } from "../../../rehearsal/account/roles";
import { decide } from "../../../iam/evaluate";
import type { AskAws } from "../../../rehearsal/account/ask-aws";
import { rowsOf, tableOf } from "../../../rehearsal/behind/behind";
import { questionsOf, type Question } from "../../../rehearsal/behind/questions";
import { COMPLETE, recordingOf, stackFrom } from "../../support/recordings";

const NOW = new Date("2026-09-20T08:00:00Z");
const { environment, secrets } = stackFrom(COMPLETE);
const minor = environment.cluster.kubernetes;
const { addons, nodeRelease } = VERSIONS[minor];
const image = (date: string, architecture = "arm64") =>
    `amazon-eks-node-al2023-${architecture}-standard-${minor}-v${date}`;

/** What an account answers in which everything is as it should be, by operation; as `--query` leaves it. */
const CURRENT: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
    "describe-cluster": () => [minor],
    "describe-cluster-versions": () => [["STANDARD_SUPPORT", "2027-08-01T00:00:00+00:00"]],
    "describe-addon-versions": (words) => {
        const pinned =
            Object.entries<string>({ ...addons }).find(([name]) => words.includes(name))?.[1] ?? "v0.0.1-eksbuild.1";
        return [pinned.replace(/\d+$/, "99"), pinned];
    },
    "describe-images": () => [image(nodeRelease.split("-")[1] ?? "")],
    "describe-db-instances": () => [["17.6", "rds-ca-rsa2048-g1"]],
    "describe-db-engine-versions": () => ["17.5", "17.6"],
    "describe-certificates": () => [["rds-ca-rsa2048-g1", "2061-05-21T00:00:00+00:00"]],
    "describe-pending-maintenance-actions": () => [],
    "describe-cache-engine-versions": () => ["7.2", "8.0", "8.2", "9.1"],
    "describe-update-actions": () => [],
};
const answering =
    (others: typeof CURRENT = {}): AskAws =>
    (...words) => {
        const [, operation = ""] = words;
        const answer = others[operation] ?? CURRENT[operation];
        return answer === undefined
            ? Promise.reject(new Error(`nobody answers ${operation}`))
            : Promise.resolve(answer(words));
    };

describe("what is behind", () => {
    let questions: readonly Question[] = [];
    before(async () => {
        questions = questionsOf((await recordingOf(COMPLETE, "update")).graph, environment);
    });
    const behind = async (others: typeof CURRENT, now = NOW): Promise<readonly string[]> =>
        (await rowsOf(questions, answering(others), now))
            .filter(({ todo }) => todo !== "")
            .map(({ what, here, there, todo }) => `${what}: ${here}, ${there}: ${todo}`);

    it("is nothing where AWS has nothing newer, nor where only builds of an add-on are", async () => {
        assert.deepEqual(await behind({}), []);
        const table = tableOf("prod", await rowsOf(questions, answering(), NOW));
        assert.match(table.at(-1) ?? "", /^prod is current: \d+ pins$/);
        for (const name of Object.keys(addons).filter((each) => each !== "metrics-server"))
            assert.ok(
                table.some((line) => line.startsWith(`current  ${name} `)) || name === "aws-efs-csi-driver",
                name,
            );
    });

    it("is each of them that AWS has left behind, and who moves it", async () => {
        const old = addons.coredns;
        assert.deepEqual(
            await behind({
                "describe-addon-versions": (words) =>
                    words.includes("coredns")
                        ? [old, "v1.99.0-eksbuild.1"]
                        : CURRENT["describe-addon-versions"]?.(words),
            }),
            [`coredns: ${old}, v1.99.0-eksbuild.1: config/versions.ts`],
        );
        assert.deepEqual(
            await behind({
                "describe-addon-versions": (words) =>
                    words.includes("coredns") ? ["v1.0.0-eksbuild.1"] : CURRENT["describe-addon-versions"]?.(words),
            }),
            [`coredns: ${old}, v1.0.0-eksbuild.1: not offered any more: config/versions.ts`],
        );
        assert.match(
            (await behind({ "describe-db-engine-versions": () => ["17.9", "17.10"] })).join(),
            /17\.6, 17\.10: RDS, in the maintenance window/,
        );
        assert.match(
            (
                await behind({ "describe-certificates": () => [["rds-ca-rsa2048-g1", "2027-01-01T00:00:00+00:00"]] })
            ).join(),
            /certificate authority.*clients that trust it/,
        );
        assert.match(
            (await behind({ "describe-cache-engine-versions": () => ["8.10", "9.9"] })).join(),
            /8\.2, 8\.10: config\/versions\.ts, VALKEY/,
        );
        assert.match(
            (
                await behind({
                    "describe-update-actions": () => [["elasticache-20260901", "2026-10-01T00:00:00+00:00"]],
                })
            ).join(),
            /elasticache-20260901 2026-10-01: the window, or by hand/,
        );
    });

    it("is Kubernetes 60 days before its standard support ends, and a control plane of another minor than the stack file's", async () => {
        const until = (ends: string) => ({ "describe-cluster-versions": () => [["STANDARD_SUPPORT", ends]] });
        assert.deepEqual(await behind(until("2026-11-21T00:00:00+00:00")), []);
        assert.match(
            (await behind(until("2026-11-01T00:00:00+00:00"))).join(),
            /standard support until 2026-11-01: the next minor/,
        );
        assert.match(
            (await behind({ "describe-cluster": () => ["1.30"] })).join(),
            /Kubernetes: 1\.30, .*the stack file says/,
        );
    });

    it("is a major of PostgreSQL 60 days before its standard support ends, by the days that are written down", async () => {
        const major = (rows: readonly string[]) => rows.filter((row) => row.includes(": PostgreSQL "));
        assert.deepEqual(major(await behind({}, new Date("2029-12-01T00:00:00Z"))), []);
        const [row = "", ...others] = major(await behind({}, new Date("2030-01-15T00:00:00Z")));
        assert.deepEqual(others, []);
        assert.match(row, /PostgreSQL 17: 17, standard support until 2030-02-28: stores\.postgres\.version$/);
    });

    it("is nodes only when they are old and there is a newer image", async () => {
        const later = { "describe-images": () => [image("20991231"), image("20260101")] };
        assert.match(
            (await behind(later, new Date("2026-12-31T00:00:00Z"))).join(),
            /nodes .*20991231: config\/versions\.ts, nodeRelease/,
        );
        const [, date = ""] = nodeRelease.split("-");
        const week = new Date(
            Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`) + 7 * 86_400_000,
        );
        assert.deepEqual(await behind(later, week), []);
    });

    it("is who cannot be asked, with the reason", async () => {
        const asked = questions.filter(({ commands }) => commands.length > 0);
        const rows = await rowsOf(asked, () => Promise.reject(new Error("ExpiredToken")), NOW);
        assert.ok(rows.length > 12 && rows.every(({ todo }) => todo === "cannot be asked: ExpiredToken"));
        assert.match(tableOf("prod", rows).at(-1) ?? "", /^prod is behind: (\d+) of \1;/);
    });

    it("asks only what the preview role may look at", () => {
        const preview = principalOf(rolesOf(environment, secrets).preview);
        const asked = questions.flatMap(({ commands }) => commands);
        assert.ok(asked.length > 15);
        for (const [service = "", operation = ""] of asked) {
            const action = `${service}:${operation.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()).replace("Db", "DB")}`;
            const { allowed } = decide(preview, {
                action,
                resource: "*",
                context: { "aws:requestedregion": [environment.region] },
            });
            assert.ok(allowed && /^(ec2|eks|rds|elasticache):Describe/.test(action), action);
        }
    });
});
