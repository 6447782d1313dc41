/** What RDS and ElastiCache refuse in a parameter group: settings that the family's engine does not have, and values that it does not take. */
import fs from "node:fs";
import path from "node:path";
import { nearest, sound } from "../../../config/nearest";
import { records, text, type Creation, type Refusal, type Rule } from "./refusal";

const GROUP = "aws:rds/parameterGroup:ParameterGroup";
const CACHE_GROUP = "aws:elasticache/parameterGroup:ParameterGroup";
const FOLDER = path.join(__dirname, "../parameters");

/**
 * By major: `restart <type> <what it may be>...` of each setting, as the server of that major says (renew.sh beside it), or its source
 * (scripts/papers/valkey.py).
 */
type Majors = Readonly<
    Record<string, { readonly version: string; readonly settings: Readonly<Record<string, string>> }>
>;

/** A setting that PostgreSQL reads when it starts; RDS calls it static. */
const RESTART = "restart ";

const read = new Map<string, Majors>();

function majorsOf(engine: "postgres" | "valkey"): Majors {
    const known =
        read.get(engine) ?? (JSON.parse(fs.readFileSync(path.join(FOLDER, `${engine}.json`), "utf8")) as Majors);
    read.set(engine, known);
    return known;
}

export function postgresSettings(major: string): ReadonlyMap<string, string> | undefined {
    const found = majorsOf("postgres")[major];
    // RDS writes all names small (DateStyle is datestyle), and PostgreSQL does not tell capitals.
    return found && new Map(Object.entries(found.settings).map(([name, is]) => [name.toLowerCase(), is]));
}

/** What a group of PostgreSQL's parameters may set; undefined for what is none, or of a family that is not known here. */
function ofFamily(type: string, { family }: Creation["inputs"]) {
    const major = /^postgres(\d+)$/.exec(text(family))?.[1] ?? "";
    return { major, settings: type === GROUP ? postgresSettings(major) : undefined };
}

/** No more than PostgreSQL says: RDS keeps some settings to itself and narrows others, which no public list of its has by family. */
const familyKnows: Rule<Creation> = {
    id: "rds.familyKnows",
    source: `rds ModifyDBParameterGroup, Parameters; https://github.com/hashicorp/terraform-provider-aws/issues/522 has the answer; https://www.postgresql.org/docs/current/view-pg-settings.html`,
    codes: ["rds:InvalidParameterValue"],
    refuses: ({ type, inputs }) => {
        const { major, settings } = ofFamily(type, inputs);
        if (settings === undefined) return undefined;
        return records(inputs.parameters)
            .map(({ name, value }) => faultOf(major, settings, text(name), text(value)))
            .find((fault) => fault !== undefined);
    },
};

/** The answer does not say which one it means. */
const staticWaits: Rule<Creation> = {
    id: "rds.staticWaits",
    source: "rds ModifyDBParameterGroup, Parameter: ApplyMethod, ApplyType; https://github.com/hashicorp/terraform-provider-aws/issues/216 has the answer",
    codes: ["rds:InvalidParameterCombination"],
    refuses: ({ type, inputs }) => {
        const { settings } = ofFamily(type, inputs);
        const now = records(inputs.parameters).find(
            ({ name, applyMethod = "immediate" }) =>
                applyMethod === "immediate" && settings?.get(text(name).toLowerCase())?.startsWith(RESTART) === true,
        );
        return now === undefined
            ? undefined
            : {
                  code: "InvalidParameterCombination",
                  problem: `${text(now.name)} is static, and its applyMethod is immediate`,
                  fix: "write pending-reboot",
              };
    },
};

/**
 * By Valkey's own source. ElastiCache has names of its own beside it, narrows others, and later minors add some: of a name that is not known
 * here only what is almost one is refused.
 */
