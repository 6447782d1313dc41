/** Which group of an environment is emptied, and where its pods go: by its stack file. */
import type { Environment } from "../../config/environment";
import type { Leaving } from "./drain";

/** What is wrong, for a person, where the stack file does not let the group leave. */
export function leavingOf(
    { nodeGroups, project, stack }: Pick<Environment, "nodeGroups" | "project" | "stack">,
    group: string,
): Pick<Leaving, "group" | "others" | "prefix"> | string {
    const found = nodeGroups[group];
    if (found === undefined)
        return `GROUP=${group} is not a node group of ${stack} | choose ${Object.keys(nodeGroups).join(", ")}`;
    if (found.state !== "leaving")
        return `nodeGroups.${group}.state  ${found.state}  lets new pods come to its nodes | write leaving, and deploy that first`;
    const others = Object.entries(nodeGroups).flatMap(([name, other]) =>
        other.purpose === found.purpose && other.state === "active" ? [name] : [],
    );
    return { group, others, prefix: `${project}-${stack}-nodes-${group}` };
}
