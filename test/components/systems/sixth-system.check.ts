/** What the compiler says about a system that stands in one of the two lists only (docs/decisions/0007-two-lists-of-systems.md). */
import assert from "node:assert/strict";
import * as path from "node:path";
import ts from "typescript";
import { edits, FILES, FIXTURE, FOLDER } from "./sixth-system";

const ROOT = path.join(__dirname, "../../..");
const [INDEX, DEPLOY] = ["components/systems/index.ts", "components/systems/deploy.ts"];

const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
};
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);

/** Pulumi's types are most of the work: read once. */
const parsed = new Map<string, ts.SourceFile>();

/** Errors in deploy.ts alone: the rest of the program is what `make test` checks. */
function errorsIn(texts: Readonly<Record<string, string>>): string[] {
    const stands = FILES.map((file): [string, string] => {
        const fixture = path.relative(FOLDER, path.join(FIXTURE, path.parse(file).name));
        return [`${FOLDER}/${file}`, `export * from "${fixture}";`];
    });
    const virtual = new Map([...Object.entries(texts), ...stands].map(([file, text]) => [path.join(ROOT, file), text]));
    const host = ts.createCompilerHost(options);
    const disk = { ...host };
    host.fileExists = (file) => virtual.has(file) || disk.fileExists(file);
    host.readFile = (file) => virtual.get(file) ?? disk.readFile(file);
    host.directoryExists = (folder) => folder === path.join(ROOT, FOLDER) || disk.directoryExists?.(folder) !== false;
    host.getSourceFile = (file, version) => (virtual.has(file) ? undefined : parsed.get(file)) ?? parse(file, version);
    const parse = (file: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
        const text = host.readFile(file);
        const source = text === undefined ? undefined : ts.createSourceFile(file, text, version);
        if (source !== undefined && !virtual.has(file)) parsed.set(file, source);
        return source;
    };
    const program = ts.createProgram([path.join(ROOT, DEPLOY)], options, host);
    const file = program.getSourceFile(path.join(ROOT, DEPLOY));
    assert.ok(file !== undefined);
    return program
        .getSemanticDiagnostics(file)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("a sixth system, to the compiler", function () {
    this.timeout(600_000);
    const { texts } = edits();
    const only = (file: string) => Object.fromEntries(Object.entries(texts).filter(([each]) => each === file));

    it("is right in both lists", () => {
        assert.deepEqual(errorsIn(texts), []);
    });

    it("is an error without its line in deploy.ts", () => {
        const [error, ...more] = errorsIn(only(INDEX));
        assert.match(error ?? "", /^Property 'postbox' is missing in type /);
        assert.deepEqual(more, []);
    });

    it("is an error without its line in index.ts", () => {
        assert.match(errorsIn(only(DEPLOY)).join("\n"), /'postbox' does not exist in type /);
    });
});
