/** `TOOLS=download`: a released program instead of a build, when its bytes are those that its project's checksum names. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Download } from "./released";

/** What went wrong, in a sentence; the program is then built. */
export class NotDownloaded extends Error {}

/** Writes the program to `file`, and nothing where anything is wrong. */
export async function download({ url, sums, member }: Download, file: string): Promise<void> {
    const name = url.slice(url.lastIndexOf("/") + 1);
    const wanted = sumOf((await fetched(sums)).toString("utf8"), name);
    if (wanted === undefined) throw new NotDownloaded(`${sums} names no SHA-256 of ${name}`);
    const bytes = await fetched(url);
    const sum = createHash("sha256").update(bytes).digest("hex");
    if (sum !== wanted) throw new NotDownloaded(`${url} has the SHA-256 ${sum}, and not ${wanted}`);
    const folder = `${file}.download`;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    try {
        const program = path.join(folder, name);
        fs.writeFileSync(program, bytes, { mode: 0o755 });
        fs.renameSync(member === undefined ? program : unpacked(program, member, folder), file);
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

function unpacked(archive: string, member: string, folder: string): string {
    const { status, stderr } = spawnSync("tar", ["-xzf", archive, "-C", folder, member], { encoding: "utf8" });
    if (status !== 0) throw new NotDownloaded(`${path.basename(archive)} holds no ${member}: ${stderr.trim()}`);
    return path.join(folder, member);
}

/** A list of `<sum>  <file>`, or a file with a sum alone. */
function sumOf(text: string, name: string): string | undefined {
    const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
    const line = lines.find(([sum, file]) => (file ?? name).replace(/^\*/, "") === name && sum !== undefined);
    return /^[0-9a-f]{64}$/.test(line?.[0] ?? "") ? line?.[0] : undefined;
}

async function fetched(url: string): Promise<Buffer> {
    const answer = await fetch(url).catch((error: unknown) => {
        throw new NotDownloaded(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (!answer.ok) throw new NotDownloaded(`${url} answers ${String(answer.status)}`);
    return Buffer.from(await answer.arrayBuffer());
}
