import * as pulumi from "@pulumi/pulumi";
import type { ControlPlanes } from "../kubernetes/plane";
import type { Roles } from "../account/roles";
import { isShown, type Expected } from "../view/progress";

/** What the embedded cloud rehearses: one stack of one program, validated. */
export interface Rehearsed {
    readonly project: string;
    readonly stack: string;
    readonly region: string;
    readonly data: "keep" | "disposable";
    /** Plain configuration, for the engine's copy of the stack file. Never a secret. */
    readonly config: Readonly<Record<string, unknown>>;
    /** Ids, ARNs and names that the stack file takes for existing. */
    readonly existing: readonly string[];
    /** Whom the embedded AWS knows of the account. Without them everybody is an administrator. */
    readonly roles?: Roles;
    /** Real Kubernetes shaped for this environment. Without it, the in-memory stand-in. */
    readonly controlPlanes?: ControlPlanes;
    /** Why one `up` cannot make it of what is deployed, with the steps that do; undefined where it can. `outputs`: of the stack. */
    refused?(outputs: Readonly<Record<string, unknown>>): string | undefined;
    /** The program. `disposable`, whatever the stack file says, is the same environment with `data: disposable`: the way to take a protected one down. */
    deploy(data?: "disposable"): Record<string, unknown>;
}

export type Load = (stack: string) => Rehearsed | { readonly problems: string };

/** Runs the program and tells, as soon as it has been read to its end, how many resources each outermost component has. */
export function counting(
    program: () => Record<string, unknown>,
    tell: (expected: Expected) => void,
): () => Record<string, unknown> {
    return () => {
        const groups = new Map<pulumi.Resource, string>();
        const counts = new Map<string, number>();
        pulumi.runtime.registerStackTransformation(({ resource, name, type, opts }) => {
            const group = (opts.parent === undefined ? undefined : groups.get(opts.parent)) ?? name;
            groups.set(resource, group);
            if (isShown(type)) counts.set(group, (counts.get(group) ?? 0) + 1);
            return undefined;
        });
        const outputs = program();
        tell(counts);
        return outputs;
    };
}
