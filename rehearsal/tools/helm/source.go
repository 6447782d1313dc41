package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/Masterminds/semver/v3"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/lint"
	"helm.sh/helm/v3/pkg/lint/support"
	"sigs.k8s.io/yaml"
)

// source is a chart with its sub-charts in memory. Rendering changes a chart, so each time it is given a copy.
type source struct {
	path     string
	metadata *chart.Metadata
	chart    *chart.Chart
	absent   []string
}

func find(folders []string, name, version string) (*source, error) {
	path, found, err := lookUp(folders, name, version)
	if err != nil {
		return nil, err
	}
	files, absent, err := filesOf(folders, found)
	if err != nil {
		return nil, err
	}
	if len(absent) > 0 {
		if files, err = without(files, absent); err != nil {
			return nil, err
		}
	}
	whole, err := loader.LoadFiles(files)
	if err != nil {
		return nil, err
	}
	return &source{path, found.Metadata, whole, absent}, nil
}

// The first that has the version: folders of a checkout, or archives as a repository has them.
func lookUp(folders []string, name, version string) (string, *chart.Chart, error) {
	wanted, err := semver.NewConstraint(version)
	if err != nil {
		return "", nil, fmt.Errorf("%s %s: %w", name, version, err)
	}
	var seen []string
	for _, folder := range folders {
		archives, _ := filepath.Glob(filepath.Join(folder, name+"-*.tgz"))
		for _, path := range append([]string{filepath.Join(folder, name)}, archives...) {
			if _, err := os.Stat(path); err != nil {
				continue
			}
			loaded, err := loader.Load(path)
			if err != nil {
				return "", nil, fmt.Errorf("%s: %w", path, err)
			}
			if loaded.Name() != name {
				continue
			}
			at, err := semver.NewVersion(loaded.Metadata.Version)
			if err == nil && wanted.Check(at) {
				return path, loaded, nil
			}
			seen = append(seen, loaded.Metadata.Version)
		}
	}
	if len(seen) > 0 {
		return "", nil, fmt.Errorf("is there as %s, and %s is wanted", strings.Join(seen, ", "), version)
	}
	return "", nil, fmt.Errorf("is not there: neither %s/ nor %s-%s.tgz in %s", name, name, version, strings.Join(folders, ", "))
}

// All files of a chart with those of its sub-charts below charts/, where an archive has them already and a checkout often has not.
func filesOf(folders []string, found *chart.Chart) (files []*loader.BufferedFile, absent []string, err error) {
	for _, each := range found.Raw {
		files = append(files, &loader.BufferedFile{Name: each.Name, Data: each.Data})
	}
	for _, wanted := range found.Metadata.Dependencies {
		if has(found, wanted) {
			continue
		}
		_, dependency, err := lookUp(folders, wanted.Name, wanted.Version)
		if err != nil {
			absent = append(absent, wanted.Name)
			continue
		}
		below, _, err := filesOf(folders, dependency)
		if err != nil {
			return nil, nil, err
		}
		for _, each := range below {
			files = append(files, &loader.BufferedFile{Name: "charts/" + wanted.Name + "/" + each.Name, Data: each.Data})
		}
	}
	return files, absent, nil
}

func has(parent *chart.Chart, wanted *chart.Dependency) bool {
	for _, each := range parent.Dependencies() {
		if each.Name() == wanted.Name {
			return true
		}
	}
	return false
}

// Sub-charts that are not there are taken out of what the chart asks for. Whether a release enables one is seen when it is rendered.
func without(files []*loader.BufferedFile, absent []string) ([]*loader.BufferedFile, error) {
	changed := make([]*loader.BufferedFile, 0, len(files))
	for _, each := range files {
		if each.Name == "Chart.lock" {
			continue
		}
		if each.Name == "Chart.yaml" {
			metadata := &chart.Metadata{}
			if err := yaml.Unmarshal(each.Data, metadata); err != nil {
				return nil, err
			}
			var kept []*chart.Dependency
			for _, dependency := range metadata.Dependencies {
				if !contains(absent, dependency.Name) {
					kept = append(kept, dependency)
				}
			}
			metadata.Dependencies = kept
			text, err := yaml.Marshal(metadata)
			if err != nil {
				return nil, err
			}
			each = &loader.BufferedFile{Name: each.Name, Data: text}
		}
		changed = append(changed, each)
	}
	return changed, nil
}

func contains(names []string, name string) bool {
	for _, each := range names {
		if each == name {
			return true
		}
	}
	return false
}

// lint is `helm lint --strict`: a warning is a fault.
func (source *source) lint(release ReleaseRequest) ([]string, error) {
	loaded := cloned(source.chart)
	folder, err := os.MkdirTemp("", "helm-lint")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := chartutil.SaveDir(loaded, folder); err != nil {
		return nil, err
	}
	version, err := chartutil.ParseKubeVersion(release.KubeVersion)
	if err != nil {
		return nil, err
	}
	// It lays the chart's own values under those that it is given.
	given, _ := deep(release.Values).(map[string]any)
	linter := lint.AllWithKubeVersion(filepath.Join(folder, loaded.Name()), given, release.Namespace, version)
	var faults []string
	for _, message := range linter.Messages {
		if message.Severity >= support.WarningSev && message.Err != nil {
			faults = append(faults, strings.ReplaceAll(message.Error(), folder+string(filepath.Separator), ""))
		}
	}
	return faults, nil
}
