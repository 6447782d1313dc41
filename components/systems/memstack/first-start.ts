/** Jobs that run once before any pod serves: tables and accounts by one process alone, then passwords that nobody knows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Configuration, files, minutes, OneShotJob, type Resources } from "../../workload";
import { REPOSITORY, type Parts } from "./parts";
import { MEMSTACK_ACCOUNTS } from "./schema";
import { accountPasswords } from "./settings";

const SCRIPTS = ["first-start.sh", "rotate-default-accounts.py"] as const;
const DIRECTORY = "/scripts";
const PASSWORDS = "/passwords";

/** One process of the API: half of what spec/004 gives a pod of four. */
const RESOURCES: Resources = {
    requests: { cpu: "250m", memory: "512Mi", scratch: "64Mi" },
    limits: { cpu: "1", memory: "1Gi", scratch: "256Mi" },
};

/** Ends when MemStack can be served. A change of the image runs both again, which does no harm. */
export function firstStart(parts: Omit<Parts, "prepared">): OneShotJob {
    const { config, context, namespace, configuration, secrets, redis, database, neo4j, opts } = parts;
    const scripts = new Configuration("memstack-scripts", { namespace, values: scriptTexts() }, opts);
    const common = {
        namespace,
        resources: RESOURCES,
        environmentFrom: [configuration, secrets],
    };
    const script = (name: (typeof SCRIPTS)[number], program: string) => {
        const {
            image,
            command,
            arguments: args,
            environment,
        } = context.images.run(config.workloads.api, {
            ...{ repository: REPOSITORY, role: "ends", command: [program, `${DIRECTORY}/${name}`] },
        });
        return { image, command, ...(args && { arguments: args }), environment };
    };

    const start = script("first-start.sh", "sh");
    const tables = new OneShotJob<"redis-proxy", "redis-proxy" | "scripts">(
        "memstack-first-start",
        {
            ...common,
            ...start,
            environment: { ...start.environment, PORT: "8000", HEALTH_PATH: "/health" },
            within: minutes(10),
            sidecars: redis.sidecars,
            volumes: { ...redis.volumes, scripts: files(scripts) },
            mounts: { [DIRECTORY]: { volume: "scripts", readOnly: true } },
            reaches: [...redis.reaches, database.reach, neo4j.reach],
            after: [...database.ready, ...neo4j.ready],
        },
        opts,
    );
    return new OneShotJob(
        "memstack-rotate-accounts",
        {
            ...common,
            ...script("rotate-default-accounts.py", "python"),
            environment: { ...start.environment, PASSWORDS },
            within: minutes(5),
            volumes: { scripts: files(scripts), passwords: files(accountPasswords(parts, MEMSTACK_ACCOUNTS)) },
            mounts: {
                [DIRECTORY]: { volume: "scripts", readOnly: true },
                [PASSWORDS]: { volume: "passwords", readOnly: true },
            },
            reaches: [database.reach],
            after: tables.ready,
        },
        opts,
    );
}

const scriptTexts = (): Record<string, string> =>
    Object.fromEntries(SCRIPTS.map((name) => [name, readFileSync(join(__dirname, name), "utf8")]));
