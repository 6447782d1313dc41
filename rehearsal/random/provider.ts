import { randomInt } from "node:crypto";
import { secretOnTheWire } from "../../plan/values";
import { created, placeOf } from "../../plan/shapes";
import type { Difference, Provider, ReadState, State, Subject } from "../provider/provider";
import { revealAll, sameContent, type Properties } from "../engine/wire";

const SECRET_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
    "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
    "random:index/randomBytes:RandomBytes": ["base64", "hex"],
};

/** Random values live in Pulumi's state only: there is nothing in a cloud to journal, to find again or to leave behind. */
export class RandomProvider implements Provider {
    readonly version = "4.21.2";

    configure(): void {
        return undefined;
    }

    check(_subject: Subject, _olds: Properties, news: Properties): Properties {
        return news;
    }

    /** Any change draws again. */
    diff(_subject: Subject, _id: string, oldInputs: Properties, _oldOutputs: Properties, news: Properties): Difference {
        const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
        const changed = keys.filter((key) => !sameContent(oldInputs[key], news[key]));
        return { changed, replaces: changed, deleteBeforeReplace: false };
    }

    async create(subject: Subject, inputs: Properties): Promise<State> {
        const { id, outputs } = created(subject.type, subject.name, revealAll(inputs), placeOf({}), randomInt(2 ** 47));
        const secrets = SECRET_OUTPUTS[subject.type] ?? [];
        const marked = Object.entries(outputs).map(([key, value]) => [
            key,
            secrets.includes(key) ? secretOnTheWire(value) : value,
        ]);
        return Promise.resolve({ id, outputs: Object.fromEntries(marked) as Properties });
    }

    async read(_subject: Subject, id: string, known: { inputs: Properties; outputs: Properties }): Promise<ReadState> {
        return Promise.resolve({ id, ...known });
    }

    async update(_subject: Subject, _id: string, oldOutputs: Properties): Promise<Properties> {
        return Promise.resolve(oldOutputs);
    }

    async delete(): Promise<void> {
        return Promise.resolve();
    }

    cancel(): void {
        return undefined;
    }
}
