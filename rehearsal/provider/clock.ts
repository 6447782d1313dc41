const TICK_MILLISECONDS = 10;
/** Ticks that are looked back on: some 400 ms, more on a machine that does other work. */
const WINDOW = 40;
/** Of these, in so many somebody may compute: a screen is redrawn, memory is measured. Who has work to do computes in all of them. */
const MOST_BUSY = 12;

interface Waiting {
    readonly due: number;
    readonly resolve: () => void;
}

export interface Around {
    /** Requests that wait for an answer. */
    inFlight(): number;
    /** Whether somebody who may ask next computes just now. */
    compute(): boolean;
}

/**
 * Time that stands still while somebody works, and jumps to the end of the next wait when nobody does: the makespan of a deployment as AWS
 * and the engine's order make it, the same on a fast machine and on a busy one. The engine's own work, some seconds, is not in it.
 * A jump too early starts what comes after it late, so that the figure errs on the long side.
 */
export class Clock {
    readonly #around: Around;
    readonly #onPassed: (milliseconds: number) => void;
    #waiting: Waiting[] = [];
    #now = 0;
    #busy: boolean[] = [];
    #timer: NodeJS.Timeout | undefined;

    /** `onPassed`: the time, whenever a wait ends. */
    constructor(around: Around, onPassed: (milliseconds: number) => void) {
        this.#around = around;
        this.#onPassed = onPassed;
    }

    pause(milliseconds: number): Promise<void> {
        this.#timer ??= setInterval(() => {
            this.#tick();
        }, TICK_MILLISECONDS);
        this.#busy = [];
        return new Promise((resolve) => this.#waiting.push({ due: this.#now + milliseconds, resolve }));
    }

    #tick(): void {
        if (this.#around.inFlight() > this.#waiting.length) this.#busy = [];
        else this.#busy = [...this.#busy.slice(1 - WINDOW), this.#around.compute()];
        if (this.#busy.length < WINDOW || this.#busy.filter(Boolean).length > MOST_BUSY) return;
        this.#now = Math.min(...this.#waiting.map(({ due }) => due));
        const over = this.#waiting.filter(({ due }) => due <= this.#now);
        this.#waiting = this.#waiting.filter(({ due }) => due > this.#now);
        this.#busy = [];
        for (const { resolve } of over) resolve();
        this.#onPassed(this.#now);
        if (this.#waiting.length > 0) return;
        clearInterval(this.#timer);
        this.#timer = undefined;
    }
}
