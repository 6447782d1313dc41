import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { AwsProvider } from "../../rehearsal/aws/provider";
import { Store } from "../../rehearsal/cloud/store";
import { NotReady } from "../../rehearsal/provider/provider";
import { serve } from "../../rehearsal/provider/server";

/** What exists but never became ready: the engine has to read id and outputs out of the error, or it forgets the object. */
class NeverReady extends AwsProvider {
    override create(): Promise<never> {
        return Promise.reject(new NotReady("it exists, but", { id: "akosha/query", outputs: { a: 1 } }, ["no node"]));
    }
}

describe("rehearsal: a resource that exists and is not ready", () => {
    it("travels with its state inside the error", async () => {
        const world = {
            store: new Store(),
            pace: { minuteInMilliseconds: 0 },
            faults: [],
            existing: new Set<string>(),
        };
        const served = await serve(new NeverReady(world));
        const client = new ResourceProviderClient(
            `127.0.0.1:${String(served.port)}`,
            grpc.credentials.createInsecure(),
        );
        const request = new proto.CreateRequest().setUrn("urn:pulumi:dev::toy::a:b:C::thing");
        const error = await new Promise<grpc.ServiceError>((resolve, reject) => {
            client.create(request, (refused) => {
                if (refused === null) reject(new Error("it was created"));
                else resolve(refused);
            });
        });
        client.close();
        served.stop();
        const [bytes] = error.metadata.get("grpc-status-details-bin");
        assert.ok(Buffer.isBuffer(bytes));
        const status = Status.deserializeBinary(new Uint8Array(bytes));
        assert.equal(status.getCode(), error.code, "Go drops the details of another code");
        const [detail] = status.getDetailsList();
        assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const failed = proto.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
        assert.equal(failed.getId(), "akosha/query");
        assert.deepEqual(failed.getProperties()?.toJavaScript(), { a: 1 });
        assert.deepEqual(failed.getReasonsList(), ["no node"]);
    });
});
