/** Akosha's pages, as spec/001 provides three: ingestion, query, storage. */
import type { DashboardSpec } from "../../monitoring/dashboards/spec";
import { INGESTION, ingestion } from "./dashboards/ingestion";
import { QUERY, query, type QueryPage } from "./dashboards/query";
import { STORAGE, storage } from "./dashboards/storage";

const PAGES = [INGESTION, QUERY, STORAGE];

export function dashboards({ config, loadBalanced }: QueryPage): readonly DashboardSpec[] {
    return [ingestion(config), query({ config, loadBalanced }), storage(config)].map((page) => ({
        ...page,
        related: PAGES.filter(({ uid }) => uid !== page.uid),
    }));
}
