import { counted, kindOf } from "../../words";
import type { Change } from "../change";
import type { Reading } from "../reading";
import { said } from "../said";
import { grouped, MANY } from "./group";
import type { Section } from "./section";

export function counts({ changes, ignored, settings, rewritten, providers = [] }: Reading): Section {
    const lines = (["replace", "delete", "update", "rename", "create"] as const).flatMap((operation) => {
        const all = changes.filter((change) => change.operation === operation);
        if (all.length === 0) return [];
        const kinds = [...grouped(all, ({ type }) => kindOf(type))]
            .sort((one, other) => other.length - one.length)
            .map((group) => counted(group.length, kindOf(group[0]?.type ?? "")));
        const shown = kinds.slice(0, 8);
        const more = kinds.length > 8 ? `, ${String(kinds.length - 8)} more kinds` : "";
        return [`${operation}  ${String(all.length)}: ${shown.join(", ")}${more}`];
    });
    return {
        title: "changes",
        lines: [
            ...lines,
            ...rewritten.map(
                (path) => `secret ${path} was set again: whether it is another value, only its owner knows`,
            ),
            ...ignored
                .map(({ name, paths, why }) => `${name}: ${paths.join(", ")} differ, and no step follows (${why})`)
                .slice(0, MANY),
            ...settings
                .filter(isProvider)
                .map(({ now, old, operation, changed }) =>
                    [`${operation} provider ${(now ?? old)?.name ?? ""}`, changed.join(", ")]
                        .filter((word) => word !== "")
                        .join(": "),
                ),
            ...providers.map(
                ({ name, old = "none", new: now = "none" }) =>
                    `${name} ${old} -> ${now}: what this provider does otherwise with the same arguments is not compared; its release notes and pulumi preview say`,
            ),
        ],
        details: changes.flatMap(detail),
    };
}

/** The rest of what is no resource of a cloud only groups. */
const isProvider = ({ urn }: { readonly urn: string }): boolean => urn.includes("pulumi:providers:");

const MOST_PROPERTIES = 8;

function detail(change: Change): readonly string[] {
    const { operation, type, name, deleteBeforeReplace, because, properties, renamedFrom, refusal } = change;
    const order =
        operation === "replace"
            ? deleteBeforeReplace
                ? " (the old one goes first)"
                : " (the new one comes first)"
            : "";
    const why = because.length > 0 ? `, because of ${because.map(shortName).join(", ")}` : "";
    const head = `${operation}  ${kindOf(type)} ${name}${order}${why}${renamedFrom === undefined ? "" : `, was ${renamedFrom}`}${refusal === undefined ? "" : "  REFUSED"}`;
    const fold = foldedContent(change);
    if (fold !== undefined) return [head, `    ${fold}`];
    return [
        head,
        ...properties
            .slice(0, MOST_PROPERTIES)
            .map(
                ({ path, old, new: now, replaces }) =>
                    `    ${path}: ${text(old)} -> ${text(now)}${replaces ? "  [replaces]" : ""}`,
            ),
        ...(properties.length > MOST_PROPERTIES ? [`    and ${String(properties.length - MOST_PROPERTIES)} more`] : []),
    ];
}

/** What nobody reads line by line. */
function foldedContent({ type, name, properties, now, old }: Change): string | undefined {
    if (properties.length === 0) return undefined;
    if (type === "kubernetes:core/v1:ConfigMap" && name.startsWith("dashboards")) return "the dashboard's JSON differs";
    if (type === "kubernetes:helm.sh/v3:Release" && old?.inputs.version !== now?.inputs.version)
        return `chart ${text(old?.inputs.version)} -> ${text(now?.inputs.version)}: what the charts themselves bring was not compared`;
    return undefined;
}

function text(value: unknown): string {
    if (value === undefined) return "nothing";
    const line = said(value).replaceAll("\n", " / ");
    return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}

const shortName = (urn: string): string => urn.split("::").at(-1) ?? urn;
