/** Empties a node group that is leaving: every pod is evicted, so that disruption budgets hold, and finds a place elsewhere. */

/** One command of kubectl. */
export type Kubectl = (...args: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;

export interface Leaving {
    readonly group: string;
    /** Groups of the same purpose that stay. */
    readonly others: readonly string[];
    /** What EKS's names of this environment's groups begin with: nodes of another cluster are not touched. */
    readonly prefix: string;
    readonly kubectl: Kubectl;
    readonly say: (line: string) => unknown;
}

interface Node {
    readonly name: string;
    readonly ready: boolean;
    /** What EKS calls the group; undefined where no EKS made the node. */
    readonly managedBy?: string;
}

const GROUP_LABEL = "mindcloud.dev/node-group";
const MANAGED_LABEL = "eks.amazonaws.com/nodegroup";
/** Of one node. Pods may take 15 minutes to stop, and a budget makes them wait for each other. */
const PATIENCE = "60m";

/** Exit status: 0 the group is empty, 1 kubectl or a pod refused, 2 there is nowhere to go. */
export async function drain(leaving: Leaving): Promise<number> {
    const { group, others, prefix, say } = leaving;
    const nodes = await nodesOf(leaving, group);
    const foreign = nodes.find(({ managedBy }) => managedBy !== undefined && !managedBy.startsWith(prefix));
    if (foreign !== undefined) {
        say(`${foreign.name} belongs to ${String(foreign.managedBy)}, not to ${prefix}*: kubectl asks another cluster`);
        return 2;
    }
    if (nodes.length === 0) {
        say(`group ${group} has no nodes`);
        return 0;
    }
    const ready = (await Promise.all(others.map((other) => nodesOf(leaving, other))))
        .flat()
        .filter((node) => node.ready);
    if (ready.length === 0) {
        say(`no node of ${others.join(", ") || "another group of that purpose"} is ready: deploy the new group first`);
        return 2;
    }
    return (await cordoned(leaving, nodes)) ? emptied(leaving, nodes) : 1;
}

/** All at once and first, or what one node loses would go to the next one that is to be emptied. */
async function cordoned({ kubectl, say }: Leaving, nodes: readonly Node[]): Promise<boolean> {
    const { code, output } = await kubectl("cordon", ...nodes.map(({ name }) => name));
    say(output.trim());
    return code === 0;
}

/** One after the other. No `--force`: a pod that nobody would make again is a person's business. */
async function emptied({ kubectl, say, group }: Leaving, nodes: readonly Node[]): Promise<number> {
    for (const [index, { name }] of nodes.entries()) {
        say(`${String(index + 1)} of ${String(nodes.length)}  ${name}`);
        const flags = ["--ignore-daemonsets", "--delete-emptydir-data", `--timeout=${PATIENCE}`];
        const { code, output } = await kubectl("drain", name, ...flags);
        if (code === 0) continue;
        say(output.trim());
        say(`${name} is not empty; what is done stays done. Mend what it names, and run the same again`);
        return 1;
    }
    say(`group ${group} is empty`);
    return 0;
}

async function nodesOf({ kubectl }: Leaving, group: string): Promise<readonly Node[]> {
    const { code, output } = await kubectl("get", "nodes", "--selector", `${GROUP_LABEL}=${group}`, "--output", "json");
    if (code !== 0) throw new Error(`kubectl get nodes: ${output.trim()}`);
    const { items } = JSON.parse(output) as { items: readonly RawNode[] };
    return items.map(({ metadata, status }) => ({
        name: metadata.name,
        ready: status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true,
        managedBy: metadata.labels?.[MANAGED_LABEL],
    }));
}

interface RawNode {
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
