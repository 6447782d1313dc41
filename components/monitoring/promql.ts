/** PromQL out of catalogued metrics. An alert, an objective, a dashboard or a scaler is written with these, never as text. */
export * from "./promql/query";
export * from "./promql/select";
export * from "./promql/combine";
