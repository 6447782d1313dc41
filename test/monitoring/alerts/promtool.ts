/** From cases to the files that promtool reads, and back from what it says. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { RenderedRule, RuleSpec } from "../../../components/monitoring/rules";
import { goProgramNow } from "../../../rehearsal/programs/go-programs";
import type { Case } from "./cases";
import type { InputSeries } from "./series";

type RuleGroup = RuleSpec["groups"][number];
type AlertRule = Extract<RenderedRule, { readonly alert: string }>;

/** A case with the group that its rule stands in. */
export interface RuleTest {
    readonly name: string;
    readonly system: string;
    readonly of: Case;
    readonly group: RuleGroup;
}

export const isAlert = (rule: RenderedRule): rule is AlertRule => "alert" in rule;

export const fires = ({ name }: RuleTest): string => `${name} fires`;
export const silent = ({ name }: RuleTest, index: number): string => `${name} stays silent ${index + 1}`;

/** Of the rule that a case is about; undefined where there is none, or more than one. */
export function ruleOf(rules: readonly RenderedRule[], { alert, rule = {} }: Case): AlertRule | undefined {
    const found = rules
        .filter(isAlert)
        .filter(
            (each) =>
                each.alert === alert && Object.entries(rule).every(([label, value]) => each.labels[label] === value),
        );
    return found.length === 1 ? found[0] : undefined;
}

/** Names of the tests that failed, and everything that promtool said. */
export function run(tests: readonly RuleTest[]): { readonly failed: readonly string[]; readonly said: string } {
    const directory = mkdtempSync(path.join(os.tmpdir(), "alerts-"));
    try {
        const files = tests.map((test, index) => written(directory, index, test));
        const junit = path.join(directory, "junit.xml");
        const result = spawnSync(goProgramNow("promtool"), ["test", "rules", `--junit=${junit}`, ...files], {
            encoding: "utf8",
            maxBuffer: 1 << 28,
        });
        const said = `${result.stdout}${result.stderr}`;
        const failed = failuresIn(readFileSync(junit, "utf8"));
        if ((result.status === 0) !== (failed.length === 0))
            throw new Error(`promtool ended with ${result.status}:\n${said}`);
        return { failed, said };
    } finally {
        rmSync(directory, { recursive: true });
    }
}

function failuresIn(junit: string): readonly string[] {
    const cases = junit.split("<testcase").slice(1);
    return cases
        .filter((text) => text.includes("<failure"))
        .map((text) => /name="([^"]*)"/.exec(text)?.[1] ?? "a test without a name");
}

/** promtool reads YAML, of which JSON is a part. Of the alerts of a name, the one that is tested alone: others of the same name fire too. */
function written(directory: string, index: number, test: RuleTest): string {
    const { group, of } = test;
    const rule = ruleOf(group.rules, of);
    if (rule === undefined) throw new Error(`${test.name}: there is no such rule, or more than one`);
    const rules = `rules-${index}.json`;
    const alone = { ...group, rules: [...group.rules.filter((each) => !isAlert(each)), rule] };
    writeFileSync(path.join(directory, rules), JSON.stringify({ groups: [alone] }));
    const file = path.join(directory, `test-${index}.json`);
    writeFileSync(file, JSON.stringify(testFile(test, rule, rules)));
    return file;
}

function testFile(test: RuleTest, rule: AlertRule, rules: string) {
    const { bad, good, since = 0, step = 1, alert, labels, says, for: pending } = test.of;
    const at = since + pending;
    const question = (minutes: number, expected: readonly object[]) => ({
        ...{ eval_time: `${minutes}m`, alertname: alert },
        exp_alerts: expected,
    });
    const fired = {
        exp_labels: { ...rule.labels, ...labels },
        exp_annotations: { ...rule.annotations, description: says },
    };
    return {
        rule_files: [rules],
        evaluation_interval: `${step}m`,
        tests: [
            {
                ...{ name: fires(test), interval: `${step}m`, input_series: inputOf(bad) },
                // A `for` that is shorter, or missing, fires a step too early; a longer one is late.
                alert_rule_test: [...(at >= step ? [question(at - step, [])] : []), question(at, [fired])],
            },
            ...good.map((series, index) => ({
                ...{ name: silent(test, index), interval: `${step}m`, input_series: inputOf(series) },
                alert_rule_test: [question(at, []), question(at + 30 * step, [])],
            })),
        ],
    };
}

const inputOf = (series: readonly InputSeries[]) =>
    series.map(({ series: name, values }) => ({ series: name, values }));