const valkeyKnows: Rule<Creation> = {
    id: "elasticache.familyKnows",
    source: "elasticache ModifyCacheParameterGroup, ParameterNameValues; https://github.com/valkey-io/valkey/blob/8.0.1/src/config.c",
    codes: ["elasticache:InvalidParameterValue"],
    refuses: ({ type, inputs }) => {
        const major = /^valkey(\d+)$/.exec(text(inputs.family))?.[1] ?? "";
        const settings = type === CACHE_GROUP ? majorsOf("valkey")[major]?.settings : undefined;
        if (settings === undefined) return undefined;
        for (const { name, value } of records(inputs.parameters)) {
            const [called, said] = [text(name), text(value)];
            const [kind, ...may] = settings[called]?.split(" ") ?? [];
            const meant = kind === undefined ? nearest(called, Object.keys(settings)) : undefined;
            if (meant !== undefined && isAlmost(called, meant))
                return invalid(
                    `parameters has ${called}, which family valkey${major} does not know`,
                    `did you mean ${meant}?`,
                );
            if (kind === undefined || takes(kind, may, said)) continue;
            return invalid(
                `${called} is ${JSON.stringify(said)}, and in Valkey ${major} it is ${words(kind, may)}`,
                `write ${words(kind, may)}`,
            );
        }
        return undefined;
    },
};

/** As long but for a letter: a typing error, or _ for -. */
const isAlmost = (name: string, known: string): boolean =>
    sound(name) === sound(known) || (name.length > 8 && Math.abs(name.length - known.length) <= 1);

export const parametersOnCreate: readonly Rule<Creation>[] = [familyKnows, staticWaits, valkeyKnows];

function faultOf(
    major: string,
    settings: ReadonlyMap<string, string>,
    name: string,
    value: string,
): Refusal | undefined {
    // Settings of extensions and of RDS itself have a dot (pgaudit.log, rds.force_ssl).
    if (name.includes(".")) return undefined;
    const [kind, ...may] = settings.get(name.toLowerCase())?.replace(RESTART, "").split(" ") ?? [];
    if (kind === undefined) {
        const others = Object.keys(majorsOf("postgres")).filter((each) =>
            postgresSettings(each)?.has(name.toLowerCase()),
        );
        return invalid(
            `parameters has ${name}, which family postgres${major} does not know: ${others.length > 0 ? `PostgreSQL ${others.join(", ")} has it` : "no PostgreSQL that is known here has it"}`,
            `leave ${name} out of the group of this family`,
        );
    }
    if (kind === "fixed") return invalid(`${name} is fixed when PostgreSQL is built`, `leave ${name} out`);
    if (takes(kind, may, value)) return undefined;
    return invalid(
        `${name} is ${JSON.stringify(value)}, and in PostgreSQL ${major} it is ${words(kind, may)}`,
        `write ${words(kind, may)}`,
    );
}

/** Of a number whose limit is that of its type. */
const LIMITS: Readonly<Record<string, number>> = { "-": -Infinity, "+": Infinity };
const BOOLEAN = /^(0|1|on|off|true|false|yes|no)$/i;

function takes(kind: string, may: readonly string[], value: string): boolean {
    // A formula of RDS: {DBInstanceClassMemory/9531392}, LEAST(...).
    if (/[{(]/.test(value)) return true;
    if (kind === "bool") return BOOLEAN.test(value);
    if (kind === "enum") return may.includes(value.toLowerCase());
    if (kind === "string") return true;
    if (kind === "memory") return /^-?\d+([kmg]b?|b)?$/i.test(value);
    const [least = -Infinity, most = Infinity] = may.map((each) => LIMITS[each] ?? Number(each));
    const number = value.trim() === "" ? Number.NaN : Number(value);
    return number >= least && number <= most && (kind === "real" || Number.isInteger(number));
}

function words(kind: string, may: readonly string[]): string {
    if (kind === "bool") return "0 or 1, or yes or no";
    if (kind === "memory") return "a number of bytes";
    if (kind === "enum") return `one of ${may.join(", ")}`;
    const [least = "-", most = "+"] = may;
    return `a whole number${least === "-" ? "" : ` from ${least}`}${most === "+" ? "" : ` to ${most}`}`;
}

const invalid = (problem: string, fix: string): Refusal => ({ code: "InvalidParameterValue", problem, fix });
