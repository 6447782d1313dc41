/** A headless Chromium by its own protocol, over a pipe: https://chromedevtools.github.io/devtools-protocol/ */
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** $CHROMIUM, else the first on the PATH. */
export function chromium(): string | undefined {
    if (process.env.CHROMIUM !== undefined && process.env.CHROMIUM !== "") return process.env.CHROMIUM;
    const folders = (process.env.PATH ?? "").split(path.delimiter);
    return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) =>
        fs.existsSync(file),
    );
}

type Json = Readonly<Record<string, unknown>>;
interface Waiting {
    readonly resolve: (value: Json) => void;
    readonly reject: (error: Error) => void;
}

export class Browser {
    readonly #process: ChildProcess;
    readonly #input: Writable;
    readonly #waiting = new Map<number, Waiting>();
    readonly #profile: string;
    readonly #listeners = new Set<(method: string, params: Json, session: string) => void>();
    #id = 0;
    #rest = "";

    constructor(program: string) {
        this.#profile = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-browser-"));
        const flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ];
        const quiet = [
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-zygote",
        ];
        this.#process = spawn(
            program,
            [...flags, ...quiet, "--remote-debugging-pipe", `--user-data-dir=${this.#profile}`, "about:blank"],
            { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
        );
        this.#input = this.#process.stdio[3] as Writable;
        (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
            this.#receive(text);
        });
        const ended = (why: string): void => {
            for (const { reject } of this.#waiting.values()) reject(new Error(`${program} ${why}`));
            this.#waiting.clear();
        };
        this.#process.on("error", ({ message }) => {
            ended(message);
        });
        this.#process.on("exit", (code) => {
            ended(`ended with ${String(code)}`);
        });
    }

    async open(url: string, width: number, scheme: "light" | "dark" = "light"): Promise<Page> {
        const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
        const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
        const page = new Page(this, String(sessionId));
        this.#listeners.add(page.listen);
        await page.load(url, width, scheme);
        return page;
    }

    send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
        const id = ++this.#id;
        this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
        return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    }

    async close(): Promise<void> {
        const gone = new Promise((resolve) => this.#process.once("exit", resolve));
        this.#process.kill("SIGKILL");
        await gone;
        fs.rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
    }

    #receive(text: string): void {
        const messages = (this.#rest + text).split("\0");
        this.#rest = messages.pop() ?? "";
        for (const message of messages) {
            const { id, result, error, method, params, sessionId } = JSON.parse(message) as {
                readonly id?: number;
                readonly result?: Json;
                readonly error?: { readonly message: string };
                readonly method?: string;
                readonly params?: Json;
                readonly sessionId?: string;
            };
            if (id === undefined)
                for (const listen of this.#listeners) listen(method ?? "", params ?? {}, sessionId ?? "");
            else {
                const waiting = this.#waiting.get(id);
                this.#waiting.delete(id);
                if (error === undefined) waiting?.resolve(result ?? {});
                else waiting?.reject(new Error(error.message));
            }
        }
    }
}

export class Page {
    /** What a reader's console would show in red, and what the page asked anybody for. */
    readonly complaints: string[] = [];
    readonly requests: string[] = [];
    readonly #browser: Browser;
    readonly #session: string;
    #loaded = (): void => undefined;

    constructor(browser: Browser, session: string) {
        this.#browser = browser;
        this.#session = session;
    }

    readonly listen = (method: string, params: Json, session: string): void => {
        if (session !== this.#session) return;
        if (method === "Page.loadEventFired") this.#loaded();
        if (method === "Runtime.exceptionThrown") this.complaints.push(JSON.stringify(params.exceptionDetails));
        if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(String(params.type)))
            this.complaints.push(JSON.stringify(params.args));
        if (method === "Log.entryAdded") this.complaints.push(JSON.stringify(params.entry));
        if (method === "Network.requestWillBeSent") this.requests.push((params.request as { url: string }).url);
    };

    async load(url: string, width: number, scheme: string): Promise<void> {
        for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.#send(`${domain}.enable`);
        const phone = width < 600;
        await this.#send("Emulation.setDeviceMetricsOverride", {
            ...{ width, height: phone ? 844 : 900, deviceScaleFactor: 1, mobile: phone },
        });
        await this.#send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
        const loaded = new Promise<void>((resolve) => (this.#loaded = resolve));
        await this.#send("Page.navigate", { url });
        await loaded;
    }

    /** The value of an expression, a promise's when it is one. */
    async evaluate(expression: string): Promise<unknown> {
        const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
            ...{ expression, returnByValue: true, awaitPromise: true },
        });
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return (result as Json).value;
    }

    /** Waits for a condition, not for a time. */
    until(condition: string): Promise<unknown> {
        return this.evaluate(
            `new Promise((done) => { const look = () => (${condition} ? done(true) : requestAnimationFrame(look)); look(); })`,
        );
    }

    async press(key: string, modifiers = 0): Promise<void> {
        const text = key.length === 1 ? { text: key } : key === "Enter" ? { text: "\r" } : {};
        const code = { Tab: 9, Enter: 13, Escape: 27 }[key] ?? key.charCodeAt(0);
        const event = { key, modifiers, windowsVirtualKeyCode: code, ...text };
        await this.#send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
        await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    }

    async type(text: string): Promise<void> {
        await this.#send("Input.insertText", { text });
    }

    async screenshot(file: string, whole = false): Promise<void> {
        const { data } = await this.#send("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole });
        fs.writeFileSync(file, Buffer.from(String(data), "base64"));
    }

    #send(method: string, params: Json = {}): Promise<Json> {
        return this.#browser.send(method, params, this.#session);
    }
}
