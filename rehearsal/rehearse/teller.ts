import type { Output } from "../view/screen";
import type { Teller } from "./lab";
import { Interrupted } from "./rehearsal";
import { duration, lineOf } from "./report";

const HEARTBEAT_MILLISECONDS = 15_000;
const REDRAW_MILLISECONDS = 500;

/** A line for each step when it ends; until then one that moves on a terminal, and a word now and then in a log. */
export function telling(output: Output, stopped: Stopped): Teller & { off(): void } {
    let running: { what: string; progress: () => string; began: number } | undefined;
    let drawn = false;
    let spoke = Date.now();
    const clear = (): void => {
        if (drawn) output.write("\r\u001b[2K");
        drawn = false;
    };
    const timer = setInterval(() => {
        if (running === undefined) return;
        const { what, progress, began } = running;
        const line = `${duration((Date.now() - began) / 1000).padStart(9)}  ${what}  ${progress()}`;
        if (output.isTTY === true) {
            clear();
            output.write(line.slice(0, (output.columns ?? 80) - 1));
            drawn = true;
        } else if (Date.now() - spoke > HEARTBEAT_MILLISECONDS) {
            output.write(`${line} ...\n`);
            spoke = Date.now();
        }
    }, REDRAW_MILLISECONDS);
    return {
        begin: (what, progress) => {
            if (stopped.yes()) throw new Interrupted();
            running = { what, progress, began: Date.now() };
            spoke = Date.now();
        },
        end: (line) => {
            clear();
            running = undefined;
            output.write(
                lineOf(line)
                    .map((text) => `${text}\n`)
                    .join(""),
            );
        },
        off: () => {
            clear();
            clearInterval(timer);
        },
    };
}

export interface Stopped {
    yes(): boolean;
    off(): void;
}

/** A session listens to signals itself; between two of them nobody else does. */
export function whenStopped(): Stopped {
    let stopped = false;
    const stop = (): void => {
        stopped = true;
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, stop);
    return {
        yes: () => stopped,
        off: () => {
            for (const signal of signals) process.off(signal, stop);
        },
    };
}
