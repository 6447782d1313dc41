/** What the real engine tells of one run with a changed environment. */
import type { Event } from "../../../rehearsal/engine/event";
import { strings } from "../../../rehearsal/engine/wire";
import { Watch } from "../../../rehearsal/rehearse/watch";
import type { Rehearsed } from "../../../rehearsal/session/rehearsed";
import type { Case } from "./cases";
import { programOf } from "./recorded";

export const OPTIONS = {
    output: { write: () => undefined },
    minuteInMilliseconds: 0,
    kubernetes: "memory" as const,
};

export function rehearsed(change: Partial<Case>): Rehearsed {
    const { environment, run } = programOf(change);
    const { project, stack, region, data } = environment;
    const existing = [...strings(environment)].flatMap(({ path: keys, text }) => [...keys, text]);
    return { project, stack, region, data, config: {}, existing, deploy: run };
}

export type Operations = ReadonlyMap<string, string>;

/** By which the two orders are told apart, where order is asked about. */
export const FIRST = (process.env.FULL || process.env.ONLY || "") === "" ? "replace" : "replace, the old one first";

type Half = "create-replacement" | "delete-replaced";

export class Told {
    readonly #watch = new Watch();
    /** When each step began and ended, as places in the order of events. */
    readonly #began = new Map<string, number>();
    readonly #ended = new Map<string, number>();
    readonly #failed = new Set<string>();
    #events = 0;

    readonly take = (event: Event): void => {
        this.#watch.take(event);
        this.#events++;
        const failed = event.resOpFailedEvent?.metadata.urn;
        const { severity, urn = "" } = event.diagnosticEvent ?? {};
        if (failed !== undefined) this.#failed.add(failed);
        if (severity === "error" && urn !== "" && !urn.includes("::pulumi:pulumi:Stack::")) this.#failed.add(urn);
        this.#note(this.#began, event.resourcePreEvent);
        this.#note(this.#ended, event.resOutputsEvent);
    };

    #note(places: Map<string, number>, event: Event["resourcePreEvent"]): void {
        if (event === undefined) return;
        const { op, urn } = event.metadata;
        // `retainOnDelete`: the state lets go of it at the same place in the run.
        const key = `${op.replace(/^discard/, "delete")} ${urn}`;
        if (!places.has(key)) places.set(key, this.#events);
    }

    /** Of a replacement; never where it did not come to it. */
    began = (half: Half, urn: string): number => this.#began.get(`${half} ${urn}`) ?? Infinity;
    ended = (half: Half, urn: string): number => this.#ended.get(`${half} ${urn}`) ?? Infinity;

    /** URNs of what was refused. */
    failed = (): readonly string[] => [...this.#failed].sort();

    /** URNs of what is gone for good. */
    deleted = (): readonly string[] =>
        [...this.#ended.keys()].flatMap((key) => (key.startsWith("delete ") ? [key.slice("delete ".length)] : []));

    operations(): Operations {
        return new Map(
            this.#watch.all().map(({ urn, operation }) => {
                const first = this.began("delete-replaced", urn) < this.began("create-replacement", urn);
                return [urn, operation === "replace" && first ? FIRST : operation];
            }),
        );
    }
}
