/** What a rule test is: series on which an alert must fire, when exactly, what it must say, and series on which it must not. */
import type { InputSeries, Labels } from "./series";

export interface Case {
    readonly alert: string;
    /** Which rule of the name, where it has several. */
    readonly rule?: Labels;
    /** Just beyond the threshold. */
    readonly bad: readonly InputSeries[];
    /** Just on its other side; several, where there are several ways to be well. */
    readonly good: readonly (readonly InputSeries[])[];
    /** Minutes from the first sample until the condition can hold: rates need two samples. Default 0. */
    readonly since?: number;
    /** Minutes that it must hold: the document's, not the rule's. */
    readonly for: number;
    /** The description that somebody reads at night, with its values. */
    readonly says: string;
    /** Labels of the alert beside alertname, severity, system, team and those of `rule`. */
    readonly labels?: Labels;
    /** Minutes between samples. Default 1. */
    readonly step?: number;
}

/** Cases of one system, by its name in the label `system`. */
export interface Cases {
    readonly system: string;
    readonly cases: readonly Case[];
}
