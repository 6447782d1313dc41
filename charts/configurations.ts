/** What a program reads when it starts, of a chart that writes this itself out of our values. */
import type { Configuration } from "../plan/charts/record";
import { valueAt } from "../plan/charts/variant";
import { listIn, mapIn, text, type Rendered } from "./rendered";

type Facts = Pick<Configuration, "arguments" | "files">;

/**
 * By chart: settings of its configuration that are an environment's own, and the value of ours that each is. Alloy's, Alertmanager's and the
 * exporters' configurations are our own text, and nobody needs a chart to read them.
 */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    loki: {
        bucketnames: "loki.storage.bucketNames.chunks",
        region: "loki.storage.s3.region",
        retention_period: "loki.limits_config.retention_period",
    },
};

/** Of each container of a StatefulSet that is given files. None of another chart. */
export function configurationsIn(chart: string, objects: readonly Rendered[], values: unknown): readonly Facts[] {
    const own = OWN[chart];
    if (own === undefined) return [];
    return objects
        .filter(({ kind }) => kind === "StatefulSet")
        .flatMap(({ spec }) => {
            const pod = mapIn(mapIn(mapIn(spec).template).spec);
            return listIn(pod.containers).map(({ args, volumeMounts }) => ({
                arguments: Array.isArray(args) ? args.map(text) : [],
                files: Object.fromEntries(
                    listIn(volumeMounts)
                        .flatMap((mount) => mounted(mount, pod, objects))
                        .map(([file, content]) => [file, linesOf(content, own, values)]),
                ),
            }));
        })
        .filter(({ files }) => Object.keys(files).length > 0);
}

/** Files of a ConfigMap; a Secret's are nobody's to write down. */
function mounted({ name, mountPath }: Rendered, pod: Rendered, objects: readonly Rendered[]): [string, string][] {
    const volume = mapIn(listIn(pod.volumes).find((each) => each.name === name)?.configMap);
    const map = objects.find(({ kind, metadata }) => kind === "ConfigMap" && mapIn(metadata).name === volume.name);
    const data = mapIn(map?.data);
    const items = listIn(volume.items ?? Object.keys(data).map((key) => ({ key, path: key })));
    return items.map(({ key, path }) => [`${text(mountPath)}/${text(path)}`, text(data[text(key)])]);
}

const SETTING = /^(\s*(\w+): )(.+)$/;

/** Only what is our value to the letter becomes its path: anything else stands as it came, and tells environments apart. */
function linesOf(content: string, own: Readonly<Record<string, string>>, values: unknown): readonly string[] {
    return content
        .trimEnd()
        .split("\n")
        .map((line) => {
            const [, before = "", key = "", value] = SETTING.exec(line) ?? [];
            const at = own[key];
            return at !== undefined && value === valueAt(values, at) ? `${before}<${at}>` : line;
        });
}
