import * as budgets from "@pulumi/aws/budgets";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmTopic } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

export interface MonthlyBudgetArgs {
    readonly scope: Scope;
    /** Limit in whole USD a month. */
    readonly monthlyUsd: number;
    /** Shares of the limit, in percent, at which actual cost is reported; the highest is also reported when it is forecast. At most 4. */
    readonly alertPercents: readonly number[];
    /** Told by AWS Budgets itself, without any confirmation; at most 10. */
    readonly emails: readonly string[];
    /** Told too, for whatever else listens there. */
    readonly topic: AlarmTopic;
}

/** AWS Budgets API, CreateBudget: "A budget can have up to five notifications". */
const MOST_NOTIFICATIONS = 5;

/**
 * A monthly cost budget over what carries this environment's tags.
 *
 * Budgets see a tag only after it was activated as a cost allocation tag in the payer's account, once, and up to 24 hours later
 * (docs/guides/bootstrap.md, "Let the budgets see the tags"); until then the budget reports no cost. What cannot be tagged (support, tax, some data transfer) is not in it.
 */
export class MonthlyBudget extends pulumi.ComponentResource {
    constructor(name: string, args: MonthlyBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:MonthlyBudget", name, {}, opts);
        this.createBudget(name, args);
        this.registerOutputs({});
    }

    private createBudget(name: string, args: MonthlyBudgetArgs): void {
        new budgets.Budget(
            `${name}-cost`,
            {
                name: physicalName(args.scope, "generic", "budget"),
                budgetType: "COST",
                timeUnit: "MONTHLY",
                limitUnit: "USD",
                limitAmount: String(args.monthlyUsd),
                metrics: "UnblendedCost",
                filterExpression: {
                    ands: [
                        tagged("mindcloud:project", args.scope.project),
                        tagged("mindcloud:stack", args.scope.stack),
                    ],
                },
                notifications: notificationsFor(args),
                tags: tagsFor(`${name}-cost`),
            },
            { parent: this },
        );
    }
}

// An expression rather than cost filters: the values of a filter are alternatives, so that it cannot say "this project and this stack".
const tagged = (key: string, value: string) => ({ tags: { key, values: [value] } });

function notificationsFor({ alertPercents, emails, topic }: MonthlyBudgetArgs): budgets.BudgetArgs["notifications"] {
    const percents = [...new Set(alertPercents)].sort((a, b) => a - b);
    const highest = percents.at(-1);
    if (highest === undefined || percents.length >= MOST_NOTIFICATIONS)
        throw new Error(
            `a budget takes 1 to ${MOST_NOTIFICATIONS - 1} alert percentages (AWS Budgets: ${MOST_NOTIFICATIONS} notifications, one of them the forecast), got ${percents.length}`,
        );
    const notification = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
        notificationType,
        threshold,
        thresholdType: "PERCENTAGE",
        comparisonOperator: "GREATER_THAN",
        subscriberEmailAddresses: [...emails],
        subscriberSnsTopicArns: [topic.topicArn],
    });
    return [...percents.map((percent) => notification("ACTUAL", percent)), notification("FORECASTED", highest)];
}
