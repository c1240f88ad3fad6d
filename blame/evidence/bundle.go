package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Bundle is an incident's folder, read.
type Bundle struct {
	Manifest *Manifest
	Files    []File // the manifest first, then the sources in its order
	Facts    []Fact // in the order of their ids
}

// Read reads the bundle in dir. It fails, with file and line, when the manifest or a source cannot be read whole: a source
// that is named and missing is an error of the input and not a gap of the evidence, because leaving it out would look
// the same as never having had it.
func Read(dir string) (*Bundle, error) { return ReadWith(dir, nil) }

// ReadManifest reads incident.yaml alone. Errors name the line.
func ReadManifest(dir string) (*Manifest, error) {
	m, _, err := readManifest(dir)
	return m, err
}

func readManifest(dir string) (*Manifest, []byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w; a bundle is a folder with an %s (growlint incident init makes one)", ManifestName, bare(err), ManifestName)
	}
	m, err := parseManifest(data)
	return m, data, err
}

// ReadWith is Read, and reads what live servers answered after the files of the manifest.
func ReadWith(dir string, live []Collected) (*Bundle, error) {
	m, data, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Manifest: m, Files: []File{newFile(ManifestName, "manifest", data)}}
	if err := b.addManifest(); err != nil {
		return nil, err
	}
	for i, s := range m.Sources {
		if err := b.addSource(dir, s, m.lines.at("sources", i)); err != nil {
			return nil, err
		}
	}
	for _, c := range live {
		if err := b.addContent(c.Source, c.Source.Path, c.Source.Path, bytes.NewReader(c.Data)); err != nil {
			return nil, err
		}
		f := &b.Files[len(b.Files)-1]
		f.Note = strings.TrimPrefix(f.Note+"; "+c.Note, "; ")
	}
	b.number()
	b.settleRollOut()
	return b, nil
}

// Select returns the facts for which keep is true, in order.
func (b *Bundle) Select(keep func(*Fact) bool) []*Fact {
	var out []*Fact
	for i := range b.Facts {
		if keep(&b.Facts[i]) {
			out = append(out, &b.Facts[i])
		}
	}
	return out
}

// Logs returns the log lines that carry a signal, in the order of their times.
func (b *Bundle) Logs(s Signal) []*Fact {
	out := b.Select(func(f *Fact) bool { return f.Log != nil && f.Log.Has(s) })
	slices.SortStableFunc(out, func(x, y *Fact) int { return x.At.Compare(y.At) })
	return out
}

// SeriesOf returns the series of a role.
func (b *Bundle) SeriesOf(r Role) []*Fact {
	return b.Select(func(f *Fact) bool { return f.Series != nil && f.Series.Role == r })
}

// Observations returns the figures of a role.
func (b *Bundle) Observations(r Role) []*Fact {
	return b.Select(func(f *Fact) bool { return f.Observation != nil && f.Observation.Role == r })
}

func (b *Bundle) number() {
	for i := range b.Facts {
		b.Facts[i].ID = fmt.Sprintf("E-%03d", i+1)
	}
}

