/** Files of a Go module, for what it publishes beside its code: API descriptions and custom resource definitions. Nothing is compiled. */
import { execFileSync } from "node:child_process";
import * as os from "node:os";

export interface GoModule {
    readonly module: string;
    /** With its v. */
    readonly version: string;
    /** As go.sum writes it: what was read when this line was written. */
    readonly sum: string;
}

/** Directory of its files in Go's own cache, which is filled once. Throws when the files are not those of `sum`. */
export function goModule({ module, version, sum }: GoModule): string {
    // Outside of any module, whatever the project has become around it.
    const answer = execFileSync("go", ["mod", "download", "-json", `${module}@${version}`], {
        cwd: os.tmpdir(),
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
    });
    const { Dir, Sum } = JSON.parse(answer) as { Dir: string; Sum: string };
    if (Sum !== sum) throw new Error(`${module}@${version} is ${Sum}, not ${sum}`);
    return Dir;
}
