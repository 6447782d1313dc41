/** What can be said of the alerts without evaluating them: that each is tested, has its runbook, and asks for what is catalogued. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { alertsIn, alertsOf, recording } from "../../components/monitoring/alerts";
import { BURNS, objectiveGroup } from "../../components/monitoring/objectives";
import { above, value } from "../../components/monitoring/promql";
import { REDIS_METRICS as REDIS } from "../../components/monitoring/catalogues/redis";
import { platformGroups } from "../../components/monitoring/platform";
import { minutes } from "../../components/workload";
import { environment, everyAlert, groupsOf, specs, testsOf } from "./alerts/all";
import { isAlert } from "./alerts/promtool";
import { catalogueBySeries } from "./catalogued";
import { firesOf } from "./fires";

const ROOT = path.join(__dirname, "../..");
const PARTS = ["Fires", "Symptom", "Impact", "Diagnosis", "Action"];

const alerts = Object.values(groupsOf).flatMap(alertsIn);
const owner = { system: "test", team: "test", dashboard: "mindcloud-test" } as const;
const alert = alertsOf(owner, "docs/runbooks/jobs.md");
const good = {
    name: "TooMuch",
    severity: "warning",
    for: minutes(5),
    expr: above(value(REDIS.up), 0),
    summary: "Too much.",
    description: "{{ $value }} is too much.",
} as const;

/** Pages that are there, by their path in the repository. */
function pages(): readonly string[] {
    const systems = readdirSync(path.join(ROOT, "components/systems")).map(
        (folder) => `components/systems/${folder}/runbooks.md`,
    );
    const shared = readdirSync(path.join(ROOT, "docs/runbooks")).map((file) => `docs/runbooks/${file}`);
    return [...systems, ...shared].filter((page) => existsSync(path.join(ROOT, page)) && page.endsWith(".md"));
}

