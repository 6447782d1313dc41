/** Upstreams that start without a container, and what stands in the way of the others. */
export interface Program {
    /** As in images/images.json. */
    readonly image: string;
    readonly stack: string;
    readonly namespace: string;
    readonly workload: string;
    /** Python of the image, and how its dependencies come from the lock file, as in the image's Dockerfile. */
    readonly python: string;
    readonly install: readonly string[];
}

export const PROGRAMS: readonly Program[] = [
    {
        ...{
            image: "akosha",
            stack: "runs-today-akosha",
            namespace: "akosha",
            workload: "akosha-query",
            python: "3.13",
        },
        install: ["uv", "sync", "--frozen", "--no-dev", "--no-editable", "--python", "3.13"],
    },
];

export const NOT_STARTED: Readonly<Record<string, string>> = {
    memstack: "starts only with PostgreSQL, Neo4j and Redis",
    "simple-cli": "starts only with a company's state and a provider's key",
    myriad: "needs the SDK of .NET",
    "myriad-python": "has no lock file, and images/myriad-python/launch.py runs one service at a time",
};

/** Undefined where the checkout is what images.json pins. */
export function wrongCommit(image: string, pinned: string | undefined, head: string): string | undefined {
    if (pinned === undefined) return `${image}: images/images.json pins no commit of it`;
    return head === pinned
        ? undefined
        : `FROM is at ${head.slice(0, 12)}, and images/images.json pins ${pinned.slice(0, 12)}: git checkout ${pinned}`;
}
