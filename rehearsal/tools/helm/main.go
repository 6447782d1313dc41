// Renders charts as Helm does, by Helm's own library, for many releases in one process. Reads one request (JSON) on stdin and writes one
// answer: what each release would apply, what `helm lint --strict` says of it, and which of its values change nothing.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"helm.sh/helm/v3/pkg/chartutil"
)

// Request names charts and the releases that are made of them.
type Request struct {
	// Folders with charts: `<name>/`, `<name>-<version>.tgz`, or both kinds.
	Folders []string
	// Where each chart is put as an archive, sub-charts in it. Empty: nowhere.
	Pack   string
	Charts []ChartRequest
}

type ChartRequest struct {
	Name     string
	Version  string
	Releases []ReleaseRequest
}

type ReleaseRequest struct {
	Key, Name, Namespace, KubeVersion string
	APIVersions                       []string
	Values                            map[string]any
	// Whether to try every value: dozens of renderings.
	Effects bool
}

type ChartAnswer struct {
	Name, Version, Digest string
	Path                  string
	// Sub-charts that a release enables, with their versions.
	Dependencies map[string]string
	// Sub-charts that no release enables and that were not there.
	Absent   []string
	Error    string
	Releases []ReleaseAnswer
}

type ReleaseAnswer struct {
	Key     string
	Error   string
	Lint    []string
	Objects []map[string]any
	// CRDs of the folder crds/, which Helm installs once.
	CRDs []map[string]any
	// Values that the chart does not read, and values that are what it has anyway.
	Unread, Default []string
}

func main() {
	var request Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	answers := []ChartAnswer{}
	for _, chart := range request.Charts {
		answers = append(answers, answerFor(request, chart))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerFor(whole Request, request ChartRequest) ChartAnswer {
	answer := ChartAnswer{Name: request.Name, Version: request.Version, Dependencies: map[string]string{}}
	source, err := find(whole.Folders, request.Name, request.Version)
	if err == nil && whole.Pack != "" {
		_, err = chartutil.Save(source.chart, whole.Pack)
	}
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	answer.Path = source.path
	answer.Absent = source.absent
	enabled := map[string]*digested{}
	for _, release := range request.Releases {
		answer.Releases = append(answer.Releases, source.answerFor(release, enabled))
	}
	for name, each := range enabled {
		if name != "" {
			answer.Dependencies[name] = each.version
		}
	}
	answer.Digest = digestOf(enabled)
	return answer
}

func (source *source) answerFor(release ReleaseRequest, enabled map[string]*digested) ReleaseAnswer {
	answer := ReleaseAnswer{Key: release.Key}
	rendered, err := source.render(release, release.Values, false)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	digest("", rendered.chart, source.metadata, enabled)
	if answer.Objects, answer.CRDs, err = rendered.objects(); err == nil {
		answer.Lint, err = source.lint(release)
	}
	if err == nil && release.Effects {
		answer.Unread, answer.Default, err = source.withoutEffect(release, rendered)
	}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}
