/** Headings of dashboards speak the words of the documents, of what is asked below them, or of the explanation: a slip of the pen stands alone. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Map } from "../../policy/inputs";
import { maps } from "../../policy/kubernetes";
import { COMPLETE, recordingOf } from "../support/recordings";
import { dashboardsOf } from "./queries";

const ROOT = path.join(__dirname, "../..");
/** Pages that are made from the program would have its slips. */
const MADE = /^docs\/(reference|pictures)\/|^docs\/(configuration|security|changes-by-key)\.md$/;

/** English that no page needed yet. */
const OTHERS = ["throttling", "paying", "quality"];

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];

function documented(): ReadonlySet<string> {
    const pages = fs
        .readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
        .map((file) => path.join("docs", file))
        .filter((file) => file.endsWith(".md") && !MADE.test(file));
    return new Set([...OTHERS, ...pages.flatMap((file) => wordsIn(fs.readFileSync(path.join(ROOT, file), "utf8")))]);
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a panel asks and explains, beside its own heading. */
const saidIn = (panel: Map): string =>
    [text(panel.description), ...maps(panel, "targets").map(({ expr }) => text(expr))].join(" ");

function strangeIn(inputs: Map, known: ReadonlySet<string>): readonly string[] {
    const panels = maps(inputs, "panels").flatMap((panel) => [panel, ...maps(panel, "panels")]);
    const headings = [
        [text(inputs.title), ""] as const,
        ...maps(inputs, "links").map(({ title }) => [text(title), ""] as const),
        ...panels.map((panel) => [text(panel.title), saidIn(panel)] as const),
    ];
    return headings.flatMap(([heading, said]) => {
        const below = new Set(wordsIn(said));
        return wordsIn(heading).filter((word) => !known.has(word) && !below.has(word));
    });
}

describe("dashboards", () => {
    it("are headed in the words of the documents", async () => {
        const known = documented();
        const { graph } = await recordingOf(COMPLETE, "update");
        const dashboards = dashboardsOf(graph);
        assert.ok(dashboards.length > 8);
        assert.deepEqual(
            dashboards.flatMap(({ where, inputs }) => strangeIn(inputs, known).map((word) => `${where}: ${word}`)),
            [],
        );
    });

    it("call what is chosen by the name of its variable, and say what it is", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const variables = dashboardsOf(graph).flatMap(({ inputs }) => maps(inputs, "templating.list"));
        assert.ok(variables.length > 8);
        for (const { name, label, description } of variables) {
            assert.equal(text(label).toLowerCase(), name);
            assert.match(text(description), /^[A-Z].{10,}\.$/, text(name));
        }
    });

    it("would show a slip", () => {
        const panel = { title: "Coldx store", targets: [{ expr: 'size{tier="cold"}' }] };
        assert.deepEqual(strangeIn({ title: "Akosha", panels: [panel] }, new Set(["akosha", "store"])), ["coldx"]);
    });
});
