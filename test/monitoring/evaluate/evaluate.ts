/** As much of PromQL as our rules and dashboards use; what it does not know it refuses. Prometheus' own answer is asked by the `*.check.ts` beside it. */
import { parser } from "@prometheus-io/lezer-promql";
import { selectedBy } from "../promql";
import { AGGREGATIONS, histogramQuantile, OVER_RANGE, predicted } from "./functions";
import { keyOf, latest, only, points, selected, without, type Labels, type Sample, type Stored } from "./series";

type Node = ReturnType<typeof parser.parse>["topNode"];
type Value = number | readonly Sample[];

export interface World {
    /** By their names. */
    readonly series: ReadonlyMap<string, readonly Stored[]>;
    /** Expressions of recorded series, by name: evaluated just before who asks. */
    readonly recorded?: ReadonlyMap<string, string>;
}

interface Moment extends World {
    readonly expr: string;
    readonly at: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const trees = new Map<string, Node>();

function treeOf(expr: string): Node {
    const tree = trees.get(expr) ?? parser.parse(expr).topNode;
    trees.set(expr, tree);
    return tree;
}

export function evaluate(expr: string, world: World, at: number): readonly Sample[] {
    const value = read(treeOf(expr), { ...world, expr, at });
    return typeof value === "number" ? [{ labels: {}, value }] : value;
}

function read(node: Node, moment: Moment): Value {
    switch (node.name) {
        case "PromQL":
        case "ParenExpr":
            return read(childrenOf(node)[0] ?? node, moment);
        case "NumberDurationLiteral":
            return Number(text(node, moment));
        case "UnaryExpr":
            return -number(childrenOf(node)[1], moment);
        case "VectorSelector":
            return instant(node, moment);
        case "AggregateExpr":
            return aggregated(node, moment);
        case "FunctionCall":
            return called(node, moment);
        case "BinaryExpr":
            return combined(node, moment);
    }
    throw new Error(`${node.name} is not known: ${text(node, moment)}`);
}

const text = ({ from, to }: Node, { expr }: Moment): string => expr.slice(from, to);

function childrenOf(node: Node): readonly Node[] {
    const children: Node[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
    return children;
}

const labelsIn = (node: Node | undefined | null, moment: Moment): readonly string[] =>
    node ? childrenOf(node).map((each) => text(each, moment)) : [];

function number(node: Node | undefined, moment: Moment): number {
    const value = node && read(node, moment);
    if (typeof value !== "number") throw new Error(`no number in ${moment.expr}`);
    return value;
}

function vector(node: Node | undefined, moment: Moment): readonly Sample[] {
    const value = node && read(node, moment);
    if (value === undefined || typeof value === "number") throw new Error(`no vector in ${moment.expr}`);
    return value;
}

const string = (node: Node | undefined, moment: Moment): string =>
    node === undefined ? "" : (JSON.parse(text(node, moment)) as string);

function instant(node: Node, moment: Moment): readonly Sample[] {
    const [asked] = selectedBy(text(node, moment));
    if (asked === undefined) throw new Error(`${text(node, moment)} selects nothing`);
    const expr = moment.recorded?.get(asked.name);
    if (expr !== undefined)
        return evaluate(expr, moment, moment.at).map(({ labels, value }) => ({
            ...{ labels: { ...labels, __name__: asked.name }, value },
        }));
    return selected(moment.series.get(asked.name), asked.matchers).flatMap((series) => {
        const point = latest(series, moment.at);
        return point === undefined ? [] : [{ labels: series.labels, value: point.value }];
    });
}

function aggregated(node: Node, moment: Moment): readonly Sample[] {
    const [operation, ...parts] = childrenOf(node);
    if (operation !== undefined && text(operation, moment) === "topk") return largest(parts[0], moment);
    const how = operation && AGGREGATIONS[text(operation, moment)];
    const modifier = parts.find(({ name }) => name === "AggregateModifier");
    const body = parts.find(({ name }) => name === "FunctionCallBody");
    if (how === undefined || body === undefined || modifier?.getChild("Without"))
        throw new Error(`${text(node, moment)} is not known`);
    const by = labelsIn(modifier?.getChild("GroupingLabels"), moment);
    const samples = vector(childrenOf(body)[0], moment);
    const nobodys = by.filter((label) => samples.length > 0 && samples.every(({ labels }) => !(label in labels)));
    if (nobodys.length > 0) throw new Error(`no series has ${nobodys.join()}: ${text(node, moment)}`);
    const groups = new Map<string, Sample[]>();
    for (const sample of samples) {
        const key = keyOf(sample.labels, by);
        groups.set(key, [...(groups.get(key) ?? []), sample]);
    }
    return [...groups.values()].map((group) => ({
        labels: only(group[0]?.labels ?? {}, by),
        value: how(group.map(({ value }) => value)),
    }));
}

/** Whole series, and not what they have in common. */
function largest(body: Node | undefined, moment: Moment): readonly Sample[] {
    const [most, of] = body?.name === "FunctionCallBody" ? childrenOf(body) : [];
    return [...vector(of, moment)].sort((one, other) => other.value - one.value).slice(0, number(most, moment));
}

function called(node: Node, moment: Moment): Value {
    const [identifier, body] = childrenOf(node);
    const name = identifier === undefined ? "" : text(identifier, moment);
    const args = body === undefined ? [] : childrenOf(body);
    const [first, second] = args;
    const over = OVER_RANGE[name];
    if (over !== undefined && first !== undefined) return overRange(first, moment, over);
    switch (name) {
        case "time":
            return moment.at;
        case "vector":
            return [{ labels: {}, value: number(first, moment) }];
        case "absent":
            return absent(first, moment);
        case "predict_linear": {
            const ahead = number(second, moment);
            return overRange(first, moment, (range) => predicted(range, ahead));
        }
        case "histogram_quantile":
            return histogramQuantile(number(first, moment), vector(second, moment));
        case "label_replace":
            return relabelled(args, moment);
    }
    throw new Error(`${name} is not known`);
}

function overRange(node: Node | undefined, moment: Moment, over: (typeof OVER_RANGE)[string]): readonly Sample[] {
    const [selector, duration] = node?.name === "MatrixSelector" ? childrenOf(node) : [];
    if (selector === undefined || duration === undefined) throw new Error(`no range in ${moment.expr}`);
    const range = { from: moment.at - secondsOf(text(duration, moment)), to: moment.at };
    const [asked] = selectedBy(text(selector, moment));
    return selected(moment.series.get(asked?.name ?? ""), asked?.matchers ?? []).flatMap((series) => {
        const value = over({ ...range, points: points(series, range.from, range.to) });
        return value === undefined ? [] : [{ labels: without(series.labels, "__name__"), value }];
    });
}

export const secondsOf = (duration: string): number =>
    [...duration.matchAll(/(\d+)([a-z]+)/g)].reduce(
        (all, [, amount, unit = ""]) => all + Number(amount) * (UNITS[unit] ?? NaN),
        0,
    );

function absent(node: Node | undefined, moment: Moment): readonly Sample[] {
    if (vector(node, moment).length > 0) return [];
    const [asked] = node === undefined ? [] : selectedBy(text(node, moment));
    const said = (asked?.matchers ?? []).filter(({ operator }) => operator === "=");
    return [{ labels: Object.fromEntries(said.map(({ label, value }) => [label, value])), value: 1 }];
}

function relabelled(args: readonly Node[], moment: Moment): readonly Sample[] {
    const [of, ...words] = args;
    const [target = "", replacement = "", source = "", pattern = ""] = words.map((word) => string(word, moment));
    return vector(of, moment).map(({ labels, value }) => {
        const found = new RegExp(`^(?:${pattern})$`).exec(labels[source] ?? "");
        if (found === null) return { labels, value };
        const said = replacement.replaceAll(/\$(\d)/g, (_, index) => found[Number(index)] ?? "");
        return { labels: { ...labels, [target]: said }, value };
    });
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
    Add: (left, right) => left + right,
    Sub: (left, right) => left - right,
    Mul: (left, right) => left * right,
    Div: (left, right) => left / right,
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
    Gtr: (left, right) => left > right,
    Gte: (left, right) => left >= right,
    Lss: (left, right) => left < right,
    Lte: (left, right) => left <= right,
    Eql: (left, right) => left === right,
    Neq: (left, right) => left !== right,
};

function combined(node: Node, moment: Moment): Value {
    const children = childrenOf(node);
    const [left, operator, right] = [children[0], children[1], children.at(-1)];
    if (left === undefined || operator === undefined || right === undefined) throw new Error(`no pair: ${moment.expr}`);
    const modifier = children.find(({ name }) => name === "MatchingModifierClause");
    if (modifier?.getChild("Ignoring") || modifier?.getChild("GroupRight"))
        throw new Error(`${text(node, moment)} is not known`);
    const bool = children.some(({ name }) => name === "BoolModifier");
    const sides = [read(left, moment), read(right, moment)] as const;
    const on = modifier && labelsIn(modifier.getChild("GroupingLabels"), moment);
    const key = (labels: Labels): string => (on === undefined ? keyOf(without(labels, "__name__")) : keyOf(labels, on));
    const many = modifier?.getChild("GroupLeft") !== null && modifier !== undefined;
    if (["And", "Or", "Unless"].includes(operator.name)) return asSets(operator.name, sides, key);
    return calculated(operator.name, sides, { key, bool, ...(on !== undefined && !many && { on }) });
}

function asSets(operator: string, [left, right]: readonly [Value, Value], key: (labels: Labels) => string): Value {
    if (typeof left === "number" || typeof right === "number") throw new Error(`${operator} of numbers`);
    const there = new Set(right.map(({ labels }) => key(labels)));
    const own = new Set(left.map(({ labels }) => key(labels)));
    if (operator === "Or") return [...left, ...right.filter(({ labels }) => !own.has(key(labels)))];
    return left.filter(({ labels }) => there.has(key(labels)) === (operator === "And"));
}

interface Pairing {
    readonly key: (labels: Labels) => string;
    /** Whether a comparison says 0 or 1. */
    readonly bool: boolean;
    /** Labels that stay, where one is held against one. */
    readonly on?: readonly string[];
}

function calculated(operator: string, [left, right]: readonly [Value, Value], { key, bool, on }: Pairing): Value {
    const arithmetic = ARITHMETIC[operator];
    const compared = COMPARISONS[operator];
    const asNumber = compared && ((one: number, two: number): number => Number(compared(one, two)));
    const result = arithmetic ?? asNumber;
    if (result === undefined) throw new Error(`${operator} is not known`);
    if (typeof left === "number" && typeof right === "number") return result(left, right);
    const ends = typeof left === "number" ? (right as readonly Sample[]) : left;
    const others = typeof left === "number" || typeof right === "number" ? undefined : byKey(right, key);
    return ends.flatMap(({ labels, value }) => {
        const other = others?.get(key(labels));
        if (others !== undefined && other === undefined) return [];
        const [one, two] =
            typeof left === "number" ? [left, value] : [value, typeof right === "number" ? right : (other ?? NaN)];
        if (compared !== undefined && !bool) return compared(one, two) ? [{ labels, value }] : [];
        const kept = on === undefined ? without(labels, "__name__") : only(labels, on);
        return [{ labels: kept, value: result(one, two) }];
    });
}

function byKey(samples: readonly Sample[], key: (labels: Labels) => string): ReadonlyMap<string, number> {
    const found = new Map(samples.map(({ labels, value }) => [key(labels), value]));
    if (found.size < samples.length) throw new Error("many series on the right side: Prometheus refuses that");
    return found;
}
