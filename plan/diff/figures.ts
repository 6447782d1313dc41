/** What is counted of one side: money, room, rules and secrets. */
import type { Finding } from "../../policy/rule";
import type { Line, Range } from "../cost/line";

export type NamedFinding = Finding & { readonly name: string };

export interface Figures {
    readonly cost: Range & {
        readonly budget: number;
        readonly withinBudget: boolean;
        readonly lines: readonly Line[];
    };
    /** Undefined where the nodes are not this program's. */
    readonly capacity?: { readonly fits: boolean; readonly text: readonly string[] };
    readonly findings: readonly NamedFinding[];
    readonly missing: readonly { readonly path: string; readonly command: string }[];
}
