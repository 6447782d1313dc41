import type { Shown } from "../../../monitoring/dashboards/spec";
import type { Akosha } from "../schema";

/** What Akosha's pages are made from. */
export interface AkoshaPage {
    readonly config: Akosha;
    readonly shown: Shown;
}
