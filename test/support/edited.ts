/** The program as it would be after an edit, without editing it: some modules are compiled from another text, loaded afresh and forgotten. */
import * as fs from "node:fs";
import Module from "node:module";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");

export interface Edits {
    /** New text of files, by path from the root. */
    readonly texts: Readonly<Record<string, string>>;
    /** Folders that are not there -> folders that stand in for them. */
    readonly folders: Readonly<Record<string, string>>;
}

type Handler = (module: { _compile: (code: string, file: string) => void }, file: string) => void;
interface Loader {
    readonly _extensions: Record<".ts", Handler>;
    _resolveFilename: (request: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => string;
}
/** What scripts/typescript-cache.js hooks into as well. */
const loader = Module as unknown as Loader;

const isOurs = (file: string): boolean => file.startsWith(ROOT) && !file.includes("/node_modules/");

/** `use` gets a `require` for paths from the root. The modules of the process itself are back when it has ended. */
export async function withEdits<T>(edits: Edits, use: (load: (file: string) => unknown) => Promise<T>): Promise<T> {
    const { _extensions, _resolveFilename } = loader;
    const compile = _extensions[".ts"];
    const kept = Object.entries(require.cache).filter(([file]) => isOurs(file));
    forget();
    _extensions[".ts"] = (module, file) => {
        const text = edits.texts[path.relative(ROOT, file)];
        if (text === undefined) compile(module, file);
        else module._compile(javascriptOf(text, file, compile), file);
    };
    loader._resolveFilename = (request, parent, ...rest) =>
        _resolveFilename(movedTo(request, parent?.filename, edits.folders), parent, ...rest);
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a path that is known only here
        return await use((file) => require(path.join(ROOT, file)));
    } finally {
        _extensions[".ts"] = compile;
        loader._resolveFilename = _resolveFilename;
        forget();
        for (const [file, module] of kept) require.cache[file] = module;
    }
}

function forget(): void {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- Node's own way to forget a module
    for (const file of Object.keys(require.cache).filter(isOurs)) delete require.cache[file];
}

/** By the loader's own compiler and its cache, under a name of its own. */
function javascriptOf(text: string, file: string, compile: Handler): string {
    const copy = path.join(ROOT, ".cache/edited", path.relative(ROOT, file));
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.writeFileSync(copy, text);
    let javascript = "";
    compile({ _compile: (code) => void (javascript = code) }, copy);
    return javascript;
}

function movedTo(request: string, from: string | undefined, folders: Edits["folders"]): string {
    if (!request.startsWith(".") || from === undefined) return request;
    const wanted = path.relative(ROOT, path.resolve(path.dirname(from), request));
    const folder = Object.keys(folders).find((each) => wanted.startsWith(`${each}/`));
    return folder === undefined ? request : path.join(ROOT, folders[folder] ?? "", path.relative(folder, wanted));
}
