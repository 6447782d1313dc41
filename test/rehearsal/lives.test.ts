import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { created, placeOf } from "../../plan/shapes";
import { onCreate, onDelete } from "../../rehearsal/aws/refusals";
import { firstRefusal } from "../../rehearsal/aws/refusals/refusal";
import { remaindersOf } from "../../rehearsal/aws/refusals/keeping";
import { Store } from "../../rehearsal/cloud/store";
import { strings } from "../../rehearsal/engine/wire";
import { inputsOf } from "../support/opened";
import { recordingOf, stackFrom, STACK_FILES } from "../support/recordings";

const ENVIRONMENTS = readdirSync(path.join(__dirname, "../environments"))
    .filter((file) => file !== "hundred-companies.yaml") // the kinds of simple-cli.yaml, a hundred times: papers.check.ts looks at it
    .map((file) => `test/environments/${file}`);

/** The engine's order, one resource at a time; what the engine adds to that is in lifecycle.engine.ts. */
describe("rehearsal: the AWS half of every stack", () => {
    for (const file of [...STACK_FILES, ...ENVIRONMENTS])
        it(`${file}: nothing of it is refused, neither when it comes nor when it goes`, async () => {
            const { environment } = stackFrom(file);
            const existing = new Set([...strings(environment)].flatMap(({ path: keys, text }) => [...keys, text]));
            const { graph } = await recordingOf(file, "update");
            const store = new Store();
            const refused: string[] = [];
            const resources = graph.inOrder().filter(({ custom, type }) => custom && type.startsWith("aws:"));
            const place = placeOf({ region: environment.region, allowedAccountIds: [environment.account] });
            for (const resource of resources) {
                const { type, name } = resource;
                const inputs = inputsOf(resource);
                const { id, outputs } = created(type, name, inputs, place);
                const refusal = firstRefusal(onCreate, { type, name, inputs, id, outputs, store, existing });
                if (refusal !== undefined)
                    refused.push(`create ${name} (${type}): ${refusal.code}: ${refusal.problem}`);
                await store.put({ type, id, name, serial: 0, inputs, outputs });
            }
            assert.deepEqual(refused, []);

            const kept: string[] = [];
            for (const object of store.live().reverse()) {
                if (environment.data === "keep") break; // is protected, and `down` says so first
                const refusal = firstRefusal(onDelete, { object, store });
                if (refusal !== undefined)
                    kept.push(`delete ${object.name} (${object.type}): ${refusal.code}: ${refusal.problem}`);
                await store.remove(object, remaindersOf(object));
            }
            assert.deepEqual(kept, []);
        });
});
