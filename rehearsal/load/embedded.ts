/** One script against a stand-in on this machine, while the autoscaler that its load is for feels what is answered. */
import { startUsage } from "../cluster";
import type { ControlPlane } from "../kubernetes/plane";
import type { Cluster } from "../kubernetes/real/cluster";
import type { Say } from "../programs/go-build";
import { run, type Ran } from "./k6";
import { find, hears, scaledVerdict, underLoad } from "./scaled";
import type { LoadScript } from "./scripts";
import { serve, type Served } from "./served";
import type { Verdict } from "./verdict";

const EVERY_MILLISECONDS = 1000;

export interface Here {
    readonly plane: ControlPlane;
    readonly cluster: Cluster;
    /** Of the control plane. */
    readonly directory: string;
    readonly k6: string;
    readonly full: boolean;
    /** For summaries. */
    readonly results: string;
    readonly say: Say;
}

export async function loadHere(
    script: LoadScript,
    { plane, cluster, directory, k6, full, results, say }: Here,
): Promise<{ readonly ran: Ran; readonly scaled: Verdict }> {
    const { row, name } = script.autoscaler;
    const asks = `${name} scales within 2 minutes`;
    const served = await serve(script.standsFor);
    const load = () => run(k6, script, { target: served.url, token: "stand-in", full, directory: results });
    try {
        const autoscaler = await find(cluster.api, script);
        if (autoscaler === undefined)
            return {
                ran: await load(),
                scaled: { row, asks, seen: "no autoscaler: its number is fixed", holds: undefined },
            };
        say(`${script.name}: until ${name} hears of usage, at first some 90 s`);
        await startUsage(plane, directory, say);
        if (!(await hears(cluster.api, autoscaler)))
            return { ran: await load(), scaled: { row, asks, seen: "heard of no usage", holds: false } };
        say(`${script.name}: k6 against a stand-in on this machine${full ? ", for as long as the document says" : ""}`);
        const meter = meterOf(served, script);
        let ended = false;
        const ran = load().finally(() => {
            ended = true;
        });
        const looks = underLoad(cluster.api, autoscaler, { share: meter.share, ended: () => ended });
        try {
            const [one, seen] = await Promise.all([ran, looks]);
            return { ran: one, scaled: scaledVerdict(script, autoscaler, seen) };
        } finally {
            meter.stop();
        }
    } finally {
        served.close();
    }
}

/** Share of the whole load that was answered well, of the last seconds. */
function meterOf({ answered }: Served, { perSecond }: LoadScript): { readonly share: () => number; stop(): void } {
    let [before, at, share] = [0, Date.now(), 0];
    const timer = setInterval(() => {
        void answered().then(
            (count) => {
                const now = Date.now();
                share = (count - before) / ((now - at) / 1000) / perSecond;
                [before, at] = [count, now];
            },
            () => undefined, // asked again in a second
        );
    }, EVERY_MILLISECONDS);
    return {
        share: () => share,
        stop: () => {
            clearInterval(timer);
        },
    };
}
