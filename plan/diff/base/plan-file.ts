import * as fs from "node:fs";
import { environmentFrom, OUTPUT } from "../../../config/transition/deployed";
import { Graph, type RecordedResource } from "../../graph";
import { isMap, UNKNOWN } from "../../values";
import type { Side } from "../side";
import { InputError } from "../../input-error";
import { reasonOf } from "./git";
import { Incomparable } from "./incomparable";
import { figuresIn } from "./plan-figures";

/** What `npm run plan -- --format json` wrote. Its secrets are words, so they cannot be compared; a plan knows no value of AWS's. */
export function sideFromPlan(file: string): Side {
    let document: unknown;
    try {
        document = JSON.parse(fs.readFileSync(file, "utf8"));
    } catch (error) {
        throw new InputError(`--base-plan ${file} cannot be read as JSON: ${reasonOf(error)}`);
    }
    if (!isMap(document) || !Array.isArray(document.resources) || !document.resources.every(isResource))
        throw new InputError(
            `--base-plan ${file} is no plan: write one with npm run --silent plan -- --format json --out FILE`,
        );
    const resources = (document.resources as RecordedResource[]).map((resource) => ({
        ...resource,
        inputs: opened(resource.inputs),
    }));
    const environment = isMap(document.outputs) ? environmentFrom(document.outputs[OUTPUT]) : undefined;
    const figures = figuresIn(document);
    return {
        graph: new Graph(resources),
        secrets: {},
        encrypted: new Map(),
        ...(environment !== undefined && { environment }),
        ...(figures !== undefined && { figures }),
    };
}

const INCOMPARABLE = new Incomparable();

function opened(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const open = (value: unknown): unknown => {
        if (value === "[unknown]") return UNKNOWN;
        if (value === "[secret]") return INCOMPARABLE;
        if (Array.isArray(value)) return value.map(open);
        return isMap(value) ? opened(value) : value;
    };
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, open(value)]));
}

const isResource = (each: unknown): boolean =>
    isMap(each) && [each.urn, each.type, each.name].every((word) => typeof word === "string") && isMap(each.inputs);
