/** Volumes: told days before they are full, from how fast they fill. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import { above, and, below, equals, over, type Matchers } from "../promql";
import { per, predictedPer } from "./state";

const PAGE = "docs/runbooks/volumes.md";
const DAY = 86_400;
/** A weekend and a working day on either side. */
const DAYS_AHEAD = 4;

const perClaim = per("namespace", "persistentvolumeclaim");
const inFourDays = predictedPer(DAYS_AHEAD * DAY, "namespace", "persistentvolumeclaim");
const CLAIM = "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}";

export function volumeAlerts(owner: Owner, ours: Matchers): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    const free = over(perClaim(K.volumeAvailable, ours), perClaim(K.volumeCapacity, ours));
    return {
        rules: [
            alert({
                name: "VolumeFillsUp",
                severity: "warning",
                for: hours(1),
                // Above 40 % free, a burst of six hours says little about four days.
                expr: and(below(free, 0.4), below(inFourDays(K.volumeAvailable, ours), 0)),
                summary: `A volume will be full within ${DAYS_AHEAD} days if it fills as during the last six hours.`,
                description: `${CLAIM} has {{ $value | humanizePercentage }} left.`,
            }),
            alert({
                name: "VolumeAlmostFull",
                severity: "critical",
                for: minutes(5),
                expr: below(free, 0.05),
                summary: "A volume is almost full; what writes to it is about to stop.",
                description: `${CLAIM} has {{ $value | humanizePercentage }} left.`,
            }),
            alert({
                name: "VolumeInodesLow",
                severity: "warning",
                for: minutes(15),
                // File systems without a fixed number of inodes, as EFS, say 0.
                expr: and(
                    below(over(perClaim(K.volumeInodesFree, ours), perClaim(K.volumeInodes, ours)), 0.05),
                    above(perClaim(K.volumeInodes, ours), 0),
                ),
                summary: "A volume has hardly any inodes left: no new files, however much space there is.",
                description: `${CLAIM} has {{ $value | humanizePercentage }} of its inodes left.`,
            }),
            alert({
                name: "ClaimPending",
                severity: "warning",
                for: minutes(15),
                expr: equals(
                    per(
                        "namespace",
                        "persistentvolumeclaim",
                        "phase",
                    )(K.claimPhase, { ...ours, phase: ["Pending", "Lost"] }),
                    1,
                ),
                summary: "A claim has had no volume for a quarter of an hour.",
                description: `${CLAIM} is {{ $labels.phase }}.`,
            }),
        ],
    };
}
