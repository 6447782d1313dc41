import { HOURS_OF_A_WEEK } from "../../aws/memory";
import { Store } from "../../cloud/store";
import { ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { withKeys, type Patch } from "../stack-file";
import { transition } from "../transitions/pair";

/** A cluster, its nodes and add-ons, and nothing that runs on it: quick, and whole where versions are concerned. */
const START: Patch = {
    "mindcloud:cluster": { kubernetes: "1.35" },
    "mindcloud:systems": Object.fromEntries(
        ["akosha", "memstack", "myriad", "myriadPython", "simpleCli"].map((system) => [system, { enabled: false }]),
    ),
};
const CLUSTER = "aws:eks/cluster:Cluster";

/** A Kubernetes minor goes up, and back. */
export const minor: Rehearsal = {
    name: "minor",
    shows: "a Kubernetes minor goes up with its nodes after it, and back within seven days, nodes first; later EKS refuses, and nothing is stuck",
    form: "full",
    async run(lab) {
        lab.edit(START);
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const old = lab.text();
        await minors(lab, old);
    },
};

/** docs/changes.md, "The next Kubernetes minor": the control plane, and nodes when it has proved itself. */
async function minors(lab: Lab, old: string): Promise<void> {
    const groups = Object.keys(lab.environment().nodeGroups);
    const held = withKeys(old, {
        "cluster.kubernetes": "1.36",
        nodeGroups: Object.fromEntries(groups.map((name) => [name, { kubernetes: "1.35" }])),
    });
    const now = withKeys(old, { "cluster.kubernetes": "1.36" });
    const both = async (when: string): Promise<void> => {
        await transition(lab, { what: `${when}1.35 to 1.36, nodes held back`, from: old, to: held }, "memory");
        await transition(lab, { what: `${when}nodes follow`, from: held, to: now }, "memory");
    };
    await both("");
    await later(lab, HOURS_OF_A_WEEK - 1);
    await transition(lab, { what: "back to 1.35 within seven days", from: now, to: old }, "memory");
    await both("again, ");
    await later(lab, HOURS_OF_A_WEEK + 1);
    lab.use(held);
    await lab.step("after seven days: nodes go back", () => lab.upQuickly(), ranWell);
    lab.use(old);
    await lab.step("after seven days: the control plane does not", () => lab.upQuickly(), isRefused);
    lab.use(now);
    await lab.step("forward again: nothing is stuck", () => lab.upQuickly(), ranWell);
    await lab.step("preview: no changes", () => lab.preview(), unchanged);
}

const later = (lab: Lab, hours: number): Promise<unknown> =>
    lab.step(
        `${String(hours)} hours later`,
        () => Store.open(lab.paths.work, "own").later(hours),
        () => [],
    );

const isRefused = ({ status, failed, events }: Run): Findings =>
    status === 1 &&
    failed.some((urn) => urn.includes(`${CLUSTER}::`)) &&
    events.some((event) => event.includes("more than seven days old"))
        ? []
        : [`ended with status ${String(status)}, and refused was ${failed.join(", ")}`];
