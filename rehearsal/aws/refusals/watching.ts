/** What CloudWatch, SNS, Budgets, RDS' events, Backup and Auto Scaling refuse of what watches, tells and repeats. */
import { repeated } from "../../../config/checks/check";
import { factsOf } from "../../cloud/store";
import { keyAdmits } from "./documents";
import { about, record, records, text, texts, type Creation, type Fault, type Rule } from "./refusal";

const HOUR = 3600;
const DAY = 24 * HOUR;

const alarm = about({
    ...{
        id: "cloudwatch.alarm",
        types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
        code: "cloudwatch:ValidationError",
    },
    source: "cloudwatch PutMetricAlarm: Period, EvaluationPeriods, DatapointsToAlarm, Metrics; https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html",
    faultOf: ({ inputs }): Fault | undefined => {
        const beside = ["metricName", "namespace", "dimensions", "period", "statistic"].find(
            (key) => inputs[key] !== undefined,
        );
        const queries = records(inputs.metricQueries);
        if (queries.length > 0 && beside !== undefined)
            return [`metricQueries is set, and ${beside}, too`, `say ${beside} in the query`];
        if (queries.length > 0 && queries.filter(({ returnData }) => returnData === true).length !== 1)
            return ["not exactly one of metricQueries has returnData", "set it in the one that is compared"];
        const queried = queries.map((query) => Number(record(query.metric).period ?? 0));
        const periods = [Number(inputs.period ?? 0), ...queried].filter((period) => period > 0);
        const odd = periods.find((period) => ![10, 20, 30].includes(period) && period % 60 !== 0);
        if (odd !== undefined) return [`period is ${odd} seconds`, "write 10, 20, 30 or a multiple of 60"];
        const [period, times] = [Math.max(...periods, 0), Number(inputs.evaluationPeriods ?? 1)];
        const most = period < HOUR ? DAY : 7 * DAY;
        if (period * times > most)
            return [
                `evaluationPeriods ${times} of ${period} seconds are more than ${most === DAY ? "a day" : "seven days"}`,
                "look back less far, or in periods of an hour",
            ];
        return Number(inputs.datapointsToAlarm ?? 0) > times
            ? [`datapointsToAlarm is more than evaluationPeriods ${times}`, "lower it"]
            : undefined;
    },
});

const logKey = about({
    ...{ id: "logs.key", types: ["aws:cloudwatch/logGroup:LogGroup"], code: "logs:AccessDeniedException" },
    source: "logs CreateLogGroup, kmsKeyId; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html",
    faultOf: ({ inputs, store }) => {
        const key = store.live("aws:kms/key:Key").find((each) => factsOf(each).arn === inputs.kmsKeyId);
        return key === undefined || factsOf(key).policy === undefined || keyAdmits(key, /^logs\./)
            ? undefined
            : [
                  `kmsKeyId is ${key.name}, whose policy does not admit CloudWatch Logs`,
                  "admit logs.<region>.amazonaws.com",
              ];
    },
});

const logName = about({
    ...{ id: "logs.name", types: ["aws:cloudwatch/logGroup:LogGroup"], code: "logs:InvalidParameterException" },
    source: "logs CreateLogGroup: names do not begin with aws/",
    faultOf: ({ inputs }) =>
        text(inputs.name).startsWith("aws/") ? ["name begins with aws/", "write /aws/, or another name"] : undefined,
});

/** What an endpoint looks like, by protocol. */
const ENDPOINTS: Readonly<Record<string, RegExp>> = {
    email: /^[^@\s]+@[^@\s]+$/,
    "email-json": /^[^@\s]+@[^@\s]+$/,
    http: /^http:\/\//,
    https: /^https:\/\//,
    sqs: /^arn:[^:]*:sqs:/,
    lambda: /^arn:[^:]*:lambda:/,
    firehose: /^arn:[^:]*:firehose:/,
};

