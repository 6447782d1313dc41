import * as fs from "node:fs";

/**
 * Lines that are on the disk before anybody is told about them. Writers that come while a write is under way share the
 * next one, so that 64 parallel creates cost a few disk flushes, not 64.
 */
export class Journal {
    readonly #descriptor: number;
    #waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
    #writing = false;

    constructor(file: string) {
        this.#descriptor = fs.openSync(file, "a", 0o600);
    }

    append(entry: unknown): Promise<void> {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ line: JSON.stringify(entry) + "\n", resolve, reject });
            if (!this.#writing) this.#write();
        });
    }

    #write(): void {
        const batch = this.#waiting;
        this.#waiting = [];
        this.#writing = batch.length > 0;
        if (batch.length === 0) return;

        const finish = (error: unknown): void => {
            for (const writer of batch)
                if (error === null) writer.resolve();
                else writer.reject(error);
            this.#write();
        };
        fs.write(this.#descriptor, batch.map((writer) => writer.line).join(""), (error) => {
            if (error === null) fs.fdatasync(this.#descriptor, finish);
            else finish(error);
        });
    }

    /** The entries of a journal; a last line that a kill cut short was never answered, so it does not count. */
    static read(file: string): unknown[] {
        if (!fs.existsSync(file)) return [];
        const text = fs.readFileSync(file, "utf8");
        return text
            .slice(0, text.lastIndexOf("\n") + 1)
            .split("\n")
            .filter((line) => line !== "")
            .map((line): unknown => JSON.parse(line));
    }

    /** Replaces the file in one step: after a kill there is the old journal or the new one, whole. */
    static rewrite(file: string, entries: readonly unknown[]): void {
        const draft = `${file}.draft`;
        const descriptor = fs.openSync(draft, "w", 0o600);
        fs.writeSync(descriptor, entries.map((entry) => JSON.stringify(entry) + "\n").join(""));
        fs.fsyncSync(descriptor);
        fs.closeSync(descriptor);
        fs.renameSync(draft, file);
    }
}
