import type { Plan } from "../plan";
import type { Graph } from "../graph";
import type { Reading } from "../diff/reading";

/** What the page shows. */
export interface Report {
    readonly plan: Plan;
    /** What the engine's own preview would know: values that only AWS can give are unknown in it. */
    readonly preview: Graph;
    /** Where there is a BASE to compare with. */
    readonly reading?: Reading;
    /** YYYY-MM-DD. */
    readonly today: string;
}
