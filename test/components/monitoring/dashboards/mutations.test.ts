/** Each mistake in a dashboard is found by the rule that is there for it. */
import assert from "node:assert/strict";
import type { Map as Json } from "../../../../policy/inputs";
import { COMPLETE, stackFrom } from "../../../support/recordings";
import { problemsOf, type RULES } from "./check";
import { FACTS, jsonOf, specsOf } from "./fixture";

describe("dashboards that somebody breaks", () => {
    const dashboards = jsonOf(specsOf(stackFrom(COMPLETE)));

    const first = (text: string) => dashboards.findIndex(({ uid }) => uid === text);
    /** The dashboards with one replaced by what its text becomes. */
    const edited = (uid: string, edit: (text: string) => string): readonly Json[] =>
        dashboards.map((dashboard, index) =>
            index === first(uid) ? (JSON.parse(edit(JSON.stringify(dashboard))) as Json) : dashboard,
        );
    const replaced = (uid: string, from: string | RegExp, to: string) => edited(uid, (text) => text.replace(from, to));

    const AKOSHA = "mindcloud-akosha-ingestion";
    const mutations: readonly (readonly [what: string, broken: () => readonly Json[], rule: keyof typeof RULES])[] = [
        ["a panel put onto its neighbour", () => replaced(AKOSHA, /"x":8,/, '"x":7,'), "a place for every panel"],
        ["a panel beside the grid", () => replaced(AKOSHA, /"x":16,/, '"x":20,'), "a place for every panel"],
        ["a panel with another's id", () => replaced(AKOSHA, /"id":3,/, '"id":2,'), "ids of panels that differ"],
        ["a uid taken twice", () => replaced(AKOSHA, AKOSHA, "mindcloud-memstack"), "a uid that stays and is its own"],
        ["a uid by chance", () => replaced(AKOSHA, AKOSHA, "f3a9"), "a uid that stays and is its own"],
        [
            "a data source that is not there",
            () => replaced(AKOSHA, '"uid":"prometheus"', '"uid":"P1809F7"'),
            "data sources that exist",
        ],
        [
            "a metric by another name",
            () => replaced(AKOSHA, "akosha_ingestion_queue_size", "akosha_queue_size"),
            "queries of what is catalogued",
        ],
        [
            "a bare histogram",
            () =>
                replaced(
                    "mindcloud-myriad",
                    "myriad_request_duration_seconds_bucket",
                    "myriad_request_duration_seconds",
                ),
            "queries of what is catalogued",
        ],
        [
            "a bracket that is not closed",
            () => replaced(AKOSHA, "sum(akosha_ingestion_queue_size)", "sum(akosha_ingestion_queue_size"),
            "queries that can be read",
        ],
        [
            "logs asked in words",
            () => replaced(AKOSHA, /"expr":"\{namespace[^}]*\}/, '"expr":"all lines of akosha'),
            "queries that can be read",
        ],
        [
            "a variable that nobody declares",
            () => replaced(AKOSHA, /\$system/g, "$source"),
            "variables that are declared, and used as patterns",
        ],
        [
            "a choice of several asked with =",
            () => replaced(AKOSHA, '=~\\"$system', '=\\"$system'),
            "variables that are declared, and used as patterns",
        ],
        [
            "a panel without a description",
            () => replaced(AKOSHA, /"description":"Uploads taken in[^"]*"/, '"description":""'),
            "a title and a description for every panel",
        ],
        [
            "a panel without a unit",
            () => replaced(AKOSHA, '"unit":"cpm",', ""),
            "a unit for every panel that shows numbers",
        ],
        [
            "a panel that asks nothing",
            () => replaced(AKOSHA, /"targets":\[\{[^\]]*\}\]/, '"targets":[]'),
            "something asked by every panel",
        ],
        [
            "a link to a dashboard that went",
            () => replaced(AKOSHA, "/d/mindcloud-akosha-query", "/d/mindcloud-akosha-queries"),
            "links to what is there",
        ],
        [
            "a runbook without that section",
            () => replaced(AKOSHA, "#highingestionbacklog", "#backlog"),
            "links to what is there",
        ],
        ["changes by hand", () => replaced(AKOSHA, '"editable":false', '"editable":true'), "nobody's own changes"],
    ];
    for (const [what, broken, rule] of mutations)
        it(`are found: ${what}`, () => {
            const found = problemsOf(broken(), FACTS);
            assert.notDeepEqual(JSON.stringify(broken()), JSON.stringify(dashboards), "nothing was broken");
            assert.ok(
                found.some((problem) => problem.startsWith(`${rule}: `)),
                `${rule} found nothing; found: ${found.join("; ")}`,
            );
        });
});
