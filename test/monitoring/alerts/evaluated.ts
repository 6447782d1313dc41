/** Evaluates cases in this process, as promtool does for make check: which of them do not come out as they say. */
import { evaluate, secondsOf, type World } from "../evaluate/evaluate";
import { byName, keyOf, stored, without, type Labels, type Sample } from "../evaluate/series";
import { filled } from "../evaluate/template";
import { fires, ruleOf, silent, type RuleTest } from "./promtool";
import type { InputSeries } from "./series";

type Rule = NonNullable<ReturnType<typeof ruleOf>>;

/** An alert that is told, as promtool compares it. */
interface Told {
    readonly labels: string;
    readonly description: string;
}

/** What is wrong with it; empty when it fires when it should, says what it should and is silent otherwise. */
export function wrongWith(test: RuleTest): readonly string[] {
    const { of, group } = test;
    const rule = ruleOf(group.rules, of);
    if (rule === undefined) return [`${fires(test)}: there is no such rule, or more than one`];
    const { bad, good, since = 0, step = 1, says } = of;
    const at = since + of.for;
    const recorded = new Map(group.rules.flatMap((each) => ("record" in each ? [[each.record, each.expr]] : [])));
    const world = (series: readonly InputSeries[]): World => ({
        series: byName(series.map((each) => stored(each.series, each.values, step * 60))),
        recorded,
    });
    const told = (where: World, minutes: number): readonly Told[] => toldBy(rule, where, minutes * 60, step * 60);
    const beyond = world(bad);
    const expected = [{ labels: keyOf({ ...rule.labels, ...of.labels }), description: says }];
    const late = JSON.stringify(told(beyond, at));
    return [
        ...(late === JSON.stringify(expected) ? [] : [`${fires(test)}: after ${at} minutes it is ${late}`]),
        ...(told(beyond, at - step).length === 0 ? [] : [`${fires(test)}: a step too early`]),
        ...good
            .map(world)
            .flatMap((within, index) =>
                [at, at + 30 * step]
                    .filter((minutes) => told(within, minutes).length > 0)
                    .map((minutes) => `${silent(test, index)}: not after ${minutes} minutes`),
            ),
    ];
}

/** Alerts that have held for as long as the rule asks, by the evaluations up to `at`. */
function toldBy(rule: Rule, world: World, at: number, step: number): readonly Told[] {
    const pending = secondsOf(rule.for);
    if (at < pending) return [];
    const holds = (moment: number): ReadonlyMap<string, Sample> =>
        new Map(evaluate(rule.expr, world, moment).map((sample) => [keyOf(labelsOf(sample, rule)), sample]));
    let alive: ReadonlySet<string> | undefined;
    for (let moment = at - pending; moment < at && alive?.size !== 0; moment += step) {
        const now = holds(moment);
        alive = new Set([...now.keys()].filter((key) => alive === undefined || alive.has(key)));
    }
    return [...holds(at)]
        .filter(([key]) => alive === undefined || alive.has(key))
        .map(([key, sample]) => ({
            labels: key,
            description: filled(rule.annotations.description, sample.labels, sample.value),
        }));
}

const labelsOf = ({ labels }: Sample, rule: Rule): Labels => ({ ...without(labels, "__name__"), ...rule.labels });
