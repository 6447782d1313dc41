import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { SUPPORTED_NODES } from "../../scripts/nodes";
import { tracked } from "../support/tracked";

const root = path.resolve(__dirname, "../..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const json = (file: string): Record<string, unknown> => JSON.parse(read(file)) as Record<string, unknown>;
const record = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;

describe("the packages", () => {
    const manifest = json("package.json");
    const locked = record(json("package-lock.json").packages);

    it("are named by exact versions, the same in the lock file", () => {
        const named = { ...record(manifest.dependencies), ...record(manifest.devDependencies) };
        assert.ok(Object.keys(named).length > 10);
        for (const [name, version] of Object.entries(named)) {
            // A second version of a package stands under a name of its own.
            const exact = /^(?:npm:[\w@/-]+@)?(\d+\.\d+\.\d+)$/.exec(String(version))?.[1];
            assert.ok(exact !== undefined, name);
            assert.equal(record(locked[`node_modules/${name}`]).version, exact, name);
        }
    });

    it("are locked by content, without an address of anybody's registry", () => {
        const packages = Object.entries(locked).filter(([place]) => place !== "");
        assert.ok(packages.length > 100);
        for (const [place, entry] of packages) {
            assert.equal(record(entry).resolved, undefined, place);
            // A package inside another's tarball has no tarball of its own.
            if (record(entry).inBundle !== true) assert.match(String(record(entry).integrity), /^sha512-/, place);
        }
    });

    it("may be used by anybody: every installed licence is permissive", () => {
        const permissive = new Set(
            ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC-BY-3.0", "CC0-1.0"].concat([
                "ISC",
                "MIT",
                "PSF-2.0",
                "Python-2.0",
                "Unlicense",
                "Artistic-2.0",
            ]),
        );
        const licences = installed(path.join(root, "node_modules")).map(({ name, version, license }) => ({
            name: `${name}@${version}`,
            permissive: license
                .replace(/[()]/g, "")
                .split(" OR ")
                .some((choice) => choice.split(" AND ").every((part) => permissive.has(part))),
            license,
        }));
        assert.ok(licences.length > 100);
        assert.deepEqual(
            licences.filter((each) => !each.permissive),
            [],
        );
    });

    it("pin the engine that the embedded cloud builds to the version of the SDK", () => {
        const sdk = String(record(manifest.dependencies)["@pulumi/pulumi"]);
        const engine = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(read("rehearsal/tools/pulumi/go.mod"))?.[1];
        assert.equal(engine, sdk);
    });

    it("agree on the oldest Node, whose types are those that code may use", () => {
        const [oldest] = SUPPORTED_NODES;
        assert.equal(record(manifest.engines).node, `>=${String(oldest)}.19`);
        assert.match(String(record(manifest.devDependencies)["@types/node"]), new RegExp(`^${String(oldest)}\\.`));
    });

    it("agree on the default Node: .nvmrc and every workflow", () => {
        const chosen = read(".nvmrc").trim();
        assert.ok(SUPPORTED_NODES.some((release) => String(release) === chosen));
        const pins = fs.readdirSync(path.join(root, ".github/workflows")).flatMap((file) =>
            // A matrix over all of them is expanded by GitHub.
            [...read(`.github/workflows/${file}`).matchAll(/node-version: *"?([^"\n]+)/g)].map(([, pin]) => [
                file,
                pin,
            ]),
        );
        assert.ok(pins.length >= 4);
        assert.deepEqual(
            pins.filter(([, pin]) => pin !== chosen && !pin?.startsWith("$")),
            [],
        );
    });

    it("are tried by the check workflow on every supported Node", () => {
        const matrix = /^ +node: \[(.+)\]$/m.exec(read(".github/workflows/check.yml"))?.[1];
        assert.deepEqual(matrix?.split(", ").map(Number), SUPPORTED_NODES);
    });

    it("start Node with nothing on the command line that a supported release would refuse", () => {
        const everywhere = /^(--(min|max)-semi-space-size=\d+|--max-old-space-size=\d+)$/;
        const flags = ["package.json", "Makefile", "scripts/run.sh", ".ci/run"].flatMap((file) =>
            [...read(file).matchAll(/\b(?:node|run\.sh|TWO :=)((?: --[\w-]+(?:=\S+)?)+)/g)].flatMap(([, words]) =>
                (words ?? "").trim().split(" "),
            ),
        );
        assert.ok(flags.length > 0);
        assert.deepEqual(
            flags.filter((flag) => !everywhere.test(flag)),
            [],
        );
    });
});

