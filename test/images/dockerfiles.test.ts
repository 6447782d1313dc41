import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

/** Instructions with their continuation lines, without comments. */
function instructions(folder: string): string[] {
    return read(`images/${folder}/Dockerfile`)
        .split("\n")
        .filter((line) => !line.startsWith("#"))
        .join("\n")
        .replaceAll("\\\n", " ")
        .split("\n")
        .filter((line) => line.trim() !== "");
}

const folders = readdirSync(path.join(ROOT, "images"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const targets = (folder: string): string[] =>
    instructions(folder).flatMap(
        (line) => /^FROM \S+ AS ([\w-]+)$/.exec(line.replace(/--platform=\S+ /, ""))?.[1] ?? [],
    );

describe("images", () => {
    it("hold one Dockerfile for each system, and the stand-in", () => {
        for (const system of ["akosha", "memstack", "myriad", "myriad-python", "simple-cli", "stand-in"])
            assert.ok(folders.includes(system), system);
        for (const folder of folders) assert.ok(existsSync(path.join(ROOT, `images/${folder}/Dockerfile`)), folder);
    });

    it("start from bases that are arguments, with a version that does not say latest", () => {
        for (const folder of folders) {
            const lines = instructions(folder);
            const stages = new Set(targets(folder));
            const bases = lines
                .filter((line) => line.startsWith("FROM "))
                .map((line) => line.replace(/--platform=\S+ /, "").split(" ")[1] ?? "");
            for (const base of bases) {
                if (stages.has(base)) continue;
                const argument = /^\$\{(\w+)\}$/.exec(base)?.[1];
                assert.ok(argument, `${folder}: ${base} is no argument`);
                const given = lines.find((line) => line.startsWith(`ARG ${argument}=`)) ?? "";
                assert.match(given, /=[a-z.]+\/[a-z/]+:\d[\w.-]*$/, `${folder}: ${given}`);
            }
        }
    });

    it("are built on bases by digest, the same for each tag, and the tag is the Dockerfile's own", () => {
        const rows = JSON.parse(read("images/images.json")) as readonly {
            readonly image: string;
            readonly folder: string;
            readonly bases: Readonly<Record<string, string>>;
        }[];
        const digests = new Map<string, string>();
        for (const { image, folder, bases } of rows)
            for (const [argument, base] of Object.entries(bases)) {
                const [, tag = "", digest = ""] = /^(\S+:[^@\s]+)@(sha256:[0-9a-f]{64})$/.exec(base) ?? [];
                assert.ok(digest !== "", `${image}: ${base} has no digest`);
                assert.equal(digests.get(tag) ?? digest, digest, `${image}: ${tag} has two digests`);
                digests.set(tag, digest);
                assert.ok(read(`${folder}/Dockerfile`).includes(`ARG ${argument}=${tag}\n`), `${image}: ${tag}`);
            }
        const readme = read("images/README.md");
        for (const tag of digests.keys()) assert.ok(readme.includes(`| \`${tag}\` |`), `${tag} says no source`);
    });

    it("run as a numbered user without rights in the stage that is run", () => {
        for (const folder of folders) {
            const user = instructions(folder).filter((line) => line.startsWith("USER "));
            assert.deepEqual(user, [folder === "akosha" ? "USER 1000:1000" : "USER 10001:10001"], folder);
        }
    });

    it("can fill every repository of the account, but for what has no code", () => {
        const list =
            /Repositories:\n(?:.*\n){1,3}?\s+Default: >-\n\s+(\S+)/.exec(read("bootstrap/account.yaml"))?.[1] ?? "";
        const repositories = list.split(",");
        assert.ok(repositories.length > 10);
        const withoutCode = /^myriad\/(graphdb|input-processor|output-processor)$/;
        for (const repository of repositories.filter((one) => !withoutCode.test(one))) {
            const [folder = "", target] = repository.split("/");
            assert.ok(folders.includes(folder), repository);
            if (target !== undefined) assert.ok(targets(folder).includes(target), repository);
        }
    });

    it("copy from their own folder only what is there", () => {
        for (const folder of folders)
            for (const line of instructions(folder)) {
                const file = /^COPY --from=mindcloud (\S+) /.exec(line)?.[1];
                if (file !== undefined) assert.ok(existsSync(path.join(ROOT, "images", folder, file)), line);
            }
    });

    it("are all in the README, with the upstream commit that was read", () => {
        const readme = read("images/README.md");
        for (const folder of folders) assert.ok(readme.includes(`| \`${folder}\` |`), folder);
        for (const [, commit] of readme.matchAll(/checkout ([0-9a-f]{7})$/gm))
            assert.ok(
                readme.split("\n").some((line) => line.startsWith("|") && line.includes(String(commit))),
                commit,
            );
    });
});
