/** What containers and probes run is in their image, and takes the options that it is given. */
import assert from "node:assert/strict";
import { list } from "../../../policy/inputs";
import { manifestsOf, one } from "../../../policy/kubernetes";
import { COMPLETE, MOVING, recordingOf, STACK_FILES } from "../../support/recordings";

interface Image {
    readonly image: RegExp;
    readonly programs: readonly string[];
    /** Words that begin with a dash, of those programs and of what the image starts by itself. */
    readonly options: readonly string[];
    readonly source: string;
}

const IMAGES: readonly Image[] = [
    {
        ...{ image: /\/(akosha|myriad-python\/[a-z-]+)[:@]/, programs: ["python"], options: ["-m", "-c"] },
        source: "FROM python, images/akosha and images/myriad-python",
    },
    {
        ...{ image: /\/memstack[:@]/, programs: ["python", "uvicorn", "sh", "grep"] },
        options: ["--host", "--port", "--workers", "-qE"],
        source: "FROM python on Debian (images/memstack), https://www.uvicorn.org/settings/",
    },
    {
        ...{ image: /\/(simple-cli|stand-in)[:@]/, programs: ["node"], options: ["-e"] },
        source: "FROM node, images/simple-cli and images/stand-in",
    },
    {
        ...{ image: /\/aws-cli:/, programs: ["sh"], options: [] },
        source: "https://github.com/aws/aws-cli/blob/v2/docker/Dockerfile: FROM Amazon Linux",
    },
    {
        ...{ image: /\/library\/(neo4j|postgres):/, programs: ["sh"], options: ["-ec"] },
        source: "https://github.com/docker-library: FROM Debian, FROM Alpine",
    },
    {
        ...{ image: /\/pause:/, programs: ["/pause"], options: ["-v"] },
        source: "https://github.com/kubernetes/kubernetes/tree/master/build/pause",
    },
    {
        ...{ image: /\/envoy:/, programs: [] },
        options: ["--config-path", "--concurrency", "--disable-hot-restart", "--log-level"],
        source: "https://www.envoyproxy.io/docs/envoy/latest/operations/cli",
    },
    {
        ...{ image: /\/blackbox-exporter:/, programs: [], options: ["--config.file"] },
        source: "https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/main.go",
    },
    {
        ...{ image: /\/(postgres-exporter|redis_exporter):/, programs: [], options: [] },
        source: "https://github.com/prometheus-community/postgres_exporter, https://github.com/oliver006/redis_exporter: variables",
    },
];

const PROBES = ["startupProbe", "livenessProbe", "readinessProbe", "lifecycle.preStop"].map(
    (probe) => `${probe}.exec.command`,
);

for (const file of [...STACK_FILES, COMPLETE, MOVING])
    it(`containers of ${file} run what their image has, by options that it knows`, async () => {
        const { pods } = manifestsOf((await recordingOf(file, "update")).graph);
        for (const { owner, containers } of pods)
            for (const container of containers) {
                const where = `${owner.namespace}/${owner.name} ${String(container.name)}`;
                const known = IMAGES.find(({ image }) => image.test(String(container.image)));
                const commands = ["command", ...PROBES].map((at) => list(one(container, at)).map(String));
                for (const [program] of commands)
                    if (program !== undefined) assert.ok(known?.programs.includes(program), `${where} runs ${program}`);
                const [, , mode] = list(container.command).includes("/app/server.mjs")
                    ? [...list(container.command), ...list(container.args)].map(String)
                    : [];
                // Modes of images/stand-in/server.mjs.
                assert.match(mode ?? "serves", /^(serves|works|ends|check)$/, where);
                // `--config.file=/etc/x`; a script in a word of its own is none.
                const words = [...commands.flat(), ...list(container.args).map(String)];
                for (const word of words.filter((each) => /^--?[a-zA-Z]/.test(each) && !each.includes("\n")))
                    assert.ok(known?.options.includes(word.split("=")[0] ?? ""), `${where} is told ${word}`);
            }
    });
