import { factsOf } from "../../cloud/store";
import { endsWell, nothingLeft, ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ADOPT = { "mindcloud:cluster": { logGroup: "adopt" } };

/** An environment that is destroyed every evening: EKS writes the control plane's log group again when its cluster is gone. */
export const mornings: Rehearsal = {
    name: "mornings",
    shows: "destroyed in the evening, there again in the morning: by plain Pulumi, which adopts what EKS wrote again, and by make",
    form: "full",
    async run(lab) {
        await lab.step("the first morning", () => lab.upQuickly(), ranWell);
        await lab.step(
            "pulumi destroy: one log group comes back",
            () => destroy(lab),
            (run) => cameBack(lab, run),
        );
        await lab.step("the second morning: AWS refuses the group's name", () => lab.upQuickly(), refused);
        lab.edit(ADOPT);
        await lab.step(
            "with cluster.logGroup: adopt",
            () => lab.upQuickly(),
            (run) => ({
                ...ranWell(run),
                findings: [...endsWell(run), ...adopted(lab)],
            }),
        );
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await lab.step(
            "make down: nothing is left",
            () => lab.down(),
            (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
        );
        lab.edit();
        await lab.step("the third morning", () => lab.upQuickly(), ranWell);
    },
};

function destroy(lab: Lab): Promise<Run> {
    return lab.engine("destroy", {}, ({ engine, screen }) => engine.destroy(screen.onEvent, "last"));
}

function cameBack(lab: Lab, run: Run): Findings {
    const left = lab
        .cloud()
        .live()
        .map(({ id }) => id);
    const known = left.length === 1 && /^\/aws\/eks\/.*\/cluster$/.test(left[0] ?? "");
    return [
        ...endsWell(run),
        ...(known ? [] : [`one log group of EKS should be left, and there is: ${left.join(", ")}`]),
    ];
}

const refused = ({ status, failed }: Run): Findings =>
    status === 1 && failed.length === 1 && failed[0]?.includes(`${GROUP}::`) === true
        ? []
        : [`ended with status ${String(status)}, and refused was ${failed.join(", ")}`];

function adopted(lab: Lab): Findings {
    const groups = lab
        .cloud()
        .live(GROUP)
        .filter(({ id }) => id.startsWith("/aws/eks/"));
    const [group] = groups;
    const { retentionInDays, kmsKeyId } = group === undefined ? {} : factsOf(group);
    return groups.length === 1 && Number(retentionInDays) > 0 && kmsKeyId !== undefined
        ? []
        : [`the group has retention ${String(retentionInDays)} and key ${String(kmsKeyId)}`];
}
