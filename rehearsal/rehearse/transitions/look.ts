import type { Environment } from "../../../config/environment";
import { differenceOf } from "../../../plan/diff/difference";
import { dataAtRisk } from "../../../plan/diff/meaning/data-at-risk";
import { surroundings } from "../../../plan/diff/meaning/surroundings";
import type { Graph } from "../../../plan/graph";
import { findControlPlane } from "../../cluster";
import { connect, disconnect } from "../../kubernetes/real/cluster";
import type { Lab } from "../lab";
import { claimed, marksOf, type Kept } from "./marks";

/** One side of a transition, as it was recorded. */
export interface Side {
    readonly environment: Environment;
    readonly graph: Graph;
}

export async function sideOf(lab: Lab): Promise<Side> {
    return { environment: lab.environment(), graph: await lab.graph() };
}

/** What stores something now, on a control plane too. */
export async function marksIn(lab: Lab): Promise<Kept> {
    const objects = lab.cloud().live();
    const plane = await findControlPlane(lab.paths.cluster);
    if (plane === undefined) return marksOf({ objects });
    const cluster = connect(plane.kubeconfig);
    try {
        const [claims = [], volumes = [], jobs = []] = await Promise.all(
            ["/api/v1/persistentvolumeclaims", "/api/v1/persistentvolumes", "/apis/batch/v1/jobs"].map((path) =>
                cluster.api.list(path),
            ),
        );
        // Those of charts follow their pods: Loki and Prometheus copy among themselves (docs/charts.md).
        const ours = new Set(lab.state().resources.map(({ type, id }) => `${type} ${id ?? ""}`));
        return marksOf({
            objects,
            live: { claims: claims.filter((claim) => ours.has(claimed(claim))), volumes, jobs },
        });
    } finally {
        disconnect(cluster);
    }
}

/** What the difference says of each resource that a step between the two changes. */
export function changesOfResources(lab: Lab, before: Side, after: Side) {
    const side = ({ environment, graph }: Side) => ({
        environment,
        graph,
        secrets: {},
        encrypted: new Map<string, string>(),
    });
    return differenceOf(lab.stack, side(before), side(after), { source: "a rehearsal" }).changes;
}

/** `type id` of everything that the difference says is lost: by the state, which knows what a URN became. */
export function announcedLosses(lab: Lab, before: Side, after: Side): ReadonlySet<string> {
    const around = surroundings(before.graph, after.graph, new Date().toISOString().slice(0, 10));
    const changes = changesOfResources(lab, before, after);
    const lost = new Set(changes.filter((change) => dataAtRisk(change, around) !== undefined).map(({ urn }) => urn));
    return new Set(
        lab
            .state()
            .resources.filter(({ urn }) => lost.has(urn))
            .map(({ type, id }) => `${type} ${id ?? ""}`),
    );
}
