/** Scanners of others, put to what we produce. They come from PyPI and ask nobody; without Python they are skipped. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { COMPLETE, STACK_FILES } from "../support/recordings";
import { accepted, judge, type Finding } from "./accepted";
import { accountInputs, stackInputs, type Input } from "./inputs";

const ROOT = path.join(__dirname, "../..");
const OUT = path.join(ROOT, ".cache/scan");
const WORKFLOWS = path.join(ROOT, ".github/workflows");
/** A hundred companies are simple-cli.yaml a hundred times, and checkov's graph grows with the square of it. */
const ENVIRONMENTS = fs
    .readdirSync(path.join(ROOT, "test/environments"))
    .filter((file) => file !== "hundred-companies.yaml")
    .map((file) => `test/environments/${file}`);

interface Scanned extends Pick<Input, "by" | "name"> {
    /** How many checks were made. */
    readonly checks: number;
    readonly found: readonly Finding[];
}

const run = (...command: readonly string[]): string =>
    execFileSync("sh", command, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });

function scan(inputs: readonly Input[]): readonly Scanned[] {
    const list = path.join(OUT, "list.json");
    fs.writeFileSync(list, JSON.stringify(inputs));
    return JSON.parse(run("scripts/scan.sh", list)) as readonly Scanned[];
}

function zizmor(...files: readonly string[]): readonly Finding[] {
    const found = JSON.parse(run("scripts/zizmor.sh", ...files)) as readonly {
        ident: string;
        desc: string;
        locations: readonly { symbolic: { key: { Local: { verbatim_path: string } } } }[];
    }[];
    return found.map(({ ident, desc, locations: [first] }) => {
        const object = path.basename(first?.symbolic.key.Local.verbatim_path ?? "");
        return { check: ident, object, says: desc };
    });
}

/** Changes the only file of a folder whose text fits. */
function plant(folder: string, file: string, from: RegExp, to: string): void {
    const place = path.join(folder, file);
    const text = fs.readFileSync(place, "utf8");
    assert.match(text, from, file);
    fs.writeFileSync(place, text.replace(from, to));
}

describe("scanners of others", function () {
    this.timeout(900_000);

    before(function () {
        const python = spawnSync("python3", ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 11))"]);
        if (python.status !== 0) {
            console.log("    no Python 3.11 on the PATH: checkov, parliament and zizmor are skipped");
            this.skip();
        }
        fs.rmSync(OUT, { recursive: true, force: true });
        fs.mkdirSync(OUT, { recursive: true });
    });

    it("find nothing but what scripts/scan/accepted.yaml gives a reason for, and all of that", async () => {
        const stacks: Input[] = [];
        for (const file of [...STACK_FILES, ...ENVIRONMENTS]) stacks.push(...(await stackInputs(file, OUT)));
        const scanned = scan([...stacks, ...accountInputs(OUT)]);
        for (const { by, name, checks } of scanned) assert.ok(checks > 0, `${by} checked nothing of ${name}`);
        const found = [...scanned.flatMap((each) => each.found), ...zizmor()];
        assert.deepEqual(judge(found, accepted(), new Date().toISOString().slice(0, 10)), []);
    });

    it("find what is planted: in a pod, a bucket, a database, a policy", async () => {
        const inputs = await stackInputs(COMPLETE, path.join(OUT, "planted"));
        const folder = path.join(OUT, "planted/complete");
        const [pod, templates] = [path.join(folder, "kubernetes/memstack"), path.join(folder, "cloudformation")];
        plant(pod, "deployment-memstack-api.yaml", /allowPrivilegeEscalation: false/, "allowPrivilegeEscalation: true");
        plant(templates, "s3.template.json", /"BlockPublicAcls": true/, '"BlockPublicAcls": false');
        plant(templates, "rds.template.json", /"StorageEncrypted": true/, '"StorageEncrypted": false');
        plant(folder, "policies.json", /"s3:GetObject"/, '"s3:ReadObject"');
        const found = scan(inputs).flatMap((each) => each.found.map(({ check }) => check));
        for (const check of ["CKV_K8S_20", "CKV_AWS_53", "CKV_AWS_16", "UNKNOWN_ACTION"])
            assert.ok(found.includes(check), `${check} is not among ${[...new Set(found)].join(", ")}`);
    });

    it("find foreign text that is pasted into a shell of a workflow, and an action by tag", () => {
        const planted = path.join(OUT, "preview.yml");
        const text = fs.readFileSync(path.join(WORKFLOWS, "preview.yml"), "utf8");
        const wrong = text
            .replace(/actions\/setup-node@\S+ # \S+/, "actions/setup-node@v7")
            .replace(
                "run: cat review/comment.md",
                'run: echo "${{ github.event.pull_request.title }}"; cat review/comment.md',
            );
        fs.writeFileSync(planted, wrong);
        const found = zizmor(planted).map(({ check }) => check);
        assert.deepEqual(found.sort(), ["template-injection", "unpinned-uses"]);
    });
});
