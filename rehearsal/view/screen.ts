import type { Event } from "../engine/event";
import { Progress } from "./progress";
import { clock, done, groupsOf, total, tree, waitingFor } from "./text";

export interface Output {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
    write(text: string): unknown;
}

const REDRAW_MILLISECONDS = 120;
/** A log shows that it lives, and stays short. */
const HEARTBEAT_MILLISECONDS = 5000;

/** Shows a run: redrawn in place on a terminal, a line per finished component in a log. */
export class Screen {
    progress = new Progress();
    readonly #output: Output;
    readonly #started = Date.now();
    readonly #timer: NodeJS.Timeout;
    readonly #reported = new Set<string>();
    #drawn = 0;
    #lastLine = Date.now();

    constructor(output: Output) {
        this.#output = output;
        this.#timer = setInterval(() => {
            this.#tick();
        }, REDRAW_MILLISECONDS);
    }

    readonly onEvent = (event: Event): void => {
        this.progress.take(event, Date.now());
    };

    /** A line that stays. */
    say(line: string): void {
        this.#clear();
        this.#output.write(`${line}\n`);
        this.#lastLine = Date.now();
    }

    /** A second part of the same command begins. */
    restart(): void {
        this.#report();
        this.#reported.clear();
        this.progress = new Progress();
    }

    elapsed(): number {
        return Date.now() - this.#started;
    }

    /** Ends the live part; what was reported stays. */
    close(): void {
        clearInterval(this.#timer);
        this.#report();
        this.#clear();
    }

    #tick(): void {
        const now = Date.now();
        this.#report();
        if (this.#output.isTTY === true) {
            const lines = tree(
                this.progress,
                this.#started,
                now,
                Math.max(4, (this.#output.rows ?? 24) - 2),
                this.#output.columns ?? 80,
            );
            this.#clear();
            this.#output.write(lines.map((line) => `${line}\n`).join(""));
            this.#drawn = lines.length;
        } else if (now - this.#lastLine > HEARTBEAT_MILLISECONDS) {
            this.say(
                `${clock(this.elapsed())}  ${String(done(this.progress))} of ${String(total(this.progress.expected, this.progress))}  ${waitingFor(this.progress, now)}`,
            );
        }
    }

    #report(): void {
        for (const group of groupsOf(this.progress)) {
            if (group.done < group.total || group.changed === 0 || this.#reported.has(group.name)) continue;
            this.#reported.add(group.name);
            const count = group.total === 1 ? "1 resource" : `${String(group.total)} resources`;
            this.say(
                `${clock(group.ended - this.#started)}  ${group.name.padEnd(28)} ${count}${group.failed > 0 ? `, ${String(group.failed)} failed` : ""}`,
            );
        }
    }

    #clear(): void {
        if (this.#drawn > 0) this.#output.write(`\u001b[${String(this.#drawn)}A\u001b[0J`);
        this.#drawn = 0;
    }
}
