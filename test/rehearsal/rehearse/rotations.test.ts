/** Who logs in to what, read from an environment as it is recorded: of a rotation in the order of its graph, and in the other one. */
import assert from "node:assert/strict";
import { Secret, type Graph, type RecordedResource } from "../../../plan/graph";
import { created, placeOf } from "../../../plan/shapes";
import { isMap } from "../../../plan/values";
import { Store } from "../../../rehearsal/cloud/store";
import {
    credentialsIn,
    loginsOf,
    momentsOf,
    readersOf,
    singleValues,
} from "../../../rehearsal/rehearse/rotations/account";
import { changedGraph, COMPLETE, recordingOf } from "../../support/recordings";

function plain(value: unknown): unknown {
    if (value instanceof Secret) return plain(value.reveal());
    if (Array.isArray(value)) return value.map(plain);
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : value;
}

const inputsOf = ({ inputs }: RecordedResource): Readonly<Record<string, unknown>> => {
    const revealed = plain(inputs);
    return isMap(revealed) ? revealed : {};
};

/** Backwards, what ended begins. */
const turned = (event: string): string =>
    event.includes("resourcePreEvent")
        ? event.replace("resourcePreEvent", "resOutputsEvent")
        : event.replace("resOutputsEvent", "resourcePreEvent");

const storeOf = (graph: Graph): Store =>
    Store.of(
        ...graph.resources
            .filter(({ custom }) => custom)
            .map((resource) => {
                const { type, name } = resource;
                const inputs = inputsOf(resource);
                return { ...{ type, name, serial: 1, inputs }, ...created(type, name, inputs, placeOf({})) };
            }),
    );

describe("logins of a whole environment", () => {
    let stores: readonly Store[];
    let rotated: Graph;
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        rotated = await changedGraph(COMPLETE, { rotation: 1 });
        stores = [graph, rotated].map(storeOf);
    });

    const said = (event: "resourcePreEvent" | "resOutputsEvent", { urn, type }: RecordedResource): string =>
        JSON.stringify({ sequence: 1, timestamp: 1, [event]: { metadata: { op: "update", urn, type } } });

    /** The worst order that the graph allows: all begins as soon as it may, and servers are told when nothing else is left to do. */
    function worst(): readonly string[] {
        const order = rotated.inOrder();
        const isTold = ({ type }: RecordedResource): boolean => /:(User|Job)$/.test(type);
        const [begun, ended] = [new Set<string>(), new Set<string>()];
        const events: string[] = [];
        const note = (event: "resourcePreEvent" | "resOutputsEvent", resource: RecordedResource): void => {
            // Recorded versions of secrets have one id however often they are written: what names them is taken to change.
            events.push(said(event, resource));
        };
        while (ended.size < order.length) {
            for (const resource of order) {
                if (begun.has(resource.urn) || rotated.waitsFor(resource).some((urn) => !ended.has(urn))) continue;
                begun.add(resource.urn);
                note("resourcePreEvent", resource);
            }
            const open = order.filter(({ urn }) => begun.has(urn) && !ended.has(urn));
            const others = open.filter((resource) => !isTold(resource));
            for (const resource of others.length > 0 ? others : open.slice(0, 1)) {
                ended.add(resource.urn);
                note("resOutputsEvent", resource);
            }
        }
        return events;
    }

    it("are of every kind of store, and everybody is let in before a rotation", () => {
        const [first] = stores;
        assert.ok(first);
        const readers = readersOf(first);
        const logins = loginsOf(first);
        assert.deepEqual(logins.replay([]).refused, []);
        const servers = new Set(readers.flatMap((reader) => logins.of(reader)).map(({ server }) => server));
        assert.deepEqual([...new Set([...servers].map((server) => server.split("/")[0]))].sort(), [
            "neo4j",
            "postgres",
            "redis",
        ]);
        assert.deepEqual([...servers].sort(), [...new Set(credentialsIn(first).map(({ server }) => server))].sort());
        assert.ok(singleValues(first).length > 3);
    });

    it("are let in at each step of a rotation, in the worst order that the graph allows, and have another password of each store afterwards", () => {
        const [first, second] = stores;
        assert.ok(first && second);
        const logins = loginsOf(first);
        const moments = momentsOf(worst(), second);
        logins.read(readersOf(second));
        const { logins: count, refused } = logins.replay(moments);
        assert.deepEqual(refused, []);
        assert.ok(count > 200 && moments.length > 30, String(count));
        const passwords = (store: Store): readonly string[] => credentialsIn(store).map(({ password }) => password);
        assert.equal(passwords(first).filter((password) => passwords(second).includes(password)).length, 0);
        for (const reader of readersOf(second))
            for (const each of logins.of(reader)) assert.ok(passwords(second).includes(each.password), reader.name);
    });

    it("are refused in the order turned around, by each kind of store", () => {
        const [first, second] = stores;
        assert.ok(first && second);
        const { refused } = loginsOf(first).replay(momentsOf(worst().toReversed().map(turned), second));
        for (const server of ["redis/", "postgres/", "neo4j/"])
            assert.ok(
                refused.some((line) => line.includes(`refused by ${server}`)),
                server,
            );
        assert.ok(refused.some((line) => line.includes("begins before")));
    });
});
