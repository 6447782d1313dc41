import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import * as aws from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { differenceOf } from "../../../plan/diff/difference";
import { record, type Recording } from "../../../plan/record";
import { CASES } from "./cases";
import { differenceFor } from "./recorded";

describe("diff: a component with an alias that others read from", () => {
    it("keeps its addresses and passwords, so that nothing that is made of them changes", async () => {
        const change = CASES.find(({ name }) => name === "the stores renamed, with an alias");
        assert.ok(change !== undefined);
        const { changes } = await differenceFor(change);
        const renamed = changes.filter(({ renamedFrom }) => renamedFrom !== undefined);
        assert.ok(renamed.length > 100, String(renamed.length));
        const others = changes.filter(({ renamedFrom }) => renamedFrom === undefined);
        assert.deepEqual(
            others.map(({ urn }) => urn),
            [],
        );
        const touched = renamed.filter(({ operation }) => operation !== "rename" && operation !== "update");
        assert.deepEqual(touched, []);
        const updated = renamed.filter(({ operation }) => operation === "update");
        const paths = new Set(updated.flatMap(({ properties }) => properties.map(({ path }) => path)));
        assert.deepEqual([...paths].sort(), ["tags.Name", "tags.mindcloud:name"], "tags say the name that is logical");
    });
});

describe("diff: the alias that is advised for a rename", () => {
    class Part extends pulumi.ComponentResource {
        constructor(
            type: string,
            name: string,
            opts: pulumi.ComponentResourceOptions,
            made: readonly string[] = ["one", "two"],
        ) {
            super(type, name, {}, opts);
            for (const each of made) new aws.Bucket(`${name}-${each}`, { bucket: `of-${each}` }, { parent: this });
            this.registerOutputs({});
        }
    }
    type Program = (aliases: pulumi.ComponentResourceOptions) => void;
    const shelf = (): pulumi.Resource => new Part("toy:aws:Shelf", "shelf", {}, ["three"]);
    const before: Program = () => {
        new Part("toy:aws:Part", "archive", { parent: shelf() });
    };
    const side = ({ graph }: Recording) => ({ graph, secrets: {}, encrypted: new Map<string, string>() });
    const recorded = async (program: Program, aliases: pulumi.ComponentResourceOptions = {}) =>
        side(
            await record(
                () => {
                    program(aliases);
                },
                { project: "toy", stack: "dev", mode: "update" },
            ),
        );
    const CHANGED: Readonly<Record<string, Program>> = {
        "another name": (aliases) => new Part("toy:aws:Part", "attic", { parent: shelf(), ...aliases }),
        "another parent": (aliases) => {
            shelf();
            new Part("toy:aws:Part", "archive", aliases);
        },
        "another class": (aliases) => new Part("toy:aws:Room", "archive", { parent: shelf(), ...aliases }),
        "another name, class and parent": (aliases) => {
            const parent = new Part("toy:aws:Shelf", "below", { parent: shelf() }, ["four"]);
            new Part("toy:aws:Room", "attic", { parent, ...aliases });
        },
    };

    for (const [what, program] of Object.entries(CHANGED))
        it(`makes it one when it is followed, in whatever stack: ${what}`, async () => {
            const olds = await recorded(before);
            const without = differenceOf("dev", olds, await recorded(program), { source: "a test" });
            const [alias = "", ...others] = without.renames.map((rename) => rename.alias);
            assert.deepEqual(others, []);
            assert.doesNotMatch(alias, /urn:pulumi/, "a URN names one stack");
            // As a person would write it into the program.
            const aliases = runInNewContext(`({ ${alias} })`, { pulumi }) as pulumi.ComponentResourceOptions;
            const news = await recorded((more) => {
                program({ ...more, ...aliases });
            });
            const followed = differenceOf("dev", olds, news, { source: "a test" });
            assert.deepEqual(followed.renames, []);
            const archived = followed.changes.filter(({ renamedFrom }) => renamedFrom !== undefined);
            assert.equal(archived.length, 2);
            assert.deepEqual(
                followed.changes.filter(({ operation }) => operation === "delete"),
                [],
            );
        });
});
