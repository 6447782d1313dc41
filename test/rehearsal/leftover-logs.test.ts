/** What `make up` and `make down` do on a real account about the log group that EKS writes again. */
import assert from "node:assert/strict";
import { clearControlPlaneLogs, type Aws } from "../../rehearsal/session/leftover-logs";

const GROUP = "/aws/eks/mindcloud-dev-cluster/cluster";
const GONE = {
    code: 1,
    output: "An error occurred (ResourceNotFoundException) when calling DescribeCluster: No cluster",
};

/** Each look finds what `looks` says at its turn. */
async function clearing(looks: readonly string[], cluster = GONE) {
    const asked: string[] = [];
    const said: string[] = [];
    let look = -1;
    const aws: Aws = (service, command, ...rest) => {
        asked.push([service, command, ...rest].join(" "));
        if (service === "eks") {
            look++;
            return Promise.resolve(cluster);
        }
        return Promise.resolve({ code: 0, output: command === "describe-log-groups" ? (looks[look] ?? "") : "" });
    };
    const pause = (): Promise<void> => Promise.resolve();
    const place = { clusterName: "mindcloud-dev-cluster", region: "eu-west-1", looks: looks.length };
    await clearControlPlaneLogs({ ...place, aws, pause, say: (line) => said.push(line) });
    return { deleted: asked.filter((line) => line.includes("delete-log-group")), said, asked };
}

describe("rehearsal: the log group that EKS writes again", () => {
    it("is deleted whenever it comes back while the looks last, and nothing beside it", async () => {
        const { deleted, said } = await clearing([`${GROUP}-2`, GROUP, "None", `other\t${GROUP}`]);
        assert.deepEqual(deleted, Array(2).fill(`logs delete-log-group --log-group-name ${GROUP} --region eu-west-1`));
        assert.equal(said.length, 2);
    });

    it("is left alone while its cluster exists", async () => {
        const { deleted, asked } = await clearing([GROUP, GROUP], { code: 0, output: "CLUSTER" });
        assert.deepEqual(deleted, []);
        assert.equal(asked.length, 1);
    });

    it("is left alone, and said, where nobody may ask whether the cluster exists", async () => {
        const { deleted, said } = await clearing([GROUP], { code: 1, output: "AccessDeniedException" });
        assert.deepEqual(deleted, []);
        assert.match(said.join(), /could not be asked: AccessDeniedException/);
    });
});
