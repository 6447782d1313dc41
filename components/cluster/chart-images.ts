/** Values by which a chart takes its images from the registries of the stack file. A chart's own name of an image is never repeated in values. */
import { hostOf, mirrored, needsLogin } from "../../config/images";
import { CHART_PULL_SECRETS, CHART_SOURCES } from "../../config/versions";
import { LOGINS_SECRET } from "../workload/registry-logins";
import type { Site } from "../workload/site";

type Tree = Readonly<Record<string, unknown>>;

export function withImageSources(chart: string, values: object, site: Pick<Site, "sources"> | undefined): object {
    const sources = site?.sources;
    if (sources === undefined) return values;
    const images = CHART_SOURCES[chart] ?? [];
    const moved = images
        .filter(({ image }) => mirrored(image, sources) !== image)
        .reduce<Tree>((tree, { image, at, as }) => {
            const there = mirrored(image, sources);
            return as === "whole"
                ? put(tree, `${at}.repository`, there)
                : put(tree, `${at}.registry`, there.slice(0, hostOf(image).length - image.length));
        }, values as Tree);
    const secrets = CHART_PULL_SECRETS[chart];
    if (secrets === undefined || !images.some(({ image }) => needsLogin(image, sources))) return moved;
    return put(moved, secrets.at, [secrets.as === "names" ? LOGINS_SECRET : { name: LOGINS_SECRET }]);
}

function put(tree: Tree, at: string, value: unknown): Tree {
    const [key = "", ...rest] = at.split(".");
    if (rest.length === 0) return { ...tree, [key]: value };
    return { ...tree, [key]: put((tree[key] ?? {}) as Tree, rest.join("."), value) };
}
