/** Charts by their repositories' archives, kept in .cache/charts. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { CHARTS, type ChartVersion } from "../config/versions";

export const ARCHIVES = path.join(__dirname, "..", ".cache", "charts");

const WAIT_MILLISECONDS = 120_000;

/** The folder with the archive, or why it cannot be had. */
export async function archiveOf(
    { chart, version, repository }: Pick<ChartVersion, "chart" | "version" | "repository">,
    folder: string,
): Promise<{ readonly folder: string } | { readonly problem: string }> {
    const file = path.join(folder, `${chart}-${version}.tgz`);
    if (fs.existsSync(file)) return { folder };
    try {
        const index = parse(await textAt(`${repository}/index.yaml`)) as Index;
        const entry = index.entries?.[chart]?.find((each) => each.version === version);
        const [url] = entry?.urls ?? [];
        if (url === undefined) return { problem: `${repository} has no ${chart} ${version}` };
        const response = await asked(new URL(url, `${repository}/`).toString());
        fs.mkdirSync(folder, { recursive: true });
        // Complete, or not at all: an archive that is there is taken as it is.
        fs.writeFileSync(`${file}.part`, Buffer.from(await response.arrayBuffer()));
        fs.renameSync(`${file}.part`, file);
        return { folder };
    } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
        return { problem: `${chart} ${version}: ${(error as Error).message}${cause}` };
    }
}

/** Without asking anybody: the folder that `CHARTS` names (`real`: none), or that `make charts` has filled. */
export function chartsAtHand(from = process.env.CHARTS ?? ""): { readonly folder: string } | { readonly none: string } {
    if (from !== "" && from !== "real") return { folder: path.resolve(from) };
    const lacking = Object.values(CHARTS).filter(
        ({ chart, version }) => !fs.existsSync(path.join(ARCHIVES, `${chart}-${version}.tgz`)),
    );
    if (lacking.length === 0) return { folder: ARCHIVES };
    return { none: `${String(lacking.length)} charts are not in .cache/charts: run make charts, or say CHARTS=DIR` };
}

interface Index {
    readonly entries?: Readonly<
        Record<string, readonly { readonly version: string; readonly urls?: readonly string[] }[] | undefined>
    >;
}

const textAt = async (url: string): Promise<string> => (await asked(url)).text();

async function asked(url: string): Promise<Response> {
    const response = await fetch(url, { signal: AbortSignal.timeout(WAIT_MILLISECONDS) });
    if (!response.ok) throw new Error(`${url} answers ${String(response.status)}`);
    return response;
}
