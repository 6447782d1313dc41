/** Alertmanager's own tool reads the configuration that is generated, with its templates, and says to whom alerts go. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { alertmanagerConfig, TEMPLATES } from "../../components/monitoring/alertmanager-config";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import { goProgramNow } from "../../rehearsal/programs/go-programs";
import { settingsWith } from "./monitoring-settings";

const MINUTE = 60_000;
const TOPIC = "arn:aws:sns:us-east-1:000000000000:mindcloud-dev-alarms";

/** Every way that there is, and routes by severity, system and team. */
const EVERYTHING = settingsWith({
    receivers: {
        operators: { kind: "sns" },
        theirs: { kind: "sns", topicArn: "arn:aws:sns:us-east-1:111122223333:theirs" },
        chat: { kind: "slack", channel: "#alerts" },
        pager: { kind: "pagerduty" },
        post: {
            kind: "email",
            to: ["memory@example.com"],
            from: "alerts@example.com",
            server: "email-smtp.us-east-1.amazonaws.com",
            username: "AKIDEXAMPLE",
        },
    },
    routes: [
        { severities: ["critical"], systems: ["akosha", "myriad-python"], to: ["pager", "chat"] },
        { teams: ["memory"], to: ["post"] },
        { severities: ["info"], systems: ["memstack"], to: ["theirs"] },
    ],
    defaultTo: ["operators"],
    deadMansSwitch: true,
});

describe("Alertmanager's configuration, read by amtool", function () {
    this.timeout(10 * MINUTE);
    let directory: string;

    before(() => {
        goProgramNow("amtool");
        directory = mkdtempSync(path.join(tmpdir(), "alertmanager-"));
        mkdirSync(path.join(directory, "config"));
        for (const [name, text] of Object.entries(TEMPLATES)) writeFileSync(path.join(directory, "config", name), text);
    });
    after(() => {
        rmSync(directory, { recursive: true });
    });

    function written(settings: MonitoringSettings): string {
        const file = path.join(directory, "alertmanager.yaml");
        const config = alertmanagerConfig(settings, { region: "us-east-1", topicArn: TOPIC });
        // Where the operator mounts them there is nothing here.
        writeFileSync(file, stringify(config).replaceAll("/etc/alertmanager", directory));
        return file;
    }

    function ask(...words: readonly string[]): string {
        const { status, stdout, stderr } = spawnSync(goProgramNow("amtool"), [...words], { encoding: "utf8" });
        assert.equal(status, 0, stdout + stderr);
        return stdout.trim();
    }

    const told = (file: string, ...labels: readonly string[]): string =>
        ask("config", "routes", "test", `--config.file=${file}`, ...labels);

    it("is accepted with every way of telling people, and its templates with it", () => {
        const said = ask("check-config", written(EVERYTHING));
        assert.match(said, /SUCCESS/);
        assert.match(said, / 2 inhibit rules/);
        assert.match(said, / 1 templates/);
        assert.match(said, / 6 receivers/);
    });

    it("is accepted as the profiles have it", () => {
        for (const deadMansSwitch of [true, false])
            assert.match(ask("check-config", written(settingsWith({ deadMansSwitch }))), /SUCCESS/);
    });

    it("is refused where it is wrong, so that acceptance means something", () => {
        const file = written(EVERYTHING);
        const config = alertmanagerConfig(EVERYTHING, { region: "us-east-1", topicArn: TOPIC });
        writeFileSync(file, stringify({ ...config, receivers: config.receivers.slice(1) }));
        const { status, stdout, stderr } = spawnSync(goProgramNow("amtool"), ["check-config", file], {
            encoding: "utf8",
        });
        assert.notEqual(status, 0);
        assert.match(stdout + stderr, /undefined receiver/);
    });

    it("sends each alert where a route says, and the rest to the default", () => {
        const file = written(EVERYTHING);
        const rows: readonly (readonly [receiver: string, ...labels: string[]])[] = [
            ["pager + chat", "severity=critical", "system=akosha", "team=platform"],
            ["pager + chat", "severity=critical", "system=myriad-python", "team=platform"],
            ["operators", "severity=warning", "system=akosha", "team=platform"],
            ["operators", "severity=critical", "system=memstack", "team=platform"],
            ["post", "severity=critical", "system=memstack", "team=memory"],
            ["post", "severity=warning", "system=platform", "team=memory"],
            ["theirs", "severity=info", "system=memstack", "team=platform"],
            ["(nobody)", "severity=info", "system=akosha", "team=platform"],
            ["(nobody)", "severity=info", "system=akosha", "team=memory"],
            ["(dead man's switch)", "alertname=Watchdog", "severity=none"],
        ];
        for (const [receiver, ...labels] of rows) assert.equal(told(file, ...labels), receiver, labels.join(" "));
    });

    it("tells nobody of the watchdog where nobody waits for it", () => {
        const file = written(settingsWith({ deadMansSwitch: false }));
        assert.equal(told(file, "alertname=Watchdog", "severity=none"), "(nobody)");
        assert.equal(told(file, "severity=critical", "system=akosha"), "operators");
    });
});
