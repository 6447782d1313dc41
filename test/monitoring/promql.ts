/** Reads PromQL with the grammar of Prometheus' own query editor. */
import { parser } from "@prometheus-io/lezer-promql";

type Node = ReturnType<typeof parser.parse>["topNode"];

export interface Selected {
    /** Name of the series. */
    readonly name: string;
    readonly matchers: readonly Matcher[];
}

export interface Matcher {
    readonly label: string;
    readonly operator: string;
    readonly value: string;
}

/** As Prometheus reads it: a regular expression is of the whole value. */
export function isMatch({ operator, value }: Matcher, text: string): boolean {
    const same = operator.endsWith("~") ? new RegExp(`^(?:${value})$`).test(text) : text === value;
    return operator.startsWith("!") ? !same : same;
}

const COMPARISONS = new Set(["Gtr", "Gte", "Lss", "Lte", "Eql", "Neq", "EqlC"]);
/** What an editor still accepts and Prometheus does not. */
const BROKEN = "⚠";

/** Where the text is no PromQL; empty when it is. */
export function brokenAt(expr: string): readonly string[] {
    const tree = parser.parse(expr);
    const broken: string[] = [];
    tree.iterate({
        enter: ({ name, from }) => {
            if (name === BROKEN) broken.push(expr.slice(Math.max(0, from - 10), from + 20));
        },
    });
    return broken;
}

/** The number that an expression is compared with, where that is all that it does last. */
export const limitOf = (expr: string): number | undefined => comparisonOf(expr)?.limit;

/** With the side on which it then holds. */
export function comparisonOf(
    expr: string,
): { readonly limit: number; readonly side: "above" | "below" | "at" } | undefined {
    const outer = parser.parse(expr).topNode.firstChild;
    const [, operator, limit] = outer?.name === "BinaryExpr" ? childrenOf(outer) : [];
    if (operator === undefined || limit?.name !== "NumberDurationLiteral" || !COMPARISONS.has(operator.name))
        return undefined;
    const side = operator.name.startsWith("G") ? "above" : operator.name.startsWith("L") ? "below" : "at";
    return { limit: Number(textOf(limit, expr)), side };
}

/** Every series that an expression selects. */
export function selectedBy(expr: string): readonly Selected[] {
    const found: Selected[] = [];
    parser.parse(expr).iterate({
        enter: ({ name, node }) => {
            if (name === "VectorSelector") found.push(selectorOf(node, expr));
        },
    });
    return found;
}

function selectorOf(node: Node, expr: string): Selected {
    const identifier = node.getChild("Identifier");
    const matchers = node.getChild("LabelMatchers");
    const found = childrenOf(matchers ?? node).flatMap((matcher) => {
        const parts = ["LabelName", "MatchOp", "StringLiteral"].map((part) => matcher.getChild(part));
        const [label, operator, value] = parts.map((part) => (part === null ? undefined : textOf(part, expr)));
        if (label === undefined || operator === undefined || value === undefined) return [];
        return [{ label, operator, value: JSON.parse(value) as string }];
    });
    return { name: identifier === null ? "" : textOf(identifier, expr), matchers: found };
}

/**
 * What must return data for `expr` to be able to: comparisons say 0 or 1 instead of leaving series out, absence asks for presence, and the sides
 * of `or` and `unless`, either of which may be empty on a good day, are asked for one by one. A moment ago counts as an hour ago.
 */
export function answersOf(expr: string): readonly string[] {
    const also: string[] = [];
    const main = rewritten(parser.parse(expr).topNode, expr, also);
    return [main, ...also];
}

function rewritten(node: Node, expr: string, also: string[]): string {
    const again = (child: Node | null): string => (child === null ? "" : rewritten(child, expr, also));
    switch (node.name) {
        case "BinaryExpr":
            return binary(node, expr, also);
        case "OffsetExpr":
            return again(node.firstChild);
        case "SubqueryExpr":
            return `${again(node.firstChild)}[30s:1s]`;
        case "FunctionCall": {
            const name = textOf(node.firstChild ?? node, expr);
            const body = node.getChild("FunctionCallBody");
            if (name === "absent") return again(body);
            if (name === "absent_over_time") return `count_over_time${again(body)}`;
        }
    }
    const children = childrenOf(node);
    let text = "";
    let at = node.from;
    for (const child of children) {
        text += expr.slice(at, child.from) + rewritten(child, expr, also);
        at = child.to;
    }
    return text + expr.slice(at, node.to);
}

function binary(node: Node, expr: string, also: string[]): string {
    const children = childrenOf(node);
    const [left, operator] = children;
    const right = children.at(-1);
    if (left === undefined || operator === undefined || right === undefined) return textOf(node, expr);
    const sides = [rewritten(left, expr, also), rewritten(right, expr, also)] as const;
    if (operator.name === "Unless") {
        also.push(sides[1]);
        return sides[0];
    }
    if (operator.name === "Or") {
        const [first, ...others] = [left, right].flatMap((side, index) =>
            selectedBy(textOf(side, expr)).length === 0 ? [] : [sides[index] ?? ""],
        );
        also.push(...others);
        return first ?? sides[0];
    }
    const matching = children.slice(2, -1).filter(({ name }) => name !== "BoolModifier");
    const bool = COMPARISONS.has(operator.name) ? ["bool"] : [];
    return [sides[0], textOf(operator, expr), ...bool, ...matching.map((each) => textOf(each, expr)), sides[1]].join(
        " ",
    );
}

function childrenOf(node: Node): readonly Node[] {
    const children: Node[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
    return children;
}

const textOf = ({ from, to }: Node, expr: string): string => expr.slice(from, to);
