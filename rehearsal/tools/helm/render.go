package main

import (
	"fmt"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

type rendering struct {
	chart *chart.Chart
	// Text by template, without notes for people.
	files map[string]string
}

// render is a first install by Helm without a cluster: look-ups find nothing. A trial is not held to the schema, which takes most of the time.
func (source *source) render(release ReleaseRequest, values map[string]any, trial bool) (*rendering, error) {
	loaded := cloned(source.chart)
	// Coalescing writes into what it is given.
	given, _ := deep(values).(map[string]any)
	if err := chartutil.ProcessDependenciesWithMerge(loaded, given); err != nil {
		return nil, err
	}
	version, err := chartutil.ParseKubeVersion(release.KubeVersion)
	if err != nil {
		return nil, err
	}
	options := chartutil.ReleaseOptions{Name: release.Name, Namespace: release.Namespace, Revision: 1, IsInstall: true}
	capabilities := &chartutil.Capabilities{
		KubeVersion: *version,
		APIVersions: release.APIVersions,
		HelmVersion: chartutil.DefaultCapabilities.HelmVersion,
	}
	if kube := loaded.Metadata.KubeVersion; kube != "" && !chartutil.IsCompatibleRange(kube, version.Version) {
		return nil, fmt.Errorf("the chart asks for Kubernetes %s, and this is %s", kube, version.Version)
	}
	all, err := chartutil.ToRenderValuesWithSchemaValidation(loaded, given, options, capabilities, trial)
	if err != nil {
		return nil, err
	}
	files, err := engine.Render(loaded, all)
	if err != nil {
		return nil, err
	}
	for name := range files {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(files, name)
		}
	}
	return &rendering{loaded, files}, nil
}

// shown is the text of everything that would be installed.
func (made *rendering) shown() map[string]string {
	all := map[string]string{}
	for name, text := range made.files {
		all[name] = text
	}
	for _, each := range made.chart.CRDObjects() {
		all["crds: "+each.Filename] = string(each.File.Data)
	}
	return all
}

// objects of all templates, in the order in which Helm installs them, hooks last; and those of the folders crds/.
func (made *rendering) objects() (objects, crds []map[string]any, err error) {
	hooks, manifests, err := releaseutil.SortManifests(made.files, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, nil, err
	}
	for _, each := range manifests {
		if err := add(&objects, each.Name, each.Content); err != nil {
			return nil, nil, err
		}
	}
	for _, each := range hooks {
		if err := add(&objects, each.Name, each.Manifest); err != nil {
			return nil, nil, err
		}
	}
	for _, each := range made.chart.CRDObjects() {
		for _, text := range releaseutil.SplitManifests(string(each.File.Data)) {
			if err := add(&crds, each.Name, text); err != nil {
				return nil, nil, err
			}
		}
	}
	return objects, crds, nil
}

func add(to *[]map[string]any, name, text string) error {
	var object map[string]any
	if err := yaml.UnmarshalStrict([]byte(text), &object); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(object) > 0 {
		*to = append(*to, object)
	}
	return nil
}

// cloned copies what rendering writes into: values, and which sub-charts are enabled.
func cloned(one *chart.Chart) *chart.Chart {
	again := *one
	metadata := *one.Metadata
	metadata.Dependencies = nil
	for _, each := range one.Metadata.Dependencies {
		dependency := *each
		metadata.Dependencies = append(metadata.Dependencies, &dependency)
	}
	again.Metadata = &metadata
	again.Values, _ = deep(one.Values).(map[string]any)
	again.SetDependencies()
	for _, each := range one.Dependencies() {
		again.AddDependency(cloned(each))
	}
	return &again
}

func deep(value any) any {
	switch inner := value.(type) {
	case map[string]any:
		again := make(map[string]any, len(inner))
		for key, each := range inner {
			again[key] = deep(each)
		}
		return again
	case []any:
		again := make([]any, len(inner))
		for index, each := range inner {
			again[index] = deep(each)
		}
		return again
	}
	return value
}
