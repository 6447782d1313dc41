/** Dashboards of an environment as Grafana reads them, and what they are held to. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { render } from "../../../../components/monitoring/dashboards/render";
import type { DashboardSpec } from "../../../../components/monitoring/dashboards/spec";
import { DATASOURCE_UIDS } from "../../../../components/monitoring/grafana";
import { pagesOf } from "../../../../components/systems/show";
import type { Map as Json } from "../../../../policy/inputs";
import { catalogueBySeries } from "../../../monitoring/catalogued";
import type { Stack } from "../../../support/recordings";
import type { Facts } from "./check";

const ROOT = path.join(__dirname, "../../../..");
const RUNBOOKS = "https://git.example.com/mindcloud/blob/main";
export const URLS = { runbooks: RUNBOOKS };

export const specsOf = ({ environment }: Stack): readonly DashboardSpec[] =>
    pagesOf(environment).flatMap(({ pages }) => pages);
export const jsonOf = (specs: readonly DashboardSpec[]): readonly Json[] =>
    specs.map((spec) => JSON.parse(JSON.stringify(render(spec, URLS))) as Json);

/** `file#section` of every section in every runbook, as code hosts make anchors. */
function sections(): ReadonlySet<string> {
    const folders = [
        "docs/runbooks",
        ...readdirSync(path.join(ROOT, "components/systems")).map((name) => `components/systems/${name}`),
    ];
    const files = folders.flatMap((folder) => {
        try {
            return readdirSync(path.join(ROOT, folder))
                .filter((name) => name.endsWith(".md"))
                .map((name) => `${folder}/${name}`);
        } catch {
            return []; // a file beside the systems' folders
        }
    });
    return new Set(
        files.flatMap((file) =>
            [...readFileSync(path.join(ROOT, file), "utf8").matchAll(/^## (\S+)$/gm)].map(
                ([, name = ""]) => `${file}#${name.toLowerCase()}`,
            ),
        ),
    );
}

export const FACTS: Facts = {
    sources: new Set(Object.values(DATASOURCE_UIDS)),
    catalogue: catalogueBySeries(),
    sections: sections(),
    runbooks: RUNBOOKS,
};
