package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
)

type digested struct{ version, sum string }

// digest adds a chart and the sub-charts that its values enable. What only people read (README, ci/) is left out: a repository's archive
// and a checkout of the same version need not agree on it.
func digest(name string, one *chart.Chart, metadata *chart.Metadata, into map[string]*digested) {
	parts := map[string]string{}
	put := func(path string, data []byte) {
		if data != nil {
			sum := sha256.Sum256(data)
			parts[path] = hex.EncodeToString(sum[:])
		}
	}
	for _, each := range one.Templates {
		put(each.Name, each.Data)
	}
	for _, each := range one.Raw {
		if each.Name == "values.yaml" {
			put(each.Name, each.Data)
		}
	}
	for _, each := range one.Files {
		if strings.HasPrefix(each.Name, "crds/") || isRead(one, each.Name) {
			put(each.Name, each.Data)
		}
	}
	put("values.schema.json", one.Schema)
	// As it is after reading: an archive's Chart.yaml is written anew.
	text, _ := json.Marshal(metadata)
	put("Chart.yaml", text)
	into[name] = &digested{one.Metadata.Version, sumOf(parts)}
	for _, dependency := range one.Dependencies() {
		digest(strings.TrimPrefix(name+"/"+dependency.Name(), "/"), dependency, dependency.Metadata, into)
	}
}

var reads = regexp.MustCompile(`\.Files\.\w+\s+"([^"*]*)`)

// Files that a template may read, by what it begins with. A path that is put together is one below files/.
func isRead(one *chart.Chart, path string) bool {
	if strings.HasPrefix(path, "files/") {
		return true
	}
	for _, each := range one.Templates {
		for _, match := range reads.FindAllStringSubmatch(string(each.Data), -1) {
			if match[1] != "" && strings.HasPrefix(path, match[1]) {
				return true
			}
		}
	}
	return false
}

func digestOf(charts map[string]*digested) string {
	parts := map[string]string{}
	for name, each := range charts {
		parts[name] = each.version + " " + each.sum
	}
	return "sha256:" + sumOf(parts)
}

func sumOf(parts map[string]string) string {
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	sort.Strings(names)
	hash := sha256.New()
	for _, name := range names {
		fmt.Fprintf(hash, "%s\x00%s\n", name, parts[name])
	}
	return hex.EncodeToString(hash.Sum(nil))
}
