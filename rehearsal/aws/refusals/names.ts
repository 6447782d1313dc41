import { BY_ID, UNIQUE } from "../../../plan/replacements/taken";
import { factsOf, type CloudObject } from "../../cloud/store";
import { text, wordOf, type Creation, type Rule } from "./refusal";

const kindOf = (type: string): string => type.split(":")[1] ?? type;

const unique = UNIQUE.map(({ type, by, code, source }): Rule<Creation> => ({
    id: `names.${kindOf(type)}`,
    source,
    codes: [code],
    refuses: (request) => {
        const [named = ""] = by;
        const wanted = request.outputs[named];
        if (request.type !== type || wanted === undefined) return undefined;
        const other = othersOf(request).find((object) => {
            const facts = factsOf(object);
            return by.every((property) => facts[property] === request.outputs[property]);
        });
        if (other === undefined) return undefined;
        return {
            code: wordOf(code),
            problem: `${named} "${text(wanted)}" is taken (${other.name})`,
            fix: `change ${named} of one of the two, or import the one that exists`,
        };
    },
}));

const byId = BY_ID.map(({ type, code, source }): Rule<Creation> => ({
    id: `names.${kindOf(type)}`,
    source,
    codes: [code],
    refuses: ({ type: asked, id, inputs, object, store }) => {
        const other = asked === type && object === undefined ? store.find(type, id) : undefined;
        // An UPSERT is never refused, and then the record has two owners.
        if (other === undefined || inputs.allowOverwrite === true) return undefined;
        return {
            code: wordOf(code),
            problem: `${id} exists already (${other.name})`,
            fix: "change the name of one of the two, or import the one that exists",
        };
    },
}));

/** Logical names may repeat in AWS; a name that AWS still keeps from a deleted object may not be taken. */
const nameReserved: Rule<Creation> = {
    id: "names.reserved",
    source: "secretsmanager DeleteSecret, CreateSecret",
    codes: ["secretsmanager:InvalidRequestException"],
    refuses: ({ type, outputs, object, store }) => {
        const kept = store
            .remainders(type)
            .find((remainder) => remainder.blocksName && remainder.key === text(outputs.name));
        if (kept === undefined || object !== undefined) return undefined;
        return {
            code: "InvalidRequestException",
            problem: `name "${kept.key}" is still taken: ${kept.name} is ${kept.because}`,
            fix: "restore it and import it, take another name, or delete with recoveryWindowInDays 0 (data: disposable) so that the name is free at once",
        };
    },
};

/**
 * A rule of this project's, not of AWS: put, attach and associate calls overwrite in silence or change nothing, and from then on two
 * resources of the program, or two environments, fight over one object of AWS.
 */
const twoOwners: Rule<Creation> = {
    id: "names.twoOwners",
    source: 'plan/papers/README.md, "Two owners"',
    codes: ["mindcloud:TwoOwners"],
    refuses: ({ type, id, object, store }) => {
        const other = object === undefined ? store.find(type, id) : undefined;
        if (other === undefined) return undefined;
        return {
            code: "TwoOwners",
            problem: `${id} belongs to ${other.name} already. AWS would take this and overwrite it; from then on two resources would change it in turn`,
            fix: "let one resource say both, or import the one that exists",
        };
    },
};

export const names: readonly Rule<Creation>[] = [nameReserved, ...unique, ...byId, twoOwners];

function othersOf({ type, object, store }: Creation): readonly CloudObject[] {
    return store.live(type).filter((other) => other.id !== object?.id);
}
