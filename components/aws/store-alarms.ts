/** Alarms of data stores: a table of conditions in, CloudWatch alarms out. */
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmTopic } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

export interface StoreAlarm {
    /** Last words of the alarm's name: `memory`. */
    readonly id: string;
    /** What is wrong and what to do, for the person who gets the mail. */
    readonly description: string;
    /** CloudWatch metric name. */
    readonly metric: string;
    readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
    readonly fires: "above" | "below";
    readonly threshold: number;
    /** Length of one period, minutes. Default 5. */
    readonly periodMinutes?: number;
    /** Periods in a row that it must hold. Default 3. */
    readonly periods?: number;
}

export interface StoreAlarmsArgs {
    readonly scope: Scope;
    /** Fixed words with which the alarms' names begin. */
    readonly called: string;
    readonly alarms: AlarmTopic;
    /** CloudWatch namespace: `AWS/RDS`. */
    readonly namespace: string;
    /** Dimensions of each node of the store. With more than one, the worst node counts (at most 10: CloudWatch's limit for one alarm). */
    readonly nodes: readonly Readonly<Record<string, pulumi.Input<string>>>[];
}

export function storeAlarms(
    parent: pulumi.Resource,
    name: string,
    args: StoreAlarmsArgs,
    table: readonly StoreAlarm[],
): void {
    for (const alarm of table) createAlarm(parent, `${name}-${alarm.id}-alarm`, args, alarm);
}

function createAlarm(
    parent: pulumi.Resource,
    name: string,
    { scope, called, alarms, namespace, nodes }: StoreAlarmsArgs,
    alarm: StoreAlarm,
): void {
    const { periods = 3 } = alarm;
    new cloudwatch.MetricAlarm(
        name,
        {
            name: physicalName(scope, "alarm", `${called}-${alarm.id}`),
            alarmDescription: alarm.description,
            comparisonOperator: alarm.fires === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
            threshold: alarm.threshold,
            evaluationPeriods: periods,
            ...measured(namespace, nodes, alarm),
            // A store that is being made or restarted has no data, and that is no reason to wake anybody; RDS and probes tell when it is gone.
            treatMissingData: "missing",
            alarmActions: [alarms.topicArn],
            okActions: [alarms.topicArn],
            tags: tagsFor(name),
        },
        { parent },
    );
}

/** One node is a plain metric; of several the worst counts, so that a replica in trouble is not averaged away. */
function measured(
    namespace: string,
    nodes: StoreAlarmsArgs["nodes"],
    alarm: StoreAlarm,
): Partial<cloudwatch.MetricAlarmArgs> {
    const { metric: metricName, statistic, periodMinutes = 5, fires } = alarm;
    const period = periodMinutes * 60;
    const [only, ...others] = nodes;
    if (only !== undefined && others.length === 0)
        return { namespace, metricName, statistic, period, dimensions: only };
    const worst = fires === "above" ? "MAX" : "MIN";
    return {
        metricQueries: [
            {
                id: "worst",
                expression: `${worst}(METRICS())`,
                label: `${metricName} of the worst node`,
                returnData: true,
            },
            ...nodes.map((dimensions, index) => ({
                id: `node${String(index + 1)}`,
                metric: { namespace, metricName, stat: statistic, period, dimensions },
            })),
        ],
    };
}
