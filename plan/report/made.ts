/** The page of an environment that is recorded already, so that nobody records it twice. */
import type { Environment, PeopleSecrets } from "../../config/environment";
import { evaluate } from "../../policy/evaluate";
import type { Reading } from "../diff/reading";
import type { Graph } from "../graph";
import { planFrom, previewOf, type Plan, type Program } from "../plan";
import { pageOf } from "./page";

export interface Recorded {
    /** In update mode. */
    readonly graph: Graph;
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
}

/** Its single values come from a preview, where what only AWS decides is unknown. */
export async function pageMade(
    deploy: Program,
    { graph, environment, secrets }: Recorded,
    today: string,
    reading?: Reading,
): Promise<{ readonly html: string; readonly plan: Plan }> {
    const plan = planFrom(graph, environment, secrets, { policy: evaluate(graph, environment, { today }), today });
    const { graph: preview } = await previewOf(deploy, environment, secrets);
    return { html: pageOf({ plan, preview, today, ...(reading !== undefined && { reading }) }), plan };
}

/** What the working tree made of a stack file, where a difference was worked out; undefined where the file is gone. */
export function recordedIn({ after }: Reading): Recorded | undefined {
    return after?.environment === undefined ? undefined : { ...after, environment: after.environment };
}
