/** The stack files are the user's: in a copy of the repository with other ones, the unit suite stays green. */
import * as fs from "node:fs";
import * as path from "node:path";
import { copyOfTheRepository, run } from "../support/copy";

interface Other {
    /** Of test/environments. */
    readonly from: string;
    readonly account: string;
    readonly region: string;
    readonly partition: string;
}

/** One system on a cluster of others, one in another partition, and a stack more, of everything. */
const OTHERS: Readonly<Record<string, Other>> = {
    dev: { from: "memstack-foreign", account: "111122223333", region: "eu-west-1", partition: "aws" },
    prod: { from: "myriad-python-alone", account: "444455556666", region: "us-gov-west-1", partition: "aws-us-gov" },
    third: { from: "complete", account: "777788889999", region: "us-west-2", partition: "aws" },
};

function textOf({ from, account, region, partition }: Other): string {
    return fs
        .readFileSync(path.join(__dirname, `../environments/${from}.yaml`), "utf8")
        .replaceAll("us-east-1", region)
        .replaceAll("000000000000", account)
        .replaceAll("arn:aws:", `arn:${partition}:`);
}

describe("with other stack files", function () {
    this.timeout(900_000);
    let copy = "";
    before(() => {
        copy = copyOfTheRepository();
        for (const file of fs.readdirSync(copy)) if (/^Pulumi\..+\.yaml$/.test(file)) fs.rmSync(path.join(copy, file));
        for (const [stack, other] of Object.entries(OTHERS))
            fs.writeFileSync(path.join(copy, `Pulumi.${stack}.yaml`), textOf(other));
    });
    after(() => {
        fs.rmSync(copy, { recursive: true, force: true });
    });

    for (const stack of Object.keys(OTHERS))
        it(`takes ${stack}`, () => {
            run(copy, "npm", "run", "--silent", "config", "--", "--stack", stack);
        });

    it("every unit test is green", () => {
        run(copy, "npm", "run", "--silent", "test:unit");
    });
});