/** `## Name` -> its text. */
function sections(page: string): ReadonlyMap<string, string> {
    const [, ...rest] = readFileSync(path.join(ROOT, page), "utf8").split(/^## /m);
    return new Map(rest.map((text) => [text.slice(0, text.indexOf("\n")).trim(), text] as const));
}

describe("alerts", () => {
    it("are each evaluated on series that fire them, and on others that do not", () => {
        const tested = new Set(
            testsOf().map(({ system, of: { alert: name, rule = {} } }) =>
                [system, name, ...Object.values(rule)].join(" "),
            ),
        );
        const untested = everyAlert.filter((name) => !tested.has(name));
        assert.deepEqual(untested, []);
        assert.ok(everyAlert.length > 100, `${everyAlert.length} alerts are suspiciously few`);
        const watchdog = testsOf().filter(({ of }) => of.good.length === 0);
        assert.deepEqual(
            watchdog.map(({ of }) => of.alert),
            ["Watchdog"],
        );
    });

    it("say who is to do what, where it is written and where it is seen", () => {
        for (const { rules } of Object.values(specs).flatMap(({ groups }) => groups))
            for (const { labels, annotations, alert: name } of rules.filter(isAlert)) {
                for (const label of ["severity", "system", "team"]) assert.ok(labels[label], `${name}: ${label}`);
                for (const text of Object.values(annotations)) assert.notEqual(text, "", name);
                assert.match(annotations.dashboard_url, /\/d\/mindcloud-[a-z-]+$/, name);
                assert.match(annotations.runbook_url, new RegExp(`\\.md#${name.toLowerCase()}$`), name);
            }
    });

    it("have names that are each used once in a system, but for the windows of an objective", () => {
        const twice = everyAlert.filter((name, index) => everyAlert.indexOf(name) !== index);
        assert.deepEqual(twice, []);
    });

    it("ask only for what somebody catalogued", () => {
        const known = new Set(catalogueBySeries().values());
        const unknown = alerts.flatMap(({ name, expr }) =>
            expr.metrics.filter((metric) => !known.has(metric)).map((metric) => `${name}: ${metric.name}`),
        );
        assert.deepEqual(unknown, []);
    });

    it("say nothing of what an environment has not", () => {
        const { domain: _domain, ...rest } = environment;
        const without = {
            ...rest,
            needs: { ...rest.needs, postgres: [], queueScaling: false },
            nodeGroups: Object.fromEntries(
                Object.entries(rest.nodeGroups).map(([name, group]) => [name, { ...group, max: group.min }]),
            ),
        };
        const names = (of: typeof rest) =>
            Object.values(platformGroups(of))
                .flatMap(alertsIn)
                .map(({ name }) => name);
        const gone = names(environment).filter((name) => !names(without).includes(name));
        assert.deepEqual([...new Set(gone)].sort(), [
            ...["CertificateExpires", "CertificateExpiresSoon", "LoadBalancerRefuses", "LoadBalancerUnavailable"],
            ...["NodeGroupAtMaximum", "NodesCannotBeAdded", "NodesNotScaled", "PodsWithoutNode"],
            ...["PostgresBusy", "PostgresConnectionsNearLimit", "PostgresDown", "PostgresMemoryLow"],
            ...["PostgresStorageFillsUp", "PostgresStorageLow", "ScalerFailing"],
        ]);
    });

    for (const [what, change, expected] of [
        ["a name with a space", { name: "too much" }, /is no name/],
        ["a summary with a value", { summary: "{{ $value }}" }, /summary without values/],
        ["a description without one", { description: "Too much." }, /describes nothing/],
        ["a label of its owner's", { labels: { team: "others" } }, /sets the label team/],
    ] as const)
        it(`refuse ${what}`, () => {
            assert.throws(() => alert({ ...good, ...change }), expected);
        });
});

describe("runbooks", () => {
    const wanted = new Map<string, Set<string>>();
    for (const { runbook, name } of alerts) wanted.set(runbook, (wanted.get(runbook) ?? new Set()).add(name));

    for (const page of [...wanted.keys()].sort())
        describe(page, () => {
            it("has a section for each of its alerts, and none for another", () => {
                assert.deepEqual([...sections(page).keys()].sort(), [...(wanted.get(page) ?? [])].sort());
            });

            it("says of each how bad it is and after how long somebody hears of it", () => {
                for (const [name, text] of sections(page)) {
                    const rules = alerts.filter((one) => one.runbook === page && one.name === name);
                    assert.equal(/^\*\*Fires\*\* (.+)$/m.exec(text)?.[1], firesOf(rules), `${page}, ${name}`);
                }
            });

            it("says in each what is seen, what it means, how to find out and what to do", () => {
                for (const [name, text] of sections(page)) {
                    const found = [...text.matchAll(/^\*\*(\w+)\*\*/gm)].map(([, part]) => part);
                    assert.deepEqual(found, PARTS, `${page}, ${name}`);
                    const diagnosis = text.slice(text.indexOf("**Diagnosis**"), text.indexOf("**Action**"));
                    assert.match(diagnosis, /```(bash|promql|logql)\n[^`]+```/, `${page}, ${name}: exact commands`);
                }
            });
        });

    it("are all of an alert that exists", () => {
        assert.deepEqual(
            pages().filter((page) => !wanted.has(page) && !page.endsWith("README.md")),
            [],
        );
    });
});

describe("objectives", () => {
    const objective = {
        ...{ name: "Things", of: "things", promise: "things are well", target: 0.999 },
        badShare: () => value(REDIS.up),
    };

    it("have the windows, factors and severities of the Site Reliability Workbook", () => {
        const rules = alertsIn([objectiveGroup(owner, "docs/runbooks/jobs.md", objective)]);
        assert.deepEqual(
            rules.map(({ name, severity, labels, expr: { expr } }) => [name, severity, labels?.window, expr]),
            [
                ["ThingsBudgetBurnsFast", "critical", "1h", burn("1h", "5m", 0.0144)],
                ["ThingsBudgetBurnsFast", "critical", "6h", burn("6h", "30m", 0.006)],
                ["ThingsBudgetBurnsSlowly", "warning", "1d", burn("1d", "2h", 0.003)],
                ["ThingsBudgetBurnsSlowly", "warning", "3d", burn("3d", "6h", 0.001)],
            ],
        );
        assert.equal(BURNS.fast.length + BURNS.slow.length, 4);
    });

    const burn = (long: string, short: string, limit: number) =>
        `(test:things:ratio_rate${long} > ${limit}) and (test:things:ratio_rate${short} > ${limit})`;

    it("record each window before an alert asks for it", () => {
        const { rules } = objectiveGroup(owner, "docs/runbooks/jobs.md", objective);
        const recorded = rules.flatMap((rule) => (rule.kind === "recording" ? [rule.name] : []));
        for (const rule of rules)
            for (const name of rule.kind === "alert" ? (rule.expr.rules ?? []) : [])
                assert.ok(recorded.includes(name), name);
        assert.deepEqual([recorded.length, rules.findIndex(({ kind }) => kind === "alert")], [7, 7]);
    });

    it("are refused where no alert could ever fire", () => {
        // 14.4 times 8 % is more than everything, 14.4 times 6.5 % is not.
        const hopeless = { ...objective, target: 0.92 };
        assert.doesNotThrow(() => objectiveGroup(owner, "docs/runbooks/jobs.md", { ...objective, target: 0.935 }));
        assert.throws(() => objectiveGroup(owner, "docs/runbooks/jobs.md", hopeless), /can never fire/);
        assert.throws(() => objectiveGroup(owner, "docs/runbooks/jobs.md", { ...objective, target: 99.9 }), /0\.999/);
        assert.throws(() => recording("things", value(REDIS.up)), /level:what:how/);
    });
});
