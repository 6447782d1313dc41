import * as fs from "node:fs";
import * as path from "node:path";
import type { Paths } from "../session/paths";

/** What a resource was registered with: URNs, all and by argument. */
export interface Needs {
    readonly dependencies?: readonly string[] | null;
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
}

export interface StateResource extends Needs {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly parent?: string;
    readonly provider?: string;
    readonly protect?: boolean;
    readonly delete?: boolean;
}

export interface PendingOperation {
    readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
    readonly resource: StateResource;
}

export interface State {
    readonly resources: readonly StateResource[];
    readonly pending: readonly PendingOperation[];
}

export function stateFileOf(paths: Paths, project: string, stack: string): string {
    return path.join(paths.state, ".pulumi", "stacks", project, `${stack}.json`);
}

/** What Pulumi knows, without starting it. Only reading: changes go through Pulumi's own commands. */
export function readState(paths: Paths, project: string, stack: string): State {
    const file = stateFileOf(paths, project, stack);
    if (!fs.existsSync(file)) return { resources: [], pending: [] };
    const { checkpoint } = JSON.parse(fs.readFileSync(file, "utf8")) as {
        checkpoint?: { latest?: { resources?: StateResource[]; pending_operations?: PendingOperation[] } };
    };
    return { resources: checkpoint?.latest?.resources ?? [], pending: checkpoint?.latest?.pending_operations ?? [] };
}

/**
 * A state's resources, where some get what they need. The engine reads them in order and refuses what needs a later one, so these
 * stand last, in the order of `needs`.
 */
export function needing(
    { resources }: Pick<State, "resources">,
    needs: ReadonlyMap<string, Needs>,
): readonly StateResource[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const known = new Set([...byUrn.keys()].filter((urn) => !needs.has(urn)));
    const there = (urns: readonly string[] | null | undefined): string[] =>
        (urns ?? []).filter((urn) => known.has(urn));
    const late = [...needs].flatMap(([urn, { dependencies, propertyDependencies }]) => {
        const resource = byUrn.get(urn);
        if (resource === undefined) return [];
        const byArgument = Object.entries(propertyDependencies ?? {}).map(
            ([name, urns]) => [name, there(urns)] as const,
        );
        const needed = { dependencies: there(dependencies), propertyDependencies: Object.fromEntries(byArgument) };
        known.add(urn);
        return [{ ...resource, ...needed }];
    });
    return [...resources.filter(({ urn }) => !needs.has(urn)), ...late];
}

/** Of the stack itself: what `pulumi stack output` prints. */
export function outputsIn({ resources }: Pick<State, "resources">): Readonly<Record<string, unknown>> {
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** Processes that have the state locked. */
export function locksOf(paths: Paths, project: string, stack: string): readonly number[] {
    const directory = path.join(paths.state, ".pulumi", "locks", "organization", project, stack);
    if (!fs.existsSync(directory)) return [];
    return fs
        .readdirSync(directory)
        .map((file) => (JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")) as { pid: number }).pid);
}
