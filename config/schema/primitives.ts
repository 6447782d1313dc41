/** Shapes that several sections share, with the rule and the fix in the error text ("rule | fix"; config/problems.ts splits them). */
import { z } from "zod";

export const accountId = z
    .string()
    .regex(
        /^\d{12}$/,
        'is not an AWS account id: 12 digits | write all 12 digits in quotes, for example "123456789012"',
    );

/** A text of this form; what was meant by another one is said where it can be told. */
export const formed = (form: RegExp, message: string, meant: (text: string) => string | undefined) =>
    z.string().regex(form, { error: ({ input }) => meant(String(input)) ?? message });

const SESSION = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\//;

/** As aws sts get-caller-identity prints who somebody is. */
function sessionOf(text: string): string | undefined {
    const [, partition = "", account = "", role] = SESSION.exec(text) ?? [];
    if (role === undefined) return undefined;
    const arn = `arn:${partition}:iam::${account}:role/${role}`;
    return `is a session of the role ${role} | write what aws iam get-role --role-name ${role} prints, for example ${arn}`;
}

/** A path of whole segments, of at most 512 characters, and a name of at most 64 (IAM API: pathType, roleNameType, userNameType). */
export const roleOrUserArn = formed(
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/(?=(.{0,510}\/)?[^/]*$)([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    "is not the ARN of an IAM role or user | write it as aws iam get-role prints it, arn:aws:iam::<account>:role/<path>/<name>; a name has at most 64 characters",
    sessionOf,
);

const CIDR = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$|\/)|(?=\/))){4}\/(3[0-2]|[12]?\d)$/;

/** A CIDR block; host bits and sizes are left to the checks, which can say what to write instead. */
const cidrLike = (example: string, blockOf = narrowest) =>
    formed(CIDR, `is not an IPv4 CIDR block | write a.b.c.d/n, for example ${example}`, (text) =>
        CIDR.test(`${text}/32`) ? `is an address, not a block | write ${blockOf(text)}` : undefined,
    );

/** One address, as people know their own; with zeros at its end it is a network's. */
const narrowest = (address: string): string =>
    `${address}/${address.endsWith(".0.0") ? "16" : address.endsWith(".0") ? "24" : "32"}`;

export const cidr = cidrLike("10.20.0.0/16");
/** Of a VPC that is made here: as large as AWS has them. */
export const vpcCidr = cidrLike("10.20.0.0/16", (address) => `${address.split(".").slice(0, 2).join(".")}.0.0/16`);
/** Of callers from the internet. */
export const publicCidr = cidrLike("203.0.113.0/24");

/** RFC 5321, 4.5.3.1: 64 characters before the @, and 254 in all. */
export const email = z
    .email("is not an e-mail address | write name@example.com")
    .refine((text) => text.length <= 254 && text.indexOf("@") <= 64, {
        error: "is longer than mail takes: 64 characters before the @, 254 in all | shorten it",
    });

/** A TCP port at the end of a host, if there is one. */
export const PORT = String.raw`(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?`;

/** Letters of any alphabet, as AWS has it (IAM API, Tag: `[\p{L}\p{Z}\p{N}_.:/=+\-@]`). */
export const tagKey = z
    .string()
    .regex(
        /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
        "is not a tag key that AWS accepts | use 1-128 letters, digits, spaces or _.:/=+-@, not starting with aws:",
    );
export const tagValue = z
    .string()
    .regex(
        /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
        "is not a tag value that AWS accepts | use at most 256 letters, digits, spaces or _.:/=+-@",
    );

/** Name of a thing inside the environment: part of physical names, so short and lower case. */
export const shortName = z
    .string()
    .regex(
        /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/,
        "is not a short name | use 2-20 lower-case letters, digits and dashes, starting with a letter",
    );

/** A number with bounds that name their limit. */
export function integer(minimum: number, maximum: number, unit: string): z.ZodNumber {
    const range = `must be ${String(minimum)} to ${String(maximum)} ${unit}`;
    const kind = unit.startsWith("(") ? `must be a whole number ${unit}` : `must be a whole number of ${unit}`;
    const whole = `${kind} | write ${String(minimum)} to ${String(maximum)}`;
    return z
        .number(whole)
        .int(whole)
        .min(minimum, `${range} | raise it to at least ${String(minimum)}`)
        .max(maximum, `${range} | lower it to at most ${String(maximum)}`);
}

/** Days that CloudWatch Logs accepts as retention (its API refuses other numbers). */
export const LOG_RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export const logRetentionDays = z.literal(
    [...LOG_RETENTION_DAYS],
    `is not a retention that CloudWatch Logs accepts | choose one of ${LOG_RETENTION_DAYS.join(", ")}`,
);

/** An AWS maintenance or backup time of day in UTC. */
export const hourUtc = z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day | write HH:MM in UTC, for example "03:30"');
export const weekWindow = z
    .string()
    .regex(
        /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
        "is not a weekly window | write ddd:HH:MM-ddd:HH:MM in UTC, for example sun:04:00-sun:05:00",
    );

/** Secrets Manager: letters, digits and /_+=.@-, at most 512. A full ARN has colons and names one region and account. */
export const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;
