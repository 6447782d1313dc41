/** Windows of stores: how long they are, and that a backup does not meet maintenance. */
import { minutesDaily, minutesOf, windowsOverlap } from "../../../config/checks/windows";
import { about, text, type Creation, type Fault, type Rule } from "./refusal";

interface Windows {
    readonly type: string;
    readonly daily: string;
    /** Where it is 0, nothing is saved, and the daily window means nothing. */
    readonly kept: string;
    /** Minutes. */
    readonly shortestWeekly: number;
    readonly shortestDaily: number;
    readonly code: string;
    readonly source: string;
}

const WINDOWS: readonly Windows[] = [
    {
        type: "aws:rds/instance:Instance",
        daily: "backupWindow",
        kept: "backupRetentionPeriod",
        shortestWeekly: 30,
        shortestDaily: 30,
        code: "rds:InvalidParameterValue",
        source: "rds CreateDBInstance, PreferredBackupWindow and PreferredMaintenanceWindow; https://github.com/hashicorp/terraform-provider-aws/issues/49828 has the answer",
    },
    {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        daily: "snapshotWindow",
        kept: "snapshotRetentionLimit",
        shortestWeekly: 60,
        shortestDaily: 60,
        code: "elasticache:InvalidParameterValue",
        source: "elasticache CreateReplicationGroup, PreferredMaintenanceWindow; https://github.com/hashicorp/terraform/issues/17247 and https://github.com/hashicorp/terraform-provider-aws/pull/2153 have the answers",
    },
];

export const windows: readonly Rule<Creation>[] = WINDOWS.map((of) =>
    about({
        id: `windows.${of.type.split(":")[1] ?? ""}`,
        types: [of.type],
        code: of.code,
        source: of.source,
        faultOf: ({ inputs }) => faultOf(of, inputs),
    }),
);

function faultOf(
    { daily, kept, shortestDaily, shortestWeekly }: Windows,
    inputs: Readonly<Record<string, unknown>>,
): Fault | undefined {
    const [save, maintain] = [text(inputs[daily]), text(inputs.maintenanceWindow)];
    if (save !== "" && minutesDaily(save) < shortestDaily)
        return [`${daily} ${save} is shorter than ${shortestDaily} minutes`, `make ${daily} longer`];
    if (maintain !== "" && minutesOf(maintain) < shortestWeekly)
        return [`maintenanceWindow ${maintain} is shorter than ${shortestWeekly} minutes`, "make it longer"];
    if (save === "" || maintain === "" || inputs[kept] === 0) return undefined;
    if (!windowsOverlap(save.slice(0, 5), maintain, minutesDaily(save))) return undefined;
    return [`${daily} ${save} and maintenanceWindow ${maintain} overlap`, "move one of the two"];
}
