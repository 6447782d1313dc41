/** What `make upstream` reads from a pod, and how it holds the process to it. */
import assert from "node:assert/strict";
import { confined } from "../../scripts/upstream/confine";
import { type Manifest, processOf } from "../../scripts/upstream/pod";
import { NOT_STARTED, PROGRAMS, wrongCommit } from "../../scripts/upstream/programs";

const container = {
    name: "query",
    command: ["python", "-m", "akosha.mcp"],
    args: ["--quiet"],
    env: [
        { name: "MCP_PORT", value: "8000" },
        { name: "LEVEL", value: "from env" },
        { name: "TOKEN", valueFrom: { secretKeyRef: { key: "token" } } },
        { name: "REDIS_PORT", valueFrom: { secretKeyRef: { key: "port" } } },
        { name: "DAYS", valueFrom: { configMapKeyRef: { name: "settings", key: "days" } } },
    ],
    envFrom: [{ configMapRef: { name: "settings" } }],
    ports: [{ name: "api", containerPort: 8000 }],
    securityContext: { readOnlyRootFilesystem: true },
    readinessProbe: { httpGet: { path: "/health", port: "api" } },
};

const manifests = (changed: object = {}, user: number | undefined = 1000): Manifest[] => [
    { kind: "ConfigMap", metadata: { name: "settings", namespace: "akosha" }, data: { LEVEL: "INFO", days: "7" } },
    { kind: "ConfigMap", metadata: { name: "settings", namespace: "other" }, data: { LEVEL: "foreign" } },
    {
        kind: "Deployment",
        metadata: { name: "query", namespace: "akosha" },
        spec: {
            template: { spec: { securityContext: { runAsUser: user }, containers: [{ ...container, ...changed }] } },
        },
    },
];

describe("an upstream started without a container", () => {
    it("gets command, user, port and health path of its pod", () => {
        const { command, user, readOnlyRoot, port, path } = processOf(manifests(), "akosha", "query");
        assert.deepEqual(
            { command, user, readOnlyRoot, port, path },
            ...[
                {
                    command: ["python", "-m", "akosha.mcp", "--quiet"],
                    ...{ user: 1000, readOnlyRoot: true, port: 8000, path: "/health" },
                },
            ],
        );
    });

    it("gets the pod's variables, env over envFrom, and names what only the cluster has", () => {
        const { variables, madeUp } = processOf(manifests(), "akosha", "query");
        assert.deepEqual(
            { ...variables, TOKEN: "" },
            {
                ...{ LEVEL: "from env", days: "7", DAYS: "7", MCP_PORT: "8000", TOKEN: "", REDIS_PORT: "6379" },
            },
        );
        assert.ok((variables.TOKEN ?? "").length >= 32);
        assert.deepEqual(madeUp, ["TOKEN", "REDIS_PORT"]);
    });

    it("is refused where its pod is not there, has no probe, runs as root or names a port that is not there", () => {
        assert.throws(() => processOf(manifests(), "other", "query"), /no Deployment or StatefulSet/);
        assert.throws(() => processOf(manifests({ readinessProbe: {} }), "akosha", "query"), /no HTTP probe/);
        assert.throws(() => processOf(manifests({}, 0), "akosha", "query"), /as root/);
        assert.throws(
            () => processOf(manifests({ ports: [] }), "akosha", "query"),
            /a port that the container has not/,
        );
    });

    it("runs as the pod's user on a read-only root where the machine has user namespaces", () => {
        const { command, gaps } = confined(["python"], { user: 1000, readOnlyRoot: true }, true);
        assert.deepEqual(gaps, []);
        assert.deepEqual(command.slice(-7), [
            "sh",
            "unshare",
            "--user",
            "--map-user=1000",
            "--map-group=1000",
            "--",
            "python",
        ]);
        assert.ok(command.some((word) => word.includes("remount,bind,ro /")));
        const writes = confined(["python"], { user: 1000, readOnlyRoot: false }, true).command;
        assert.ok(!writes.some((word) => word.includes("remount")));
    });

    it("says what is missing where it has none", () => {
        const { command, gaps } = confined(["python"], { user: 1000, readOnlyRoot: true }, false);
        assert.deepEqual(command, ["python"]);
        assert.equal(gaps.length, 2);
        assert.match(gaps.join("\n"), /not as 1000[^]*not read-only/);
    });

    it("is of the pinned commit, or says which to check out", () => {
        assert.equal(wrongCommit("akosha", "a".repeat(40), "a".repeat(40)), undefined);
        assert.match(
            wrongCommit("akosha", "a".repeat(40), "b".repeat(40)) ?? "",
            /FROM is at b{12}.*git checkout a{40}/,
        );
        assert.match(wrongCommit("akosha", undefined, "b".repeat(40)) ?? "", /pins no commit/);
    });

    it("is one of those that can, and every other says why not", () => {
        const named = [...PROGRAMS.map(({ image }) => image), ...Object.keys(NOT_STARTED)];
        assert.deepEqual(named.sort(), ["akosha", "memstack", "myriad", "myriad-python", "simple-cli"]);
    });
});
