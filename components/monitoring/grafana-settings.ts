/** grafana.ini, from `monitoring:`; names of keys: Grafana 13.2, conf/defaults.ini. */
import type { MonitoringSettings } from "../../config/schema/monitoring";

export const OIDC_MOUNT = "/etc/secrets/oidc";
export const OIDC_KEY = "client-secret";

export function grafanaSettings({ urls, grafana: { oidc } }: MonitoringSettings) {
    return {
        server: { root_url: `${urls.grafana}/` },
        // Nothing of an environment goes to grafana.com, and nothing is shared with the world.
        analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
        // Otherwise each start would fetch plugins from grafana.com, and replace the data sources that come with the image where the root is
        // read-only: they are then gone (pkg/setting/setting_plugins.go, defaultPreinstallPlugins; grafana/grafana#131490).
        plugins: { preinstall_disabled: true },
        snapshots: { external_enabled: false },
        users: { allow_sign_up: false },
        security: {
            disable_gravatar: true,
            cookie_secure: urls.grafana.startsWith("https://"),
            cookie_samesite: "lax",
            strict_transport_security: urls.grafana.startsWith("https://"),
        },
        "auth.anonymous": { enabled: false },
        ...(oidc && { "auth.generic_oauth": genericOauth(oidc) }),
    };
}

type Oidc = NonNullable<MonitoringSettings["grafana"]["oidc"]>;

/** The groups decide at every login: who looks, who administers, and who is not let in. */
function genericOauth(oidc: Oidc) {
    const { clientId, authUrl, tokenUrl, userUrl, groupsClaim = "groups", adminGroup, viewerGroups } = oidc;
    return {
        ...{ enabled: true, name: "Single sign-on", client_id: clientId, use_pkce: true, allow_sign_up: true },
        client_secret: `$__file{${OIDC_MOUNT}/${OIDC_KEY}}`,
        scopes: "openid profile email groups",
        ...{ auth_url: authUrl, token_url: tokenUrl, api_url: userUrl },
        groups_attribute_path: groupsClaim,
        ...(viewerGroups && { allowed_groups: [adminGroup, ...viewerGroups].join(",") }),
        role_attribute_path: `contains(${groupsClaim}[*], '${adminGroup}') && 'Admin' || 'Viewer'`,
        role_attribute_strict: true,
        skip_org_role_sync: false,
    };
}
