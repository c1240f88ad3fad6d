package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../docs/post-mortem.schema.json"

func postmortemSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decoded(t *testing.T, out string) map[string]any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any)
}

func TestTheJSONFollowsItsSchema(t *testing.T) {
	schema := postmortemSchema(t)
	for name, args := range map[string][]string{
		"demo":     {writeDemo(t).Bundle},
		"inc-123":  {filepath.Join(incidents, "inc-123/bundle")},
		"sections": {filepath.Join(incidents, "inc-123/bundle"), "--sections", "root-cause"},
	} {
		if err := schema.Validate(decoded(t, mustIncident(t, append(args, "--format", "json")...))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A schema that accepts everything would pass, too: each of these mutilations must be refused.
func TestTheSchemaRefuses(t *testing.T) {
	schema := postmortemSchema(t)
	out := mustIncident(t, filepath.Join(incidents, "inc-123/bundle"), "--format", "json")
	first := func(r map[string]any, key string) map[string]any { return r[key].([]any)[0].(map[string]any) }
	claim := func(r map[string]any) map[string]any {
		return first(first(first(r, "sections"), "blocks"), "claims")
	}
	for name, mutilate := range map[string]func(map[string]any){
		"no version":                func(r map[string]any) { delete(r, "version") },
		"a version of tomorrow":     func(r map[string]any) { r["version"] = 2 },
		"an unknown property":       func(r map[string]any) { r["severity"] = "high" },
		"an invented status":        func(r map[string]any) { r["status"] = "CERTAIN" },
		"a root cause without line": func(r map[string]any) { r["root_cause"] = map[string]any{"commit": strings.Repeat("a", 40)} },
		"a number without evidence": func(r map[string]any) { claim(r)["cites"] = []any{} },
		"a cause without evidence": func(r map[string]any) {
			c := claim(r)
			c["kind"], c["text"], c["cites"] = "cause", "it leaks", []any{}
			delete(c, "values")
		},
		"a citation that is no id": func(r map[string]any) { claim(r)["cites"] = []any{"app.log"} },
		"a fact without a place":   func(r map[string]any) { delete(first(r, "evidence"), "line") },
		"a time that is none":      func(r map[string]any) { first(r, "timeline")["at"] = "yesterday" },
		"an abbreviated commit":    func(r map[string]any) { r["deployed"].(map[string]any)["commit"] = "f09a9a5" },
	} {
		r := decoded(t, out)
		mutilate(r)
		if schema.Validate(r) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