func (b *Bundle) addSource(dir string, s Source, line int) error {
	where := fmt.Sprintf("%s:%d", ManifestName, line)
	name := path.Clean(filepath.ToSlash(s.Path))
	if !fs.ValidPath(name) {
		return fmt.Errorf("%s: source %q lies outside the bundle; copy the file into the folder", where, s.Path)
	}
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return fmt.Errorf("%s: source %s: %w; add the file to the bundle or take the entry out of the manifest", where, name, bare(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fmt.Errorf("%s: source %s is a folder; name its files one by one", where, name)
	}
	return b.addContent(s, name, where, f)
}

// addContent reads one file of evidence from r.
func (b *Bundle) addContent(s Source, name, where string, r io.Reader) error {
	content, err := newRaw(name, r)
	if err != nil {
		return err
	}
	in := input{source: s, path: name, r: content.reader, service: b.Manifest.Service, around: b.Manifest.around()}
	if in.location, err = b.Manifest.location(); err != nil {
		return err
	}
	if s.ClockOffset != "" {
		if in.offset, err = time.ParseDuration(s.ClockOffset); err != nil {
			return fmt.Errorf("%s: clock_offset %q is no duration; write it like -2.5s", where, s.ClockOffset)
		}
	}
	format, err := chooseFormat(s.Kind, content.head())
	if err != nil {
		return fmt.Errorf("%s: source %s: %w", where, name, err)
	}
	out, err := format.read(in)
	if err != nil {
		return err
	}
	if content.note != "" {
		out.say("%s", content.note)
	}
	file, err := content.file(format.name)
	if err != nil {
		return err
	}
	file.Records, file.Notable, file.Unparsed, file.FirstUnparsed, file.Note = out.records, out.notable, out.unparsed, out.firstUnparsed, out.note
	b.Files = append(b.Files, file)
	for _, f := range out.facts {
		if f.Pod == "" {
			f.Pod = s.Labels["pod"]
		}
		b.Facts = append(b.Facts, f)
	}
	return nil
}

func newFile(name, format string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{Path: name, Format: format, SHA256: hex.EncodeToString(sum[:]), Bytes: len(data)}
}

// bare takes the path off a file error: reports and messages name files by their place in the bundle only.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// addManifest makes facts of what the manifest itself states.
func (b *Bundle) addManifest() error {
	m := b.Manifest
	b.addEnvironment()
	b.addDeployment()
	if m.Limits.Memory != "" {
		line := m.lines.at("limits", "memory")
		v, err := ParseBytes(m.Limits.Memory)
		if err != nil {
			return fmt.Errorf("%s:%d: limits.memory: %w", ManifestName, line, err)
		}
		b.add(Fact{Kind: "limit", Line: line, Text: "memory limit " + m.Limits.Memory, Transformation: "converted to bytes", Limit: &Limit{Bytes: v}})
	}
	for i, o := range m.Observations {
		if err := b.addObservation(o, m.lines.at("observations", i)); err != nil {
			return err
		}
	}
	for i, c := range m.Commits {
		subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
		b.add(Fact{
			Kind: "commit", Line: m.lines.at("commits", i), At: c.Date.UTC(), Text: Redact("commit " + c.SHA + ": " + subject),
			Transformation: "first line of the message", Commit: &Commit{SHA: c.SHA, Date: c.Date.UTC(), Subject: Redact(subject)},
		})
	}
	for i, a := range m.Annotations {
		text := Redact(a.Text)
		b.add(Fact{
			Kind: "annotation", Line: m.lines.at("annotations", i), Text: text, Transformation: asWritten,
			Annotation: &Annotation{Text: text, Author: Redact(a.Author)},
		})
	}
	return nil
}

const asWritten = "as written"

// add appends a fact of the manifest.
func (b *Bundle) add(f Fact) {
	f.Path = ManifestName
	b.Facts = append(b.Facts, f)
}

func (b *Bundle) addEnvironment() {
	m := b.Manifest
	if m.Environment != "" {
		b.add(Fact{Kind: "environment", Line: m.lines.at("environment"), Text: "environment " + Redact(m.Environment), Transformation: asWritten})
	}
	if !m.Window.From.IsZero() || !m.Window.To.IsZero() {
		b.add(Fact{Kind: "window", Line: m.lines.at("window"), At: m.Window.From.UTC(), Text: "window " + stamp(m.Window.From) + " to " + stamp(m.Window.To), Transformation: asWritten})
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.UTC().Format(time.RFC3339)
}

func (b *Bundle) addDeployment() {
	d := b.Manifest.Deployed
	if d == (Deployed{}) {
		return
	}
	rev := d.SHA
	for _, other := range []string{d.Tag, d.Digest, d.Image} {
		if rev == "" {
			rev = other
		}
	}
	text := "deployed " + strings.TrimSpace(d.Tag+" "+d.Image+" "+d.Digest) + " = " + rev
	if d.Previous != "" {
		text += ", previous " + d.Previous
	}
	b.add(Fact{
		Kind: "deployment", Line: b.Manifest.lines.at("deployed"), At: d.At.UTC(), Text: Redact(text), Transformation: asWritten,
		Deployment: &Deployment{Version: d.Tag, Revision: rev, Previous: d.Previous, At: d.At.UTC(), Environment: b.Manifest.Environment},
	})
}

func (b *Bundle) addObservation(o ObservationRow, line int) error {
	role := roleOf(o.Metric)
	factor, base, err := toBase(role, o.Unit)
	if err != nil {
		return fmt.Errorf("%s:%d: observation %s: %w", ManifestName, line, o.Metric, err)
	}
	if v := o.Value * factor; v < 0 || !(v < implausible) {
		return fmt.Errorf("%s:%d: observation %s: %v %s cannot be measured; correct value or unit", ManifestName, line, o.Metric, o.Value, o.Unit)
	}
	f := Fact{
		Kind: "observation", Line: line, Text: Redact(fmt.Sprintf("%s %v %s (%s)", o.Metric, o.Value, o.Unit, o.Source)),
		Transformation: "converted to " + base,
		Observation:    &Observation{Metric: o.Metric, Role: role, Phase: phaseOf(o.Metric), Value: o.Value * factor, Unit: o.Unit, Source: Redact(o.Source)},
	}
	if o.Source == "" {
		f.Text = Redact(fmt.Sprintf("%s %v %s", o.Metric, o.Value, o.Unit))
	}
	if base == "" {
		f.Transformation = asWritten
	}
	if o.At != nil {
		f.At = o.At.UTC()
		f.Observation.At = f.At
	} else {
		f.Text += ", no time given"
	}
	b.add(f)
	return nil
}
