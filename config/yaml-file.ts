/** The text of a YAML file as Pulumi reads it: what it says, what is wrong with it as YAML, and where each key stands. */
import {
    isAlias,
    isMap,
    isPair,
    isScalar,
    isSeq,
    LineCounter,
    parseDocument,
    visit,
    type Document,
    type Node,
    type Pair,
    type Scalar,
    type YAMLError,
} from "yaml";
import { pulumiReading } from "./go-yaml";
import type { Place, Problem } from "./problems";

export interface YamlFile {
    /** Undefined where nothing can be read. */
    readonly root?: unknown;
    readonly problems: readonly Problem[];
    /** Where the key of these names stands, or the nearest one above it. */
    readonly placeOf: (keys: readonly string[]) => Place | undefined;
    /** The value there, as it is written, and where; undefined where it is none of one line, or not there. */
    readonly valueOf: (keys: readonly string[]) => ({ readonly source: string } & Place) | undefined;
}

export function parseYaml(text: string): YamlFile {
    const lines = new LineCounter();
    // `<<` merges, as in Pulumi's own YAML reader. Warnings would go to the terminal: what they are about is a problem here, or nothing.
    const document = parseDocument(text, { merge: true, lineCounter: lines, logLevel: "error" });
    const at = (offset: number): Place => {
        const { line, col } = lines.linePos(offset);
        return { line, column: col };
    };
    const placeOf = (keys: readonly string[]) => {
        const offset = offsetOf(document, keys);
        return offset === undefined ? undefined : at(offset);
    };
    const valueOf = (keys: readonly string[]) => {
        const node = nodeOf(document, keys);
        if (!isScalar(node) || node.source === undefined) return undefined;
        return { source: node.source, ...at(node.range?.[0] ?? 0) };
    };
    const errors = document.errors.map((error) => ({ ...yamlProblem(error, text), ...at(error.pos[0]) }));
    // After a key that stands twice the tree is whole; after anything else it would tell of what is not there.
    if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY")) return { problems: errors, placeOf, valueOf };
    const endless = endlessAliases(document, at);
    if (endless.length > 0) return { problems: [...errors, ...endless], placeOf, valueOf };
    const strange = [
        ...directiveProblems(document),
        ...tagProblems(document, at),
        ...keyProblems(document, at),
        ...scalarProblems(document, at),
    ];
    try {
        return { root: document.toJS(), problems: [...errors, ...strange], placeOf, valueOf };
    } catch (error) {
        return { problems: [aliasProblem(String(error))], placeOf, valueOf };
    }
}

function yamlProblem(error: YAMLError, text: string): Problem {
    const path = `line ${error.linePos?.[0].line ?? 1}`;
    if (error.code === "DUPLICATE_KEY") {
        const key = /^[^\s:]*(:[^\s:]+)*/.exec(text.slice(error.pos[0]))?.[0] ?? "";
        return { path, note: key, rule: "is written twice", fix: "keep one of the two" };
    }
    if (error.code === "TAB_AS_INDENT")
        return { path, rule: "is indented with a tab, which YAML forbids", fix: "indent with spaces" };
    if (error.code === "MULTIPLE_DOCS")
        return { path, rule: "begins a second document", fix: "keep one, and remove the line ---" };
    const said = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
    return { path, rule: `is not YAML: ${said}`, fix: "mend that line" };
}

/** An anchor that is missing, a merge of what is no map, or the parser's guard against "billion laughs". */
function aliasProblem(message: string): Problem {
    if (message.includes("Merge sources"))
        return { path: "<<", rule: "merges what is no map", fix: "write << with an alias of a map, or a list of such" };
    const name = /Unresolved alias[^:]*: (.*)$/.exec(message)?.[1];
    if (name === undefined) return { path: "YAML", rule: "has too many aliases", fix: "write the values out" };
    return { path: `*${name}`, rule: "is an alias without an anchor", fix: `write &${name} before what it stands for` };
}

/** An anchor within itself: Pulumi's reader refuses it, and ours would go round for ever. */
function endlessAliases(document: Document, at: (offset: number) => Place): Problem[] {
    const problems: Problem[] = [];
    visit(document, {
        Alias: (_key, node, above) => {
            if (!above.some((each) => !isPair(each) && "anchor" in each && each.anchor === node.source)) return;
            const place = at(node.range?.[0] ?? 0);
            const rule = "stands within what it stands for";
            problems.push({
                path: `line ${place.line}`,
                note: `*${node.source}`,
                rule,
                fix: "write the value out",
                ...place,
            });
        },
    });
    return problems;
}

