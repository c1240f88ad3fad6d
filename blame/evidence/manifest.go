package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/growlint/growlint/blame/pattern"
	"go.yaml.in/yaml/v3"
)

// ManifestName is the file that makes a folder a bundle.
const ManifestName = "incident.yaml"

// A Manifest is incident.yaml as written. Its fields are explained in the README of a bundle.
type Manifest struct {
	ID           string           `yaml:"id"`
	Title        string           `yaml:"title"`
	Service      string           `yaml:"service"`
	Environment  string           `yaml:"environment"`
	Window       Window           `yaml:"window"`
	Timezone     string           `yaml:"timezone"`
	Repo         string           `yaml:"repo"`
	Deployed     Deployed         `yaml:"deployed"`
	Limits       Limits           `yaml:"limits"`
	ServicePaths []string         `yaml:"service_paths"`
	Sources      []Source         `yaml:"sources"`
	Observations []ObservationRow `yaml:"observations"`
	Commits      []CommitRow      `yaml:"commits"`
	Annotations  []AnnotationRow  `yaml:"annotations"`
	Queries      []Query          `yaml:"queries"` // what a live Prometheus is asked for

	lines lineIndex
}

// A Window is the time that the post-mortem is about.
type Window struct {
	From time.Time `yaml:"from"`
	To   time.Time `yaml:"to"`
}

// Deployed is what ran: at least one of sha, tag and image.
type Deployed struct {
	SHA      string    `yaml:"sha"`
	Tag      string    `yaml:"tag"`
	Image    string    `yaml:"image"`
	Digest   string    `yaml:"digest"`
	Previous string    `yaml:"previous"`
	At       time.Time `yaml:"at"`
}

// Limits in force, as written: "512MiB", "1 GB", 536870912.
type Limits struct {
	Memory string `yaml:"memory"`
}

// A Source is one raw file.
type Source struct {
	Path        string            `yaml:"path"`
	Kind        string            `yaml:"kind"` // a format's name; auto (or nothing) detects it by content
	Role        Role              `yaml:"role"`
	Unit        string            `yaml:"unit"`
	Labels      map[string]string `yaml:"labels"`
	Query       string            `yaml:"query"`
	ClockOffset string            `yaml:"clock_offset"` // a Go duration that is ADDED to every time of the file
}

// An ObservationRow is a figure without a series.
type ObservationRow struct {
	Metric string     `yaml:"metric"`
	Value  float64    `yaml:"value"`
	Unit   string     `yaml:"unit"`
	At     *time.Time `yaml:"at"`
	Source string     `yaml:"source"`
}

// A CommitRow is a commit record, for a bundle without repository.
type CommitRow struct {
	SHA     string    `yaml:"sha"`
	Date    time.Time `yaml:"date"`
	Message string    `yaml:"message"`
}

// An AnnotationRow is a note.
type AnnotationRow struct {
	Text   string `yaml:"text"`
	Author string `yaml:"author"`
}

// ParseManifest reads incident.yaml from memory. Errors name the line.
func ParseManifest(data []byte) (*Manifest, error) { return parseManifest(data) }

// CheckManifest returns what is wrong with an incident.yaml, or nil.
func CheckManifest(data []byte) error {
	_, err := parseManifest(data)
	return err
}

// parseManifest reads incident.yaml. Errors name the line: broken YAML, unknown keys, values of the wrong type, and
// what a post-mortem cannot do without.
func parseManifest(data []byte) (*Manifest, error) {
	var m Manifest
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&m); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s:1: the file is empty; it needs at least id and service", ManifestName)
		}
		return nil, yamlError(err)
	}
	if err := m.lines.read(data); err != nil {
		return nil, err
	}
	return &m, m.check()
}

// check refuses what cannot be meant.
func (m *Manifest) check() error {
	if m.ID == "" || m.Service == "" {
		return fmt.Errorf("%s:1: id and service are required; add them at the top of the file", ManifestName)
	}
	if !m.Window.From.IsZero() && !m.Window.To.IsZero() && m.Window.To.Before(m.Window.From) {
		return fmt.Errorf("%s:%d: window ends before it begins; swap from and to", ManifestName, m.lines.at("window"))
	}
	if _, err := m.location(); err != nil {
		return err
	}
	for i, s := range m.Sources {
		if s.Path == "" {
			return fmt.Errorf("%s:%d: a source without path; name its file", ManifestName, m.lines.at("sources", i))
		}
		if !knownRole(s.Role) {
			return fmt.Errorf("%s:%d: unknown role %q; use memory, limit, requests, errors, restarts or host, or leave it out", ManifestName, m.lines.at("sources", i), s.Role)
		}
	}
	for i, q := range m.Queries {
		if q.Role == "" || !knownRole(q.Role) || q.Query == "" {
			return fmt.Errorf("%s:%d: a query needs a role (memory, limit, requests, errors, restarts or host) and the query itself", ManifestName, m.lines.at("queries", i))
		}
	}
	for i, o := range m.Observations {
		if o.Metric == "" {
			return fmt.Errorf("%s:%d: an observation without metric; say what was measured", ManifestName, m.lines.at("observations", i))
		}
	}
	return nil
}

func (m *Manifest) location() (*time.Location, error) {
	loc, err := time.LoadLocation(m.Timezone) // "" is UTC
	if err != nil {
		return nil, fmt.Errorf("%s:%d: unknown timezone %q; use a name such as Europe/Berlin", ManifestName, m.lines.at("timezone"), m.Timezone)
	}
	return loc, nil
}

// around is a time near the incident, for logs that leave the year out.
func (m *Manifest) around() time.Time {
	for _, t := range []time.Time{m.Window.To, m.Window.From, m.Deployed.At} {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// KnownRole reports whether a role is one that a series can have.
func KnownRole(r Role) bool { return r != "" && knownRole(r) }

func knownRole(r Role) bool {
	switch r {
	case "", Memory, MemLimit, Requests, Errors, Restarts, Host:
		return true
	}
	return false
}

var yamlLine = pattern.New(`line (\d+): (.*)`)

// yamlError puts the line that the YAML library names in front, as every other error has it.
func yamlError(err error) error {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Errorf("%s:%s: %s; correct the line (the fields are listed in docs/incident-bundle.md)", ManifestName, m[1], m[2])
	}
	return fmt.Errorf("%s: %w; correct the file", ManifestName, err)
}

// A lineIndex finds the line of a value in a YAML document.
type lineIndex struct{ root *yaml.Node }

func (x *lineIndex) read(data []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return yamlError(err)
	}
	if len(doc.Content) > 0 {
		x.root = doc.Content[0]
	}
	return nil
}

// at returns the line of the value under a path of keys (string) and positions (int); 1 where there is none.
func (x lineIndex) at(path ...any) int {
	n, line := x.root, 1
	for _, step := range path {
		if n = child(n, step); n == nil {
			return line
		}
		line = n.Line
	}
	return line
}

func child(n *yaml.Node, step any) *yaml.Node {
	if n == nil {
		return nil
	}
	switch s := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && s < len(n.Content) {
			return n.Content[s]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == s {
				return n.Content[i+1]
			}
		}
	}
	return nil
}
