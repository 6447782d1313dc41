/** Which files of the project a file brings with it, from what the files say: `import`, `export ... from`, `import()` and `require` of a literal. */
import fs from "node:fs";
import path from "node:path";

/** By file, relative to the root: the files that it names. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const OUTSIDE = new Set(["node_modules", ".cache", ".git"]);
const NAMED = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*)["'](\.{1,2}\/[^"']+)["']/g;

export function filesUnder(root: string, folder = ""): readonly string[] {
    return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const name = path.join(folder, entry.name);
        if (entry.isDirectory()) return OUTSIDE.has(entry.name) ? [] : filesUnder(root, name);
        return entry.isFile() ? [name] : [];
    });
}

export function importsOf(root: string, files = filesUnder(root)): Imports {
    const known = new Set(files);
    const resolved = (from: string, name: string): readonly string[] => {
        const base = path.join(path.dirname(from), name);
        return [base, `${base}.ts`, `${base}.js`, `${base}.mjs`, path.join(base, "index.ts")]
            .filter((file) => known.has(file))
            .slice(0, 1);
    };
    const code = files.filter((file) => /\.(ts|js|mjs)$/.test(file));
    return new Map(
        code.map((file) => {
            const text = fs.readFileSync(path.join(root, file), "utf8");
            return [file, [...text.matchAll(NAMED)].flatMap(([, name = ""]) => resolved(file, name))];
        }),
    );
}

/** The file itself and everything that it brings, however far. */
export function reachOf(imports: Imports, file: string): ReadonlySet<string> {
    const reached = new Set([file]);
    for (const each of reached) for (const next of imports.get(each) ?? []) reached.add(next);
    return reached;
}
