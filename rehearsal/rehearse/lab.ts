import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import type { Graph } from "../../plan/graph";
import { record } from "../../plan/record";
import { Store, type CloudObject } from "../cloud/store";
import { findControlPlane } from "../cluster";
import { EngineFailed } from "../engine/command";
import { down } from "../commands/down";
import { drift } from "../commands/drift";
import { recover } from "../commands/recover";
import { sayProblems } from "../commands/report";
import { up } from "../commands/up";
import { connect, disconnect } from "../kubernetes/real/cluster";
import { madeByPulumi } from "../kubernetes/real/inventory";
import { mindcloud } from "../session/mindcloud";
import { pathsOf, type Paths } from "../session/paths";
import type { Rehearsed } from "../session/rehearsed";
import { inSession } from "../session/in-session";
import type { Options, Session } from "../session/session";
import { readState, type State } from "../engine/state";
import { Interrupted, type Asked, type Findings, type Line } from "./findings";
import { writeStackFile, type Patch } from "./stack-file";
import { Watch, type Step } from "./watch";

/** What came of one command. */
export interface Run {
    readonly status: number;
    readonly steps: readonly Step[];
    readonly failed: readonly string[];
    readonly events: readonly string[];
    /** What a person would have read. */
    readonly text: string;
    readonly milliseconds: number;
}

export interface Teller {
    /** A step begins; what it says replaces the line while it lasts. */
    begin(what: string, progress: () => string): void;
    end(line: Line): void;
}

export type CommandOptions = Partial<
    Pick<
        Options,
        "faults" | "minuteInMilliseconds" | "checkpoints" | "parallel" | "clockFile" | "kubernetes" | "refresh" | "as"
    >
>;

/** An embedded cloud of its own in which a rehearsal does to a committed stack what it wants. */
export class Lab {
    readonly stack: string;
    /** Of the checkout whose program is rehearsed. */
    readonly checkout: string;
    /** Where its stack files are: the checkout, unless others are asked for. */
    readonly stackFiles: string;
    readonly full: boolean;
    /** What else was asked of the rehearsal, by name. */
    readonly asked: Asked;
    readonly paths: Paths;
    readonly lines: Line[] = [];
    readonly #teller: Teller;
    #patches: readonly Patch[] = [];
    #progress = (): string => "";
    #made = (): number => 0;
    #wrap = (rehearsed: Rehearsed): Rehearsed => rehearsed;

    constructor(options: {
        readonly checkout: string;
        readonly directory: string;
        readonly stack: string;
        readonly full: boolean;
        readonly asked?: Asked;
        readonly teller: Teller;
    }) {
        this.checkout = options.checkout;
        this.stackFiles = options.asked?.stackFiles ?? options.checkout;
        this.stack = options.stack;
        this.full = options.full;
        this.asked = options.asked ?? {};
        this.#teller = options.teller;
        this.paths = pathsOf(options.directory, options.stack);
        fs.rmSync(options.directory, { recursive: true, force: true });
        this.edit();
    }

    /** From here on the stack file is the committed one with these changes. */
    edit(...patches: readonly Patch[]): void {
        this.#patches = patches;
        writeStackFile(this.stackFiles, this.paths.root, this.stack, patches);
    }

