/** Requests to a real API server as somebody: as `operate` and `view` are let in by EKS, with their groups, or as who may everything. */
import * as https from "node:https";
import { ACCESS_GROUPS } from "../../../components/aws/access";
import { readKubeconfig } from "../../../rehearsal/kubernetes/real/access";
import { answerTo } from "../../../rehearsal/kubernetes/real/api";

export type Level = "operate" | "view";

export const GROUPS: Readonly<Record<Level, readonly string[]>> = {
    operate: [ACCESS_GROUPS.view, ACCESS_GROUPS.operate],
    view: [ACCESS_GROUPS.view],
};

/** For kubectl. */
export const flagsOf = (level: Level): readonly string[] => [
    "--as=olga",
    ...GROUPS[level].map((group) => `--as-group=${group}`),
];

export interface Answer {
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
}

export type Json = Readonly<Record<string, unknown>>;

const PATCHES = {
    merge: "application/merge-patch+json",
    strategic: "application/strategic-merge-patch+json",
} as const;

/** Milliseconds: a connection that the server is about to close is not used again. */
const IDLE = 20_000;

export class Asker {
    readonly #access: ReturnType<typeof readKubeconfig>;
    readonly #agent = new https.Agent({ keepAlive: true, maxSockets: 32, timeout: IDLE });

    constructor(kubeconfig: string) {
        this.#access = readKubeconfig(kubeconfig);
    }

    close(): void {
        this.#agent.destroy();
    }

    async ask(
        method: string,
        path: string,
        {
            as,
            body,
            patch,
            accept = "application/json",
        }: { as?: Level; body?: unknown; patch?: keyof typeof PATCHES; accept?: string } = {},
    ): Promise<Answer> {
        const { server, ca, cert, key } = this.#access;
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = {
            accept,
            ...(text !== undefined && { "content-type": patch ? PATCHES[patch] : "application/json" }),
            ...(as && { "impersonate-user": "olga", "impersonate-group": [...GROUPS[as], "system:authenticated"] }),
        };
        const request = https.request(`${server}${path}`, { method, headers, ca, cert, key, agent: this.#agent });
        const { status, answer } = await answerTo(request, text);
        return { status, body: answer };
    }

    /** A change that is judged whole and not kept. */
    try(method: string, path: string, options: Parameters<Asker["ask"]>[2]): Promise<Answer> {
        return this.ask(method, `${path}${path.includes("?") ? "&" : "?"}dryRun=All`, options);
    }
}

/** By RBAC, or by one of the laws: a patch of a custom resource that a law refuses is called invalid, and says whose refusal it is. */
export const refused = ({ status, body }: Answer): boolean =>
    status === 403 || (status === 422 && String(body.message).includes("ValidatingAdmissionPolicy 'mindcloud-"));

/** As many as the connections there are, in the order of the list. */
export async function inTurns<T, R>(
    all: readonly T[],
    work: (one: T) => Promise<R>,
    beside = 32,
): Promise<readonly R[]> {
    const results: R[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
        for (let index = next++; index < all.length; index = next++) results[index] = await work(all[index] as T);
    };
    await Promise.all(Array.from({ length: beside }, worker));
    return results;
}
