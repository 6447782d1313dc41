/** What the graph cannot show: it holds one token per component, whoever registered it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const COMPONENTS = path.join(__dirname, "../../components");

interface Component {
    readonly file: string;
    readonly className: string;
    readonly token: string;
}

/** Classes that extend ComponentResource, with the first argument of their `super`. */
const components: readonly Component[] = readdirSync(COMPONENTS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
        const source = readFileSync(path.join(COMPONENTS, file), "utf8");
        const classes = source.matchAll(
            /^(?:export )?(?:abstract )?class (\w+)[^{]* extends pulumi\.ComponentResource\b[\s\S]*?super\(\s*("[^"]*"|[^,]*),/gm,
        );
        return [...classes].map(([, className = "", token = ""]) => ({
            file,
            className,
            token: token.replaceAll('"', ""),
        }));
    });

describe("component classes", () => {
    it("are all found", () => {
        const named = readdirSync(COMPONENTS, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .flatMap((file) => [
                ...readFileSync(path.join(COMPONENTS, file), "utf8").matchAll(/extends pulumi\.ComponentResource\b/g),
            ]);
        assert.equal(components.length, named.length);
        assert.ok(components.length >= 15);
    });

    it("have the type mindcloud:<folder>:<Class>", () => {
        const expected = components.map(
            ({ file, className }) => `mindcloud:${file.split(path.sep)[0] ?? ""}:${className}`,
        );
        assert.deepEqual(
            components.map(({ token }) => token),
            expected,
        );
    });

    it("have a type that no other class has", () => {
        const tokens = components.map(({ token }) => token);
        assert.deepEqual(
            tokens.filter((token, index) => tokens.indexOf(token) !== index),
            [],
        );
    });
});
