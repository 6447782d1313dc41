package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strconv"

	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

// step leads one level down: a key of a map, or a place in a list.
type step struct {
	key   string
	index int
}

// withoutEffect renders once more for every value, without it and, if that changes nothing, with another in its place. Where both change
// nothing the chart does not read it; where only its absence changes nothing it is what the chart has anyway.
func (source *source) withoutEffect(release ReleaseRequest, base *rendering) (unread, same []string, err error) {
	again, err := source.render(release, release.Values, true)
	if err != nil {
		return nil, nil, err
	}
	// What is made anew each time: certificates, and what they are hashed into.
	volatile := differing(base, again)
	changes := func(path []step, change func(any) (any, bool)) (bool, error) {
		values, _ := changed(release.Values, path, change)
		other, err := source.render(release, values.(map[string]any), true)
		if err != nil {
			return true, nil // the chart refuses it: it has been read
		}
		for each := range differing(base, other) {
			if !volatile[each] {
				return true, nil
			}
		}
		return false, nil
	}
	for _, path := range leaves(release.Values, nil) {
		effect, err := changes(path, remove)
		if err != nil {
			return nil, nil, err
		}
		if effect {
			continue
		}
		if effect, err = changes(path, alter); err != nil {
			return nil, nil, err
		}
		if effect {
			same = append(same, textOf(path))
		} else {
			unread = append(unread, textOf(path))
		}
	}
	sort.Strings(unread)
	sort.Strings(same)
	return unread, same, nil
}

// differing says where two renderings differ as YAML is read; only templates whose text differs are read.
func differing(one, other *rendering) map[string]bool {
	found := map[string]bool{}
	before, after := one.shown(), other.shown()
	for name, text := range before {
		if again, both := after[name]; !both || again != text {
			differences(name, normal(text), normal(again), found)
		}
	}
	for name, text := range after {
		if _, both := before[name]; !both {
			differences(name, normal(""), normal(text), found)
		}
	}
	return found
}

// normal is what would be compared as JSON, by object and not by place.
func normal(file string) any {
	objects := map[string]any{}
	for _, text := range releaseutil.SplitManifests(file) {
		var each map[string]any
		if err := yaml.Unmarshal([]byte(text), &each); err != nil {
			return file
		}
		if len(each) == 0 {
			continue
		}
		metadata, _ := each["metadata"].(map[string]any)
		key := fmt.Sprint(each["apiVersion"], " ", each["kind"], " ", metadata["namespace"], "/", metadata["name"])
		for _, taken := objects[key]; taken; _, taken = objects[key] {
			key += "'"
		}
		objects[key] = each
	}
	return objects
}

func differences(at string, one, other any, into map[string]bool) {
	if reflect.DeepEqual(one, other) {
		return
	}
	items, isList := one.([]any)
	others, areLists := other.([]any)
	if isList && areLists && len(items) == len(others) {
		for index := range items {
			differences(at+"\x00"+strconv.Itoa(index), items[index], others[index], into)
		}
		return
	}
	first, isMap := one.(map[string]any)
	second, areMaps := other.(map[string]any)
	if !isMap || !areMaps {
		into[at] = true
		return
	}
	for key := range first {
		if _, both := second[key]; !both {
			into[at+"\x00"+key] = true
			continue
		}
		differences(at+"\x00"+key, first[key], second[key], into)
	}
	for key := range second {
		if _, both := first[key]; !both {
			into[at+"\x00"+key] = true
		}
	}
}

// Every value that is not itself a place for values. An empty map or list is one.
func leaves(value any, path []step) [][]step {
	var found [][]step
	below := func(each any, next step) {
		found = append(found, leaves(each, append(append([]step{}, path...), next))...)
	}
	switch inner := value.(type) {
	case map[string]any:
		for _, key := range keysOf(inner) {
			below(inner[key], step{key: key, index: -1})
		}
	case []any:
		for index, each := range inner {
			below(each, step{index: index})
		}
	}
	if found == nil && len(path) > 0 {
		return [][]step{path}
	}
	return found
}

func keysOf(values map[string]any) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// changed is a copy with one value taken out, or with another in its place.
func changed(value any, path []step, change func(any) (any, bool)) (any, bool) {
	if len(path) == 0 {
		return change(value)
	}
	next := path[0]
	switch inner := value.(type) {
	case map[string]any:
		copy := map[string]any{}
		for key, each := range inner {
			copy[key] = each
		}
		if below, stays := changed(inner[next.key], path[1:], change); stays {
			copy[next.key] = below
		} else {
			delete(copy, next.key)
		}
		return copy, true
	case []any:
		copy := append([]any{}, inner[:next.index]...)
		if below, stays := changed(inner[next.index], path[1:], change); stays {
			copy = append(copy, below)
		}
		return append(copy, inner[next.index+1:]...), true
	}
	return value, true
}

func remove(any) (any, bool)      { return nil, false }
func alter(value any) (any, bool) { return another(value), true }

func another(value any) any {
	switch inner := value.(type) {
	case bool:
		return !inner
	case float64:
		return inner + 1
	case int64:
		return inner + 1
	case string:
		return inner + "z"
	case []any:
		return []any{"another"}
	case map[string]any:
		return map[string]any{"another": "another"}
	}
	return json.Number("1")
}

func textOf(path []step) string {
	text := ""
	for _, each := range path {
		switch {
		case each.index >= 0:
			text += "[" + strconv.Itoa(each.index) + "]"
		case text == "":
			text = each.key
		default:
			text += "." + each.key
		}
	}
	return text
}
