/** Newer digests for a stack file: only where a digest stands already. What runs the stand-in was chosen by a person, and stays. */
import { isScalar, parseDocument } from "yaml";

export interface Built {
    readonly image: string;
    readonly digest: string;
}

/** Which workloads run an image, below `mindcloud:systems`. */
export const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
    akosha: ["ingestion", "query", "hotStore", "warmStore", "aging"].map((name) => `akosha.${name}`),
    memstack: ["memstack.api", "memstack.worker"],
    "simple-cli": ["agent", "healthMonitor", "swarm", "elasticSwarm", "brain"].map((name) => `simpleCli.${name}`),
    "myriad/orchestrator": ["myriad.orchestrator"],
    "myriad/lightbulb": ["myriad.lightbulb"],
    "myriad/factory": ["myriad.factory"],
    "myriad-python/orchestrator": ["myriadPython.orchestrator"],
    "myriad-python/graphdb-manager": ["graphdbManager", "schema", "knowledge"].map((name) => `myriadPython.${name}`),
    "myriad-python/input-processor": ["myriadPython.inputProcessor"],
    "myriad-python/output-processor": ["myriadPython.outputProcessor"],
    "myriad-python/integration-tester": ["myriadPython.integrationTester"],
    "myriad-python/lightbulb": ["myriadPython.lightbulbDefinition", "myriadPython.lightbulbFunction"],
};

const DIGEST = /^sha256:[0-9a-f]{64}$/;

interface Edit {
    readonly at: number;
    readonly until: number;
    readonly digest: string;
    readonly line: string;
}

/** The file's text with nothing else touched, comments and layout included, and a line for each change. */
export function proposed(text: string, built: readonly Built[]): { readonly text: string; readonly lines: string[] } {
    const document = parseDocument(text);
    const edits = built.flatMap(({ image, digest }) =>
        (WORKLOADS[image] ?? []).flatMap((workload): Edit[] => {
            const [system = "", name = ""] = workload.split(".");
            const node = document.getIn(["config", "mindcloud:systems", system, "workloads", name, "image"], true);
            if (!isScalar(node) || !node.range || !DIGEST.test(String(node.value)) || node.value === digest) return [];
            const [at, until] = node.range;
            return [{ at, until, digest, line: `- ${system}.workloads.${name}: ${String(node.value)} -> ${digest}` }];
        }),
    );
    const backwards = [...edits].sort((one, other) => other.at - one.at);
    const changed = backwards.reduce((so, { at, until, digest }) => so.slice(0, at) + digest + so.slice(until), text);
    return { text: changed, lines: edits.map(({ line }) => line) };
}

/** One JSON object a line, as clean-digests.sh prints them. */
export function builtFrom(lines: string): Built[] {
    return lines
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => {
            const { image, digest } = JSON.parse(line) as Partial<Built>;
            if (image === undefined || digest === undefined || !DIGEST.test(digest))
                throw new Error(`${line} is not an image with its digest`);
            return { image, digest };
        });
}
