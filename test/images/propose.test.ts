/** Digests for a stack file, and tags that move with the base. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { builtFrom, proposed, WORKLOADS } from "../../scripts/images/propose";

const ROOT = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

interface Row {
    readonly image: string;
    readonly folder: string;
    readonly bases: Readonly<Record<string, string>>;
    readonly smoke: { readonly uid?: number; readonly skipped?: string };
}
const rows = JSON.parse(read("images/images.json")) as readonly Row[];

const stack = `# kept
config:
    mindcloud:systems:
        akosha:
            workloads:
                query: { image: ${digest("a")} } # kept too
                aging: { image: absent }
        memstack: { workloads: { api: { image: stand-in }, worker: { image: "${digest("a")}" } } }
`;

describe("digests for a stack file", () => {
    it("go where a digest of the same image stands, and touch nothing else", () => {
        const { text, lines } = proposed(stack, [{ image: "akosha", digest: digest("b") }]);
        assert.equal(text, stack.replace(digest("a"), digest("b")));
        assert.deepEqual(lines, [`- akosha.workloads.query: ${digest("a")} -> ${digest("b")}`]);
    });

    it("change several places at once, and leave a stand-in as it is", () => {
        const built = ["akosha", "memstack"].map((image) => ({ image, digest: digest("c") }));
        const { text, lines } = proposed(stack, built);
        assert.equal(lines.length, 2);
        assert.match(text, /api: \{ image: stand-in \}, worker: \{ image: sha256:c{64} \}/);
    });

    it("say nothing where nothing is newer", () => {
        assert.deepEqual(proposed(stack, [{ image: "akosha", digest: digest("a") }]), { text: stack, lines: [] });
    });

    it("are digests", () => {
        assert.deepEqual(builtFrom(`{"image":"akosha","digest":"${digest("a")}"}\n\n`).length, 1);
        assert.throws(() => builtFrom('{"image":"akosha","digest":"latest"}'), /is not an image with its digest/);
    });

    it("are known for every image that is not the stand-in, at workloads that the configuration has", () => {
        const images = rows.map(({ image }) => image).filter((image) => image !== "stand-in");
        assert.deepEqual(Object.keys(WORKLOADS).sort(), images.sort());
        const reference = read("docs/configuration.md");
        for (const [system, name] of Object.values(WORKLOADS).flatMap((all) => all.map((one) => one.split("."))))
            assert.ok(reference.includes(`\`systems.${system}.workloads.${name}.image\``), `${system}.${name}`);
    });
});

describe("images.json", () => {
    it("names the bases of each Dockerfile, with the tag that it has by default", () => {
        for (const { image, folder, bases } of rows) {
            const given = [...read(`${folder}/Dockerfile`).matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, base]) => [
                name,
                base,
            ]);
            const named = Object.entries(bases).map(([name, base]) => [name, base.split("@")[0]]);
            assert.deepEqual(named, given, image);
            for (const base of Object.values(bases)) assert.match(base, /^[^@]+(@sha256:[0-9a-f]{64})?$/, image);
        }
    });

    it("names each base alike wherever it stands, and by digest once one of them is: what the weekly pull request writes is whole", () => {
        assert.deepEqual(unevenBases(rows.map(({ bases }) => bases)), []);
        const [one, other] = [digest("a"), digest("b")];
        assert.deepEqual(unevenBases([{ A: `r/a:1@${one}` }, { B: `r/a:1@${other}` }]), [`r/a:1: @${one}, @${other}`]);
        assert.deepEqual(unevenBases([{ A: `r/a:1@${one}`, B: "r/b:1" }]), ["r/b:1: a tag beside digests"]);
    });

    it("says how each image is tried before it is pushed, as the user of its Dockerfile, or why it is not", () => {
        for (const { image, folder, smoke } of rows)
            if (smoke.skipped === undefined)
                assert.ok(read(`${folder}/Dockerfile`).includes(`\nUSER ${String(smoke.uid)}:`), image);
            else assert.ok(smoke.skipped.length > 10, image);
    });
});

describe("base images", () => {
    const resolve = (bases: Readonly<Record<string, string>>) =>
        spawnSync("sh", ["scripts/images/resolve-bases.sh"], {
            ...{ cwd: ROOT, encoding: "utf8", env: { PATH: process.env.PATH }, input: JSON.stringify(bases) },
        });

    before(function () {
        if (spawnSync("jq", ["--version"]).status !== 0) this.skip();
    });

    it("keep the digests that they have", () => {
        const bases = { RUNTIME: `a/b:1@${digest("a")}`, SDK: `a/c:1@${digest("b")}` };
        assert.deepEqual(JSON.parse(resolve(bases).stdout), bases);
    });

    it("are refused as a whole when one has no digest that is one", () => {
        const { status, stdout, stderr } = resolve({ RUNTIME: `a/b:1@${digest("a")}`, SDK: "a/c:1@sha256:abc" });
        assert.deepEqual([status, stdout], [2, ""]);
        assert.match(stderr, /^SDK: a\/c:1@sha256:abc has no digest that is one\n$/);
    });
});

describe("an image's tag", () => {
    const tag = (bases: Readonly<Record<string, string>>) =>
        spawnSync("sh", ["scripts/images/tag.sh"], {
            cwd: ROOT,
            encoding: "utf8",
            env: {
                PATH: process.env.PATH,
                FOLDER: "images/akosha",
                COMMIT: "a".repeat(40),
                BASES: JSON.stringify(bases),
            },
        });

    before(function () {
        const tools = [
            ["jq", "--version"],
            ["git", "rev-parse", "HEAD"],
        ] as const;
        if (tools.some(([tool, ...words]) => spawnSync(tool, words, { cwd: ROOT }).status !== 0)) this.skip();
    });

    it("is another one when a base is patched, and the same for the same bases", () => {
        const [one, again, patched] = ["b", "b", "c"].map(
            (letter) => tag({ PYTHON: `python:3@${digest(letter)}` }).stdout,
        );
        assert.match(one ?? "", /^a{12}-[0-9a-f]{12}-[0-9a-f]{12}\n$/);
        assert.equal(again, one);
        assert.notEqual(patched, one);
    });

    it("is refused for a base without a digest", () => {
        const { status, stderr } = tag({ PYTHON: "python:3" });
        assert.equal(status, 2);
        assert.match(stderr, /every base needs a digest/);
    });
});

function unevenBases(all: readonly Readonly<Record<string, string>>[]): readonly string[] {
    const digests = new Map<string, Set<string>>();
    for (const base of all.flatMap((bases) => Object.values(bases))) {
        const [tag = ""] = base.split("@");
        digests.set(tag, (digests.get(tag) ?? new Set()).add(base.slice(tag.length)));
    }
    const pinned = [...digests.values()].some((found) => [...found].some((each) => each !== ""));
    return [...digests].flatMap(([tag, found]) => [
        ...(found.size > 1 ? [`${tag}: ${[...found].join(", ")}`] : []),
        ...(pinned && found.has("") ? [`${tag}: a tag beside digests`] : []),
    ]);
}
