/** Condition operators (IAM user guide, "IAM JSON policy elements: Condition operators"). */

import { arnMatches, filled, like, type Context } from "./match";
import type { Conditions, Values } from "./policy";

type Test = (asked: string, value: string) => boolean;

/** Without their negations, which are the same the other way round. */
const OPERATORS: Readonly<Record<string, Test>> = {
    StringEquals: (asked, value) => asked === value,
    StringEqualsIgnoreCase: (asked, value) => asked.toLowerCase() === value.toLowerCase(),
    StringLike: like,
    ArnEquals: arnMatches,
    ArnLike: arnMatches,
    Bool: (asked, value) => asked.toLowerCase() === value.toLowerCase(),
    NumericEquals: (asked, value) => Number(value) === Number(asked),
    NumericLessThan: (asked, value) => Number(value) < Number(asked),
    NumericLessThanEquals: (asked, value) => Number(value) <= Number(asked),
    NumericGreaterThan: (asked, value) => Number(value) > Number(asked),
    NumericGreaterThanEquals: (asked, value) => Number(value) >= Number(asked),
    DateLessThan: (asked, value) => Date.parse(value) < Date.parse(asked),
    DateGreaterThan: (asked, value) => Date.parse(value) > Date.parse(asked),
};

const NEGATED: Readonly<Record<string, string>> = {
    StringNotEquals: "StringEquals",
    StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
    StringNotLike: "StringLike",
    ArnNotEquals: "ArnEquals",
    ArnNotLike: "ArnLike",
    NumericNotEquals: "NumericEquals",
};

export interface Unmet {
    readonly operator: string;
    readonly key: string;
    readonly asked: Values;
    readonly found: Values | undefined;
}

/** The first condition that does not hold; undefined when all do. */
export function unmet(conditions: Conditions, context: Context): Unmet | undefined {
    for (const [operator, keys] of Object.entries(conditions))
        for (const [key, asked] of Object.entries(keys))
            if (!holds(operator, asked, context[key], context)) return { operator, key, asked, found: context[key] };
    return undefined;
}

function holds(written: string, asked: Values, found: Values | undefined, context: Context): boolean {
    if (written === "Null") return asked.some((each) => (each === "true") === (found === undefined));
    const { set, operator, ifExists } = partsOf(written);
    const negated = NEGATED[operator];
    const test = OPERATORS[negated ?? operator];
    // A condition that is not understood must not count as met, nor a denial as not said.
    if (test === undefined) throw new Error(`${written} is a condition operator that is not known here`);
    const one = (value: string): boolean => {
        const any = asked.some((each) => {
            const text = filled(each, context);
            return text !== undefined && test(text, value);
        });
        return negated === undefined ? any : !any;
    };
    if (set === "ForAllValues:") return (found ?? []).every(one);
    if (found === undefined) return ifExists || (set === "" && negated !== undefined);
    if (set === "ForAnyValue:") return found.some(one);
    return negated === undefined ? found.some(one) : found.every(one);
}

function partsOf(written: string): { set: string; operator: string; ifExists: boolean } {
    const [, set = "", operator = "", ending = ""] =
        /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(written) ?? [];
    return { set, operator, ifExists: ending !== "" };
}