const subscription = about({
    ...{ id: "sns.endpoint", types: ["aws:sns/topicSubscription:TopicSubscription"], code: "sns:InvalidParameter" },
    source: "sns Subscribe, Protocol and Endpoint",
    faultOf: ({ inputs, secret }) => {
        const [protocol, endpoint] = [text(inputs.protocol), text(inputs.endpoint)];
        if (endpoint === "" || (ENDPOINTS[protocol] ?? /./).test(endpoint)) return undefined;
        const shown = secret?.has("endpoint") === true ? "endpoint" : `endpoint "${endpoint}"`;
        return [`${shown} does not match protocol ${protocol}`, "change one of the two"];
    },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
    "db-instance": [
        ...[
            "availability",
            "backtrack",
            "backup",
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
        ],
        ...["low storage", "maintenance", "notification", "read replica", "recovery", "restoration", "security"],
        "security patching",
    ],
    "db-parameter-group": ["configuration change"],
    "db-security-group": ["configuration change", "failure"],
    "db-snapshot": ["creation", "deletion", "notification", "restoration"],
};

const eventCategories = about({
    ...{ id: "rds.eventCategories", types: ["aws:rds/eventSubscription:EventSubscription"] },
    ...{ code: "rds:SubscriptionCategoryNotFound" },
    source: "rds CreateEventSubscription, EventCategories; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html",
    faultOf: ({ inputs }) => {
        const known = CATEGORIES[text(inputs.sourceType)];
        const other = known && texts(inputs.eventCategories).find((each) => !known.includes(each));
        return other === undefined
            ? undefined
            : [`eventCategories has "${other}", which ${text(inputs.sourceType)} does not have`, "leave it out"];
    },
});

const budget: Rule<Creation> = {
    id: "budgets.notifications",
    source: "budgets CreateBudget, CreateNotification: NotificationsWithSubscribers",
    codes: ["budgets:CreationLimitExceededException", "budgets:DuplicateRecordException"],
    refuses: ({ type, inputs }) => {
        if (type !== "aws:budgets/budget:Budget") return undefined;
        const all = records(inputs.notifications);
        const fix = "keep fewer";
        const over = (problem: string) => ({ code: "CreationLimitExceededException", problem, fix });
        if (all.length > 5) return over(`notifications has ${all.length}: a budget has five at most`);
        if (all.some(({ subscriberSnsTopicArns }) => texts(subscriberSnsTopicArns).length > 1))
            return over("a notification has more than one topic of SNS");
        if (all.some(({ subscriberEmailAddresses }) => texts(subscriberEmailAddresses).length > 10))
            return over("a notification has more than ten mail addresses");
        const said = all.map((each) =>
            ["notificationType", "comparisonOperator", "threshold", "thresholdType"]
                .map((key) => text(each[key]))
                .join(" "),
        );
        const twice = repeated(said)[0]?.value;
        return twice === undefined
            ? undefined
            : { code: "DuplicateRecordException", problem: `two notifications are ${twice}`, fix };
    },
};

const PLAN = "aws:backup/plan:Plan";
const COLD_DAYS = 90;

const backupRule = about({
    ...{ id: "backup.rule", types: [PLAN], code: "backup:InvalidParameterValueException" },
    source: "backup CreateBackupPlan, UpdateBackupPlan: TargetBackupVaultName, StartWindowMinutes, Lifecycle",
    faultOf: ({ inputs, store, existing }): Fault | undefined => {
        for (const rule of records(inputs.rules)) {
            const [name, vault] = [text(rule.ruleName), text(rule.targetVaultName)];
            if (!existing.has(vault) && store.find("aws:backup/vault:Vault", vault) === undefined)
                return [
                    `targetVaultName of rule "${name}" is "${vault}", which does not exist`,
                    "make the vault first",
                ];
            if (rule.startWindow !== undefined && Number(rule.startWindow) < 60)
                return [`startWindow of rule "${name}" is below 60 minutes`, "set it to 60 or more"];
            const { coldStorageAfter, deleteAfter } = record(rule.lifecycle);
            if (coldStorageAfter === undefined || deleteAfter === undefined) continue;
            const least = Number(coldStorageAfter) + COLD_DAYS;
            if (Number(deleteAfter) > 0 && Number(deleteAfter) < least)
                return [
                    `deleteAfter of rule "${name}" is less than ${COLD_DAYS} days after coldStorageAfter`,
                    `set deleteAfter to ${least} or more`,
                ];
        }
        return undefined;
    },
});

const selectionKeys = about({
    ...{ id: "backup.conditionKeys", types: ["aws:backup/selection:Selection"] },
    ...{ code: "backup:InvalidParameterValueException" },
    source: "backup CreateBackupSelection, Conditions: ConditionKey; https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ConditionParameter.html",
    faultOf: ({ inputs }) => {
        const keys = records(inputs.conditions)
            .flatMap((each) => Object.values(each).flatMap(records))
            .map(({ key }) => text(key));
        const odd = keys.find((key) => !key.startsWith("aws:ResourceTag/"));
        return odd === undefined ? undefined : [`conditions has the key "${odd}"`, `write aws:ResourceTag/${odd}`];
    },
});

/** The provider's word for "not said": terraform-provider-aws, internal/service/autoscaling/schedule.go. */
const UNSAID = -1;
const FIELDS = 5;

const schedule = about({
    ...{
        id: "autoscaling.schedule",
        types: ["aws:autoscaling/schedule:Schedule"],
        code: "autoscaling:ValidationError",
    },
    source: "autoscaling PutScheduledUpdateGroupAction; https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html",
    faultOf: ({ inputs }): Fault | undefined => {
        const [min, max, desired] = ["minSize", "maxSize", "desiredCapacity"].map((key) => {
            const size = Number(inputs[key] ?? UNSAID);
            return size === UNSAID ? undefined : size;
        });
        if (min === undefined && max === undefined && desired === undefined)
            return ["minSize, maxSize and desiredCapacity are all left out", "say at least one"];
        if ((min ?? 0) > (max ?? desired ?? Infinity) || (desired ?? 0) > (max ?? Infinity))
            return ["minSize, desiredCapacity and maxSize are not in this order", "raise maxSize, or lower the others"];
        const said = text(inputs.recurrence).trim();
        return said !== "" && (said.split(/\s+/).length !== FIELDS || said.includes("?"))
            ? [`recurrence "${said}" is no cron of five fields without ?`, "write minute, hour, day, month, weekday"]
            : undefined;
    },
});

export const watching: readonly Rule<Creation>[] = [
    alarm,
    logName,
    logKey,
    subscription,
    eventCategories,
    budget,
    backupRule,
    selectionKeys,
    schedule,
];
