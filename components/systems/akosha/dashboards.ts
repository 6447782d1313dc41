/** Akosha's pages, the three of its deployment guide (AKO-55 to AKO-57): ingestion, query, storage. */
import type { DashboardSpec } from "../../monitoring/dashboards/spec";
import { INGESTION, ingestion } from "./dashboards/ingestion";
import type { AkoshaPage } from "./dashboards/page";
import { QUERY, query } from "./dashboards/query";
import { STORAGE, storage } from "./dashboards/storage";

const PAGES = [INGESTION, QUERY, STORAGE];

export const dashboards = (of: AkoshaPage): readonly DashboardSpec[] =>
    [ingestion(of), query(of), storage(of)].map((page) => ({
        ...page,
        related: PAGES.filter(({ uid }) => uid !== page.uid),
    }));
