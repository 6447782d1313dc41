import type { Place } from "../../plan/shapes";
import { decide, refusalText, type Principal, type Request } from "../../iam/evaluate";
import { requestsOf, rowOf, type Surroundings, type Tags, type Thing, type Work } from "../../iam/requests";
import { factsOf, type CloudObject, type Store } from "../cloud/store";
import { revealAll } from "../engine/wire";

/** Holds what is asked of the embedded AWS against the policies of whoever asks. */
export class Gate {
    readonly #caller: Principal;
    readonly #store: Store;
    readonly #record: (request: Request) => void;
    /** What is older was there before this run. */
    readonly #newest: number;

    constructor(caller: Principal, store: Store, record: (request: Request) => void) {
        this.#caller = caller;
        this.#store = store;
        this.#record = record;
        this.#newest = Math.max(0, ...store.live().map(({ serial }) => serial));
    }

    /** The first refusal, in AWS's words; undefined when all of it is allowed. */
    refusal(work: Work, thing: Thing, place: Place): string | undefined {
        for (const request of requestsOf(work, thing, this.#around(place))) {
            this.#record(request);
            const decision = decide(this.#caller, request);
            if (!decision.allowed) return `AccessDenied: ${refusalText(this.#caller, request, decision)}`;
        }
        return undefined;
    }

    #around(place: Place): Surroundings {
        return {
            place: { account: place.account, region: place.region, partition: place.partition },
            tagsOf: (arn) => {
                const id = /[:/]([^:/]+)$/.exec(arn)?.[1];
                const found = this.#store
                    .live()
                    .find((object) => object.outputs.arn === arn || object.id === id || object.id === arn);
                return found === undefined || this.#countsLate(found) ? undefined : tagsOf(found);
            },
            find: (type, reference) => {
                const found = this.#store
                    .live(type)
                    .find(({ id, outputs }) => [id, outputs.name, outputs.arn].includes(reference));
                return found === undefined ? undefined : factsOf(found);
            },
        };
    }

    /** Minutes are moments here, so for as long as the run takes that made it. */
    #countsLate({ type, serial }: CloudObject): boolean {
        return serial > this.#newest && rowOf(type).tagsCountLate !== undefined;
    }
}

export function tagsOf(object: CloudObject): Tags | undefined {
    const tags = revealAll({ tagsAll: object.outputs.tagsAll }).tagsAll;
    return tags as Tags | undefined;
}
