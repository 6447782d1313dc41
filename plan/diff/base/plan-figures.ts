/** What a plan says of money, room, rules and secrets: it was counted after an up, and a plan's resources are those of a preview. */
import { CATEGORIES, type Line } from "../../cost/line";
import { isMap } from "../../values";
import type { Figures, NamedFinding } from "../figures";

type Json = Readonly<Record<string, unknown>>;

/** Undefined where the plan has no such figures: one of an older release, or a list of resources. */
export function figuresIn({ cost, capacity, policy, missing, resources }: Json): Figures | undefined {
    if (!isMap(cost) || !isMap(policy) || !isMap(missing)) return undefined;
    const { floor, ceiling, budget, withinBudget } = cost;
    const [lines, findings, secrets] = [maps(cost.lines), maps(policy.findings), maps(missing.secrets)];
    if (typeof floor !== "number" || typeof ceiling !== "number" || typeof budget !== "number") return undefined;
    if (!lines?.every(isLine) || !findings?.every(isFinding) || !secrets?.every(isSecret)) return undefined;
    return {
        cost: { floor, ceiling, budget, withinBudget: withinBudget === true, lines },
        ...(isMap(capacity) && { capacity: { fits: capacity.fits === true, text: [] } }),
        findings: findings.map((finding) => ({ ...finding, name: nameIn(finding.urn, resources) })),
        missing: secrets,
    };
}

const maps = (value: unknown): readonly Json[] | undefined =>
    Array.isArray(value) && value.every(isMap) ? value : undefined;

function nameIn(urn: string, resources: unknown): string {
    const name = maps(resources)?.find((resource) => resource.urn === urn)?.name;
    return typeof name === "string" ? name : urn;
}

const words = (json: Json, ...keys: readonly string[]): boolean => keys.every((key) => typeof json[key] === "string");

const isLine = (json: Json): json is Json & Line =>
    words(json, "owner", "item", "category") &&
    Object.hasOwn(CATEGORIES, String(json.category)) &&
    typeof json.floor === "number" &&
    typeof json.ceiling === "number";

const isFinding = (json: Json): json is Json & Omit<NamedFinding, "name"> => words(json, "rule", "urn", "message");

const isSecret = (json: Json): json is Json & Figures["missing"][number] => words(json, "path", "command");
