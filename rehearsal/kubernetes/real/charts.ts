/**
 * A chart repository for every repository of the program: the archives that are at hand, or else charts of our own, each of which makes what
 * is known of it, for each release of it.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { stringify } from "yaml";
import type { ShapedRelease } from "../../cluster/shaped";
import type { Request, Response } from "./network";

/** Undefined where no chart of these comes from there. `archives`: a folder with the charts themselves. */
export function chartSite(
    releases: readonly ShapedRelease[],
    host: string,
    archives?: string,
): ((request: Request, response: Response) => void) | undefined {
    const here = releases.filter(({ repository }) => new URL(repository).host === host);
    if (here.length === 0) return undefined;
    return (request, response) => {
        const url = request.url ?? "";
        const chart = here.find((release) => url.endsWith(`/${archiveOf(release)}`));
        if (chart !== undefined)
            response.end(
                archives === undefined ? archive(chart, here) : fs.readFileSync(path.join(archives, archiveOf(chart))),
            );
        else if (url.endsWith("/index.yaml")) response.end(index(here));
        else response.writeHead(404).end();
    };
}

type Chart = Pick<ShapedRelease, "chart" | "version">;

export const archiveOf = ({ chart, version }: Chart): string => `${chart}-${version}.tgz`;

function index(releases: readonly ShapedRelease[]): string {
    const entries: Record<string, object[]> = {};
    for (const release of releases)
        entries[release.chart] = [{ ...descriptionOf(release), urls: [archiveOf(release)] }];
    return stringify({ apiVersion: "v1", entries });
}

const descriptionOf = ({ chart, version }: Chart) => ({ apiVersion: "v2", name: chart, version });

function archive(chart: ShapedRelease, releases: readonly ShapedRelease[]): Buffer {
    const same = releases.filter((other) => other.chart === chart.chart && other.version === chart.version);
    const templates = same.map(({ name, namespace, objects }) => {
        const lines = objects.map((object) => JSON.stringify(object));
        return `{{- if and (eq .Release.Name "${name}") (eq .Release.Namespace "${namespace}") }}\n${lines.join("\n---\n")}\n{{- end }}\n`;
    });
    const files = { "Chart.yaml": stringify(descriptionOf(chart)), "templates/objects.yaml": templates.join("---\n") };
    const entries = Object.entries(files).map(([name, text]) => entry(`${chart.chart}/${name}`, Buffer.from(text)));
    return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

const BLOCK = 512;

/** A file in a tar archive (POSIX ustar). */
function entry(name: string, content: Buffer): Buffer {
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0);
    header.write("0000644\0" + "0000000\0".repeat(2), 100);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0${" ".repeat(8)}0`, 124);
    header.write("ustar\x0000", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}