/** Pulumi's reader refuses lists and maps as keys, and takes an empty one for "<nil>". They are left out of what is read. */
function keyProblems(document: Document, at: (offset: number) => Place): Problem[] {
    const problems: Problem[] = [];
    visit(document, {
        Pair: (_key, { key }) => {
            if (isScalar(key) && key.value !== null) return undefined;
            const place = at((key as Node | null)?.range?.[0] ?? 0);
            const isText = isScalar(key) && key.source !== undefined && key.source !== "";
            const rule = isText ? "is no text, and a key must be" : "is a key that is no text";
            const fix = isText ? `write it in quotes: "${key.source}"` : "write a name before the colon";
            const note = isText ? { note: key.source } : {};
            problems.push({ path: `line ${place.line}`, ...note, rule, fix, ...place });
            return visit.REMOVE;
        },
    });
    return problems;
}

/** Pulumi's reader ignores the version that a file claims; ours would obey. */
function directiveProblems(document: Document): Problem[] {
    const { version, explicit } = document.directives?.yaml ?? { version: "1.2" };
    if (explicit !== true || version === "1.2") return [];
    return [{ path: "line 1", rule: `claims YAML ${version}, and Pulumi does not read it so`, fix: "remove the line" }];
}

/** Tags that both readers understand alike; Pulumi's refuses `!!bool yes` and the like, which ours takes for text. */
const PLAIN_TAG = /^tag:yaml\.org,2002:(str|map|seq|merge)$/;

function tagProblems(document: Document, at: (offset: number) => Place): Problem[] {
    const problems: Problem[] = [];
    const look = (node: Node) => {
        if (isAlias(node) || node.tag === undefined || PLAIN_TAG.test(node.tag)) return;
        const place = at(node.range?.[0] ?? 0);
        const rule = "has a YAML tag, which Pulumi reads in its own way";
        const note = node.tag.replace("tag:yaml.org,2002:", "!!");
        problems.push({ path: `line ${place.line}`, note, rule, fix: "remove the tag", ...place });
    };
    visit(document, {
        Collection: (_key, node) => {
            look(node);
        },
        Scalar: (_key, node) => {
            look(node);
        },
    });
    return problems;
}

function scalarProblems(document: Document, at: (offset: number) => Place): Problem[] {
    const problems: Problem[] = [];
    visit(document, {
        Scalar: (_key, node) => {
            const found = differently(node);
            if (found === undefined) return;
            const place = at(node.range?.[0] ?? 0);
            problems.push({ path: `line ${place.line}`, note: node.source ?? "", ...found, ...place });
        },
    });
    return problems;
}

/** What is a number or a date to Pulumi, and something else to us, and to the person who wrote it. */
function differently({ type, source, value, tag }: Scalar): { rule: string; fix: string } | undefined {
    if (type !== "PLAIN" || source === undefined || tag !== undefined) return undefined;
    const reading = pulumiReading(source);
    if (reading.kind === "text" || reading.value === value) return undefined;
    const quoted = `write it in quotes: "${source}"`;
    if (reading.kind === "date") return { rule: `is a date to Pulumi, ${reading.value}`, fix: quoted };
    return { rule: `is a number to Pulumi, ${reading.value}`, fix: `${quoted}; or write ${reading.value}` };
}

function nodeOf(document: Document, keys: readonly string[]): unknown {
    return keys.reduce<unknown>(
        (node, key) => stepInto(resolved(node, document), key, document)?.node,
        document.contents,
    );
}

function offsetOf(document: Document, keys: readonly string[]): number | undefined {
    let node: unknown = document.contents;
    let offset: number | undefined;
    for (const key of keys) {
        const step = stepInto(resolved(node, document), key, document);
        if (step === undefined) return offset;
        offset = step.offset ?? offset;
        node = step.node;
    }
    return offset;
}

const resolved = (node: unknown, document: Document): unknown =>
    isAlias(node) ? (node.resolve(document) ?? undefined) : node;

function stepInto(
    node: unknown,
    key: string,
    document: Document,
): { readonly node: unknown; readonly offset: number | undefined } | undefined {
    if (isSeq(node)) {
        const item = node.items[Number(key)];
        return item === undefined ? undefined : { node: item, offset: (item as Node).range?.[0] };
    }
    if (!isMap(node)) return undefined;
    const own = node.items.find((pair) => isPair(pair) && keyOf(pair) === key);
    if (own !== undefined) return { node: own.value, offset: (own.key as Node).range?.[0] };
    for (const pair of node.items) {
        if (keyOf(pair) !== "<<") continue;
        const merged = resolved(pair.value, document);
        for (const one of isSeq(merged) ? merged.items.map((item) => resolved(item, document)) : [merged]) {
            const found = stepInto(one, key, document);
            if (found !== undefined) return found;
        }
    }
    return undefined;
}

const keyOf = ({ key }: Pair): string | undefined => (isScalar(key) ? (key.source ?? String(key.value)) : undefined);
