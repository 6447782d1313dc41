/** A real Prometheus for a test: started, asked, stopped. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { goProgramNow } from "../../rehearsal/programs/go-programs";

export interface Files {
    readonly configuration: object;
    /** By file name. */
    readonly rules: Readonly<Record<string, object>>;
}

export interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
}

export interface ActiveTarget {
    readonly labels: Readonly<Record<string, string>>;
    readonly health: string;
    readonly lastError: string;
}

export class Prometheus {
    readonly #url: string;
    readonly #process: ChildProcess;
    readonly #directory: string;
    #log = "";

    private constructor(url: string, process: ChildProcess, directory: string) {
        this.#url = url;
        this.#process = process;
        this.#directory = directory;
        process.stderr?.on("data", (data: Buffer) => (this.#log += data.toString()));
    }

    /** promtool reads the files first, as `prometheus.yml` and what it includes. */
    static async start(files: Files, port: number): Promise<Prometheus> {
        const directory = mkdtempSync(path.join(os.tmpdir(), "prometheus-"));
        const configuration = writeFiles(directory, files);
        const check = spawnSync(goProgramNow("promtool"), ["check", "config", configuration], { encoding: "utf8" });
        if (check.status !== 0) throw new Error(`promtool refuses the configuration:\n${check.stdout}${check.stderr}`);
        const address = `127.0.0.1:${String(port)}`;
        const flags = [
            `--config.file=${configuration}`,
            `--storage.tsdb.path=${path.join(directory, "data")}`,
            `--web.listen-address=${address}`,
            "--log.level=warn",
        ];
        const child = spawn(goProgramNow("prometheus"), flags, { stdio: ["ignore", "ignore", "pipe"] });
        const server = new Prometheus(`http://${address}`, child, directory);
        await server.#ready();
        return server;
    }

    async #ready(): Promise<void> {
        for (let tries = 0; tries < 100 && this.#process.exitCode === null; tries++) {
            const answer = await fetch(`${this.#url}/-/ready`).catch(() => undefined);
            if (answer?.ok === true) return;
            await pause(100);
        }
        await this.stop();
        throw new Error(`Prometheus did not start:\n${this.#log}`);
    }

    get address(): string {
        return new URL(this.#url).host;
    }

    /** Samples of an instant query, at a moment in seconds; throws what Prometheus says when it cannot evaluate it. */
    async query(expr: string, time: number): Promise<readonly Sample[]> {
        const form = { query: expr, time: String(time) };
        const data = await this.api<{ resultType: string; result: unknown }>("query", form);
        if (data.resultType === "vector") return data.result as readonly Sample[];
        return [{ metric: {}, value: data.result as Sample["value"] }]; // a scalar
    }

    async targets(): Promise<readonly ActiveTarget[]> {
        return (await this.api<{ activeTargets: readonly ActiveTarget[] }>("targets")).activeTargets;
    }

    async api<Data>(what: string, form: Readonly<Record<string, string>> = {}): Promise<Data> {
        const post = Object.keys(form).length > 0;
        const answer = await fetch(`${this.#url}/api/v1/${what}`, {
            ...(post && { method: "POST", body: new URLSearchParams(form) }),
        });
        const { status, data, error } = (await answer.json()) as { status: string; data: Data; error?: string };
        if (status !== "success") throw new Error(error);
        return data;
    }

    async stop(): Promise<void> {
        if (this.#process.exitCode === null) {
            this.#process.kill("SIGTERM");
            await once(this.#process, "close");
        }
        rmSync(this.#directory, { recursive: true, force: true });
    }
}

/** JSON is YAML. */
export function writeFiles(directory: string, { configuration, rules }: Files): string {
    for (const [name, content] of Object.entries(rules))
        writeFileSync(path.join(directory, name), JSON.stringify(content));
    const file = path.join(directory, "prometheus.yml");
    writeFileSync(file, JSON.stringify({ ...configuration, rule_files: Object.keys(rules) }));
    return file;
}
