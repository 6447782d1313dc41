/** Runs what it is given, at most so many at a time; who came first is first. */
export function turns(atATime: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
    let busy = 0;
    const waiting: (() => void)[] = [];
    return async (work) => {
        if (busy === atATime) await new Promise<void>((resolve) => waiting.push(resolve));
        else busy++;
        try {
            return await work();
        } finally {
            const next = waiting.shift();
            if (next === undefined) busy--;
            else next();
        }
    };
}