    /** From here on the stack file is this text, whatever is committed. */
    use(text: string): void {
        this.#patches = [];
        fs.mkdirSync(this.paths.root, { recursive: true });
        fs.writeFileSync(this.#file(), text);
    }

    /** What the stack file says now. */
    text(): string {
        return fs.readFileSync(this.#file(), "utf8");
    }

    #file(): string {
        return path.join(this.paths.root, `Pulumi.${this.stack}.yaml`);
    }

    get patches(): readonly Patch[] {
        return this.#patches;
    }

    /** From here on the program is another one around the same environment. */
    wrap(wrap: (rehearsed: Rehearsed) => Rehearsed): void {
        this.#wrap = wrap;
    }

    /** The environment as the stack file now says it. Throws what is wrong with the file. */
    rehearsed(): Rehearsed {
        const loaded = mindcloud(this.paths.root)(this.stack);
        if ("problems" in loaded) throw new Error(loaded.problems);
        return this.#wrap(loaded);
    }

    /** What the engine will be asked for, known beforehand. */
    async graph(): Promise<Graph> {
        const rehearsed = this.rehearsed();
        const { project, stack } = rehearsed;
        return (await record(() => rehearsed.deploy(), { project, stack, mode: "preview" })).graph;
    }

    environment(): Environment {
        const loaded = loadStackFile(this.#file());
        if (!loaded.ok) throw new Error(formatProblems(`Pulumi.${this.stack}.yaml`, loaded.problems));
        return loaded.environment;
    }

    /** One step of the rehearsal: its line appears when it ends, and its findings are what falls short. */
    async step<Value>(what: string, work: () => Promise<Value>, check: (value: Value) => Checked): Promise<Value> {
        const started = Date.now();
        this.#teller.begin(what, () => this.#progress());
        const value = await work();
        const { findings, fact } = checked(check(value));
        const line = { what, seconds: (Date.now() - started) / 1000, findings, fact };
        this.lines.push(line);
        this.#teller.end(line);
        return value;
    }

    up(options: CommandOptions = {}): Promise<Run> {
        return this.#command("up", options, up);
    }

    down(options: CommandOptions = {}): Promise<Run> {
        return this.#command("down", options, down);
    }

    recover(): Promise<Run> {
        return this.#command("recover", {}, recover);
    }

    /** An `up` that writes the state once, at its end: much faster, and nothing in a lab needs to survive a kill. */
    upQuickly(): Promise<Run> {
        return this.engine("up", {}, ({ engine, rehearsed, screen }) =>
            engine.up(() => rehearsed.deploy(), screen.onEvent, "last"),
        );
    }

    /** An `up` that goes on with what does not depend on what failed; nothing else is looked at before. */
    upAsFarAsPossible(options: CommandOptions = {}): Promise<Run> {
        return this.engine("up", options, ({ engine, rehearsed, screen }) =>
            engine.up(() => rehearsed.deploy(), screen.onEvent, options.checkpoints ?? "every", {
                continueOnError: true,
            }),
        );
    }

    preview(): Promise<Run> {
        return this.engine("preview", {}, ({ engine, rehearsed, screen }) =>
            engine.preview(() => rehearsed.deploy(), screen.onEvent),
        );
    }

    drift(): Promise<Run> {
        return this.#command("drift", {}, drift);
    }

    /** What really exists, beside what the state says. Writes nothing. */
    compare(): Promise<Run> {
        return this.engine("compare", {}, ({ engine, screen }) => engine.refresh(screen.onEvent, true));
    }

    /** Straight to the engine; a refusal is status 1. */
    engine(command: string, options: CommandOptions, work: (session: Session) => Promise<void>): Promise<Run> {
        return this.#command(command, options, async (session) => {
            try {
                await work(session);
                return 0;
            } catch (error) {
                if (!(error instanceof EngineFailed)) throw error;
                sayProblems(session.screen, error);
                session.screen.say(error.message);
                return session.interrupted() ? 130 : 1;
            }
        });
    }

    /** Resources that the command which is at work has finished with. */
    made(): number {
        return this.#made();
    }

    state(): State {
        return readState(this.paths, this.rehearsed().project, this.stack);
    }

    /** Everything that exists, on a control plane too. */
    async standing(): Promise<readonly CloudObject[]> {
        const plane = await findControlPlane(this.paths.cluster);
        if (plane === undefined) return this.cloud().live();
        const cluster = connect(plane.kubeconfig);
        try {
            return [...this.cloud().live(), ...(await madeByPulumi(cluster))];
        } finally {
            disconnect(cluster);
        }
    }

    cloud(): Store {
        return Store.open(this.paths.work, "readOnly");
    }

    remove(): void {
        fs.rmSync(this.paths.root, { recursive: true, force: true });
    }

    async #command(
        command: string,
        options: CommandOptions,
        work: (session: Session) => Promise<number>,
    ): Promise<Run> {
        const watch = new Watch();
        const started = Date.now();
        let text = "";
        const output = {
            write: (part: string) => {
                text += part;
            },
        };
        const status = await inSession(
            `rehearse (${command})`,
            this.rehearsed(),
            { root: this.paths.root, output, minuteInMilliseconds: 0, ...options },
            async (session) => {
                const { screen } = session;
                const tell = screen.onEvent;
                Object.assign(screen, {
                    onEvent: (event: Parameters<typeof tell>[0]) => {
                        watch.take(event);
                        tell(event);
                    },
                });
                this.#made = () => watch.steps().length;
                this.#progress = () => `${command}: ${String(watch.steps().length)} resources`;
                const ended = await work(session);
                return session.interrupted() ? 130 : ended;
            },
        );
        this.#progress = () => "";
        this.#made = () => 0;
        const events = watch.events();
        this.#keep("events.jsonl", events.map((event) => `${event}\n`).join(""));
        this.#keep("output.txt", text);
        if (status === 130) throw new Interrupted();
        return {
            ...{ status, text, events, steps: watch.steps(), failed: watch.failed() },
            milliseconds: Date.now() - started,
        };
    }

    /** Beside the state, where the search for secrets looks too. */
    #keep(name: string, text: string): void {
        fs.mkdirSync(this.paths.root, { recursive: true });
        fs.appendFileSync(path.join(this.paths.root, name), text);
    }
}

type Checked = Findings | { readonly findings: Findings; readonly fact: string };

function checked(result: Checked): { findings: Findings; fact?: string } {
    return "findings" in result ? result : { findings: result };
}
