import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import type { Rehearsed } from "../../rehearsal/session/rehearsed";
import { Bench } from "./support/bench";

const AGENCY = path.join(__dirname, "..", "environments", "simple-cli.yaml");

type Companies = Readonly<Record<string, { readonly state?: "active" | "suspended" }>>;
interface File {
    readonly config: { readonly "mindcloud:systems": { readonly simpleCli: { companies: Companies } } };
}

/** What becomes of a company's data, through the real engine: test/environments/simple-cli.yaml with other companies. */
describe("companies on the embedded cloud", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench();
    });
    afterEach(() => {
        bench.remove();
    });

    function agencyOf(companies: Companies): Rehearsed {
        const file = parse(fs.readFileSync(AGENCY, "utf8")) as File;
        file.config["mindcloud:systems"].simpleCli.companies = companies;
        fs.writeFileSync(path.join(bench.root, "Pulumi.dev.yaml"), stringify(file));
        const rehearsed = mindcloud(bench.root)("dev");
        assert.ok(!("problems" in rehearsed), "problems" in rehearsed ? rehearsed.problems : "");
        return rehearsed;
    }
    const up = (companies: Companies) => bench.rehearse("up", agencyOf(companies));
    const of = (company: string) =>
        bench
            .state("mindcloud")
            .resources.filter(({ urn }) => urn.includes(`simple-cli-${company}`))
            .map(({ urn }) => urn)
            .sort();

    it("suspends one without its data, refuses to remove one whose data is kept, and does not touch the others", async () => {
        const first = await up({ acme: {}, globex: {} });
        assert.equal(first.status, 0, first.text);
        const [acme, globex] = [of("acme"), of("globex")];

        const suspended = await up({ acme: {}, globex: { state: "suspended" } });
        assert.equal(suspended.status, 0, suspended.text);
        const rest = of("globex");
        for (const part of ["agent", "brain"])
            assert.ok(rest.some((urn) => urn.endsWith(`simple-cli-globex-${part}-files-claim`)));

        const removed = await up({ acme: {} });
        assert.equal(removed.status, 1, removed.text);
        assert.match(removed.text, /simple-cli-globex-(agent|brain)-files-claim/);
        assert.match(removed.text, /protect/);
        assert.deepEqual(of("globex").filter((urn) => /claim$|volume$|namespace$/.test(urn)).length, 5);

        const third = await up({ acme: {}, globex: {}, initech: {} });
        assert.equal(third.status, 0, third.text);
        // Updated are the lists of who is watched, and nothing else: test/components/systems/simple-cli/companies.test.ts.
        assert.doesNotMatch(third.text, /\d+ (replaced|deleted)/);
        assert.deepEqual([of("acme"), of("globex")], [acme, globex]);
        const untouched = await up({ acme: {}, globex: {}, initech: {} });
        assert.match(untouched.text, /no changes/);
    });
});