interface Installed {
    readonly name: string;
    readonly version: string;
    readonly license: string;
}

function installed(folder: string): readonly Installed[] {
    const found: Installed[] = [];
    for (const entry of fs.readdirSync(folder).filter((name) => !name.startsWith("."))) {
        const place = path.join(folder, entry);
        if (entry.startsWith("@")) {
            found.push(...installed(place));
            continue;
        }
        const { name, version, license, licenses } = JSON.parse(
            fs.readFileSync(path.join(place, "package.json"), "utf8"),
        ) as { name: string; version: string; license?: unknown; licenses?: unknown };
        found.push({ name, version, license: licenceOf(license ?? licenses, place) });
        if (fs.existsSync(path.join(place, "node_modules"))) found.push(...installed(path.join(place, "node_modules")));
    }
    return found;
}

/** Old packages say { type } or a list of those; some point at a file. */
function licenceOf(said: unknown, place: string): string {
    if (Array.isArray(said)) return said.map((each) => licenceOf(each, place)).join(" OR ");
    if (typeof said !== "string") return String(record(said).type);
    const file = /^SEE LICENSE IN (.+)$/.exec(said)?.[1];
    if (file === undefined) return said;
    return fs.readFileSync(path.join(place, file), "utf8").startsWith("The MIT License") ? "MIT" : said;
}

describe("the files that are committed", () => {
    // Stack files are their owner's.
    const texts = tracked.filter((file) => !/\.(png|jpg|ico|woff2?)$|^Pulumi\..+\.yaml$/.test(file));

    it("name no place on anybody's machine", () => {
        // In pieces, so that this file passes its own test.
        const places = new RegExp(
            ["work", "root", "Users", "home"].map((top) => `(?<![\\w.$})/-])/${top}/\\w`).join("|"),
        );
        assert.deepEqual(
            texts.filter((file) => places.test(read(file))),
            [],
        );
    });

    it("name no host of a package registry", () => {
        const registries = new RegExp(
            [
                "registry\\.npm" + "js\\.org",
                "files\\.python" + "hosted\\.org",
                "proxy\\.go" + "lang\\.org",
                "py" + "pi\\.org",
            ].join("|"),
        );
        assert.deepEqual(
            texts.filter((file) => registries.test(read(file))),
            [],
        );
    });

    it("hold no private key and no AWS key", () => {
        const keys = new RegExp(["-----BEGIN [A-Z ]*PRIVATE" + " KEY-----", "\\bAKIA" + "[0-9A-Z]{16}\\b"].join("|"));
        assert.deepEqual(
            texts.filter((file) => keys.test(read(file))),
            [],
        );
    });

    it("link only to files that are there", () => {
        const broken = texts
            .filter((file) => file.endsWith(".md"))
            .flatMap((file) =>
                [...withoutCode(read(file)).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)]
                    .map((match) => path.join(path.dirname(file), match[1] ?? ""))
                    .filter((target) => !fs.existsSync(path.join(root, target)))
                    .map((target) => `${file} -> ${target}`),
            );
        assert.deepEqual(broken, []);
    });

    it("are not made by a run: caches and packages stay outside", () => {
        assert.deepEqual(
            tracked.filter((file) => /^(node_modules|\.cache)\//.test(file)),
            [],
        );
    });

    it("carry the licence that package.json names, in full", () => {
        assert.equal(json("package.json").license, "Apache-2.0");
        const licence = read("LICENSE");
        assert.match(licence, /Apache License\s+Version 2\.0, January 2004/);
        assert.match(licence, /END OF TERMS AND CONDITIONS/);
    });
});

/** A link in code is none. */
const withoutCode = (markdown: string): string =>
    markdown.replace(/^(`{3,}|~{3,})[^]*?^\1/gm, "").replace(/`[^`\n]+`/g, "");
