// Renders a Helm chart as Helm does, as far as this chart needs it: templates, Sprig's functions, include, toYaml.
// Arguments: the chart's directory. Input: a JSON array of values. Output: a JSON array of {text} or {error}.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v3"
)

type object = map[string]interface{}

type rendered struct {
	Text  string `json:"text,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	chart := os.Args[1]
	var cases []object
	check(json.NewDecoder(os.Stdin).Decode(&cases))
	defaults, about := read(chart+"/values.yaml"), read(chart+"/Chart.yaml")
	templates := parse(chart)
	answers := make([]rendered, len(cases))
	for i, values := range cases {
		text, err := render(templates, object{
			"Values":  merge(defaults, values),
			"Chart":   object{"Name": about["name"], "Version": about["version"], "AppVersion": about["appVersion"]},
			"Release": object{"Name": "schemagate", "Namespace": "schemagate", "Service": "Helm"},
		})
		answers[i].Text = text
		if err != nil {
			answers[i] = rendered{Error: err.Error()}
		}
	}
	check(json.NewEncoder(os.Stdout).Encode(answers))
}

func parse(chart string) *template.Template {
	all := template.New("chart").Option("missingkey=zero")
	functions := sprig.TxtFuncMap()
	functions["toYaml"] = func(value interface{}) (string, error) {
		var text bytes.Buffer
		encoder := yaml.NewEncoder(&text)
		encoder.SetIndent(2)
		err := encoder.Encode(value)
		return strings.TrimSuffix(text.String(), "\n"), err
	}
	functions["include"] = func(name string, data interface{}) (string, error) {
		var text bytes.Buffer
		err := all.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	all.Funcs(functions)
	paths, err := filepath.Glob(chart + "/templates/*")
	check(err)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		check(err)
		template.Must(all.New(filepath.Base(path)).Parse(string(text)))
	}
	return all
}

func render(templates *template.Template, data object) (string, error) {
	var text bytes.Buffer
	for _, one := range templates.Templates() {
		if !strings.HasSuffix(one.Name(), ".yaml") && !strings.HasSuffix(one.Name(), ".txt") {
			continue
		}
		var part bytes.Buffer
		if err := one.Execute(&part, data); err != nil {
			return "", err
		}
		// Notes are for people; as a comment they do no harm among the objects.
		if strings.HasSuffix(one.Name(), ".txt") {
			fmt.Fprintf(&text, "\n# %s", strings.ReplaceAll(part.String(), "\n", "\n# "))
		} else {
			fmt.Fprintf(&text, "\n---\n# Source: %s\n%s", one.Name(), part.String())
		}
	}
	return text.String(), nil
}

// Numbers become float64 as in Helm, whatever they look like.
func read(path string) object {
	text, err := os.ReadFile(path)
	check(err)
	var loose, strict object
	check(yaml.Unmarshal(text, &loose))
	asJSON, err := json.Marshal(loose)
	check(err)
	check(json.Unmarshal(asJSON, &strict))
	return strict
}

// What is given wins; objects are merged, all else is replaced.
func merge(defaults, given object) object {
	merged := object{}
	for name, value := range defaults {
		merged[name] = value
	}
	for name, value := range given {
		before, isObject := merged[name].(object)
		if after, ok := value.(object); ok && isObject {
			merged[name] = merge(before, after)
		} else {
			merged[name] = value
		}
	}
	return merged
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
