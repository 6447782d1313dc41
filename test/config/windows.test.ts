import assert from "node:assert/strict";
import fc from "fast-check";
import { minutesOf, windowsOverlap } from "../../config/checks/windows";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const edge = (minute: number): string => {
    const [day, rest] = [Math.floor(minute / 1440) % 7, minute % 1440];
    return `${DAYS[day] ?? ""}:${clock(rest)}`;
};
const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

describe("maintenance windows", () => {
    it("last from one edge to the other, over the end of the week too", () => {
        assert.equal(minutesOf("sun:05:00-sun:06:00"), 60);
        assert.equal(minutesOf("sat:23:30-sun:00:30"), 60);
        assert.equal(minutesOf("sun:06:00-sun:05:00"), 7 * 1440 - 60);
    });

    it("may end when the backup hour begins, and begin when it ends", () => {
        assert.equal(windowsOverlap("06:00", "sun:05:00-sun:06:00"), false);
        assert.equal(windowsOverlap("04:00", "sun:05:00-sun:06:00"), false);
        assert.equal(windowsOverlap("05:59", "sun:05:00-sun:06:00"), true);
        assert.equal(windowsOverlap("23:30", "sun:00:15-sun:01:00"), true);
    });

    it("overlap a daily hour exactly when they share a minute of the week", () => {
        const week = 7 * 1440;
        fc.assert(
            fc.property(fc.nat(1439), fc.nat(week - 1), fc.integer({ min: 30, max: 1440 }), (at, start, length) => {
                const minutes = new Set(Array.from({ length }, (_, minute) => (start + minute) % week));
                const shared = DAYS.some((_, day) =>
                    Array.from({ length: 60 }, (__, minute) => (day * 1440 + at + minute) % week).some((minute) =>
                        minutes.has(minute),
                    ),
                );
                assert.equal(windowsOverlap(clock(at), `${edge(start)}-${edge((start + length) % week)}`), shared);
            }),
        );
    });
});
