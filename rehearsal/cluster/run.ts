import { spawn } from "node:child_process";

export interface RunOptions {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
}

export async function run(
    file: string,
    args: readonly string[],
    { env, input }: RunOptions = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn(file, [...args], {
        stdio: ["pipe", "pipe", "pipe"],
        env: env ?? { PATH: process.env.PATH ?? "", HOME: "/nonexistent" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
        stream.on("data", (data: Buffer) => {
            output += data.toString();
        });
    child.stdin.on("error", () => undefined); // it may end before it has read everything, and says so by its status
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve); // not `exit`: what it said may be read later than its end
    });
    return { code, output };
}
