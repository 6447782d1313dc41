/** Who is told of an alert, and by which way. What they need to be kept secret lies under `mindcloud:secrets.receivers.<name>`. */
import { z } from "zod";
import { email } from "./primitives";

const slack = z.strictObject({
    kind: z.literal("slack"),
    channel: z
        .string()
        .regex(/^[#@][\w.-]{1,80}$/, 'is not a channel | write "#name" or "@name", in quotes')
        .describe("Channel. The secret is the URL of an incoming webhook."),
});

const pagerduty = z.strictObject({
    kind: z.literal("pagerduty").describe("The secret is the integration key (Events API v2)."),
});

const mail = z.strictObject({
    kind: z.literal("email"),
    to: z.array(email).min(1, "has nobody to write to | list at least one address").describe("Addresses."),
    from: email.describe("Sender."),
    server: z
        .string()
        .regex(
            /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i,
            "is not the name of a mail server | write for example email-smtp.us-east-1.amazonaws.com",
        )
        .describe("SMTP server, on port 587 with STARTTLS."),
    username: z.string().min(1, "is empty | write the user of the mail server").describe("The secret is its password."),
});

const sns = z.strictObject({
    kind: z.literal("sns"),
    topicArn: z
        .string()
        .regex(
            /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
            "is not the ARN of an SNS topic | write arn:aws:sns:<region>:<account>:<name>",
        )
        .optional()
        .describe("SNS topic. Default the environment's own, to which alerts.emails are subscribed. No secret."),
});

export const receiver = z.discriminatedUnion(
    "kind",
    [slack, pagerduty, mail, sns],
    "has no kind that mindcloud knows | write kind: slack, pagerduty, email or sns",
);
export type Receiver = z.infer<typeof receiver>;

export const SEVERITIES = ["critical", "warning", "info"] as const;
