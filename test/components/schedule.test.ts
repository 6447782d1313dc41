import assert from "node:assert/strict";
import { scheduleProblems } from "../../components/schedule";

describe("a schedule", () => {
    it("is taken as Kubernetes takes it, where it comes", () => {
        for (const schedule of [
            "0 2 * * *",
            "*/15 0-6/2 1,15 * 1-5",
            "0 2 29 2 *",
            "0 2 31 2,3 *",
            "0 2 31 2 1",
            "5/20 * * * 0",
        ])
            assert.deepEqual(scheduleProblems(schedule), [], schedule);
    });

    it("is refused where Kubernetes refuses it, or where it never comes", () => {
        for (const [schedule, says] of [
            ["0 2 * *", /five fields/],
            ["60 2 * * *", /minute "60" is not within 0-59/],
            ["0 25 * * *", /hour "25" is not within 0-23/],
            ["0 2 0 * *", /day of the month "0" is not within 1-31/],
            ["0 2 * 13 *", /month "13" is not within 1-12/],
            ["0 2 * * 7", /day of the week "7" is not within 0-6/],
            ["0 5-2 * * *", /hour "5-2"/],
            ["0 1-2-3 * * *", /hour "1-2-3"/],
            ["*/0 2 * * *", /minute "\*\/0"/],
            ["0 2 1,, * *", /day of the month "1,,"/],
            ["0 2 30,31 2 *", /no such day comes/],
            ["0 2 31 2,4,6,9,11 */2", /no such day comes/],
        ] as const) {
            const problems = scheduleProblems(schedule);
            assert.equal(problems.length, 1, schedule);
            assert.match(problems.join(), says);
        }
    });
});
