/** A job that runs once before any pod serves: tables and accounts by one process alone, then passwords that nobody knows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Configuration, files, minutes, OneShotJob, type Resources } from "../../workload";
import { REPOSITORY, type Parts } from "./parts";
import { MEMSTACK_ACCOUNTS } from "./schema";
import { accountPasswords } from "./settings";

const FIRST = "first-start.sh";
const ROTATION = "rotate-default-accounts.py";
const DIRECTORY = "/scripts";
/** What first-start.sh ends with. One job and not two: between a database and the first answer, each pod more is a minute more. */
const ROTATE = `python ${DIRECTORY}/${ROTATION}`;
const PASSWORDS = "/passwords";

/** One process of the API: half of what MEM-24 gives a pod of four. */
const RESOURCES: Resources = {
    requests: { cpu: "250m", memory: "512Mi", scratch: "64Mi" },
    limits: { cpu: "1", memory: "1Gi", scratch: "256Mi" },
};

/** Ends when MemStack can be served. A change of the image runs it again, which does no harm. */
export function firstStart(parts: Omit<Parts, "prepared">): OneShotJob {
    const { config, context, namespace, configuration, secrets, redis, database, neo4j, opts } = parts;
    const scripts = new Configuration("memstack-scripts", { namespace, values: scriptTexts() }, opts);
    // The API's image and variables; how the API is started is not how this job is.
    const { image: own, variables, healthPath } = config.workloads.api;
    const run = context.images.run(
        { image: own, variables, healthPath },
        { repository: REPOSITORY, role: "ends", command: ["sh", `${DIRECTORY}/${FIRST}`] },
    );
    const { image, command, arguments: args, environment } = run;
    return new OneShotJob<"redis-proxy", "redis-proxy" | "scripts" | "passwords">(
        "memstack-first-start",
        {
            ...{ namespace, image, command, resources: RESOURCES, environmentFrom: [configuration, secrets] },
            ...(args && { arguments: args }),
            environment: { ...environment, PORT: "8000", HEALTH_PATH: run.healthPath, PASSWORDS, ROTATE },
            within: minutes(15),
            sidecars: redis.sidecars,
            volumes: {
                ...redis.volumes,
                scripts: files(scripts),
                passwords: files(accountPasswords(parts, MEMSTACK_ACCOUNTS)),
            },
            mounts: {
                [DIRECTORY]: "scripts",
                [PASSWORDS]: "passwords",
            },
            reaches: [...redis.reaches, database.reach, neo4j.reach],
            after: [...database.ready, ...neo4j.ready],
        },
        opts,
    );
}

const scriptTexts = (): Record<string, string> =>
    Object.fromEntries([FIRST, ROTATION].map((name) => [name, readFileSync(join(__dirname, name), "utf8")]));
