package postmortem

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// lockfiles are the files by which the set of dependencies changes.
var lockfiles = pattern.New(`^([^/]*requirements[^/]*\.(txt|in)|poetry\.lock|uv\.lock|Pipfile(\.lock)?|pdm\.lock|constraints[^/]*\.txt|pyproject\.toml|setup\.(py|cfg))$`)

func isLockfile(name string) bool {
	return lockfiles.MatchString(path.Base(name)) || strings.Contains("/"+path.Dir(name)+"/", "/requirements/") && pattern.New(`\.(txt|in)$`).MatchString(name)
}

// forDevelopment are dependency files whose packages do not run in production, by the names that they are given.
var forDevelopment = pattern.New(`(?i)(^|[-_./])(dev|development|test|tests|testing|doc|docs|lint|ci|typing|mypy)([-_./]|$)`)

// A depChange is one package whose version differs between two revisions.
type depChange struct {
	file, name, before, after string // "" where the package is not there
	development               bool
	cite                      string
}

func (d depChange) words() string {
	switch {
	case d.before == "":
		return fmt.Sprintf("%s %s added", d.name, d.after)
	case d.after == "":
		return fmt.Sprintf("%s %s removed", d.name, d.before)
	}
	return fmt.Sprintf("%s %s to %s", d.name, d.before, d.after)
}

// compareDependencies compares what the dependency files of the two revisions ask for, package by package.
func (c *code) compareDependencies(bk *book, repo Repository, changes []history.Change, files []history.File) error {
	where := short(c.previous.Commit) + ".." + short(c.deployed.Commit)
	for _, ch := range changes {
		if !isLockfile(ch.Path) && !isLockfile(ch.OldPath) {
			continue
		}
		found, err := dependencyChanges(repo, c.previous.Commit, c.deployed.Commit, ch)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		var words []string
		for _, d := range found {
			words = append(words, d.words())
		}
		cite := bk.add("C", Proof{What: "dependencies", Text: strings.Join(words, ", "), Path: ch.Path, Look: "both versions read, " + where})
		for _, d := range found {
			d.cite = cite
			c.depChanges = append(c.depChanges, d)
		}
	}
	files = slices.DeleteFunc(slices.Clone(files), func(f history.File) bool { return !isLockfile(f.Path) })
	c.answerDependencies(bk, repo, files, where)
	return nil
}

// answerDependencies says whether what runs in production changed, as far as the files settle it.
func (c *code) answerDependencies(bk *book, repo Repository, files []history.File, where string) {
	d := &c.dependencies
	for _, ch := range c.depChanges {
		if !ch.development && !slices.Contains(d.DependenciesCites, ch.cite) {
			d.Dependencies, d.DependenciesCites = "changed", append(d.DependenciesCites, ch.cite)
		}
	}
	for _, s := range c.settingChanges {
		if s.after != nil && s.after.image {
			d.Dependencies, d.DependenciesCites = "changed", append(d.DependenciesCites, s.cite)
		}
	}
	if d.Dependencies != "" {
		return
	}
	if len(files) == 0 {
		d.DependenciesWhy = "no dependency file in the repository"
		return
	}
	if loose := firstLoose(repo, c.deployed.Commit, files); loose != "" {
		d.DependenciesWhy = "no dependency changed in the files, but " + loose + " does not pin every version, so the libraries may have"
		return
	}
	d.Dependencies = "unchanged"
	d.DependenciesCites = []string{bk.add("N", Proof{What: "dependencies", Text: "no change of a dependency inside the deployed range", Path: files[0].Path, Look: where + ", " + plural(len(files), "dependency file", "dependency files")})}
}

func dependencyChanges(repo Repository, from, to string, ch history.Change) ([]depChange, error) {
	old := formerPath(ch)
	before, err := readIf(repo, from, old, ch.OldBlob != "")
	if err != nil {
		return nil, err
	}
	after, err := readIf(repo, to, ch.Path, ch.Blob != "")
	if err != nil {
		return nil, err
	}
	x, y := packages(old, before), packages(ch.Path, after)
	if x == nil || y == nil { // a format that is not understood: only that it changed can be said
		if string(before) == string(after) {
			return nil, nil
		}
		return []depChange{{file: ch.Path, name: "the file (its format is not understood, so not which packages)", before: "changed", after: "its new text", development: forDevelopment.MatchString(ch.Path)}}, nil
	}
	var out []depChange
	for _, name := range sortedKeys(x, y) {
		if x[name] != y[name] {
			out = append(out, depChange{file: ch.Path, name: name, before: x[name], after: y[name], development: forDevelopment.MatchString(ch.Path)})
		}
	}
	return out, nil
}

func formerPath(ch history.Change) string {
	if ch.OldPath != "" {
		return ch.OldPath
	}
	return ch.Path
}

// readIf reads a file that a change has on this side; nil without error where it has none.
func readIf(repo Repository, commit, name string, there bool) ([]byte, error) {
	if !there {
		return []byte{}, nil
	}
	return repo.ReadPath(commit, name)
}

func sortedKeys(maps ...map[string]string) []string {
	var out []string
	for _, m := range maps {
		for k := range m {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return out
}

// packages reads what a dependency file asks for: versions by normalised name. nil where the format is not understood; an
// empty file asks for nothing.
func packages(name string, data []byte) map[string]string {
	switch base := path.Base(name); {
	case base == "poetry.lock", base == "uv.lock", base == "pdm.lock":
		return lockedPackages(data)
	case base == "Pipfile.lock":
		return pipenvPackages(data)
	case base == "pyproject.toml", base == "Pipfile":
		return projectPackages(data)
	case strings.HasSuffix(base, ".txt"), strings.HasSuffix(base, ".in"):
		return requiredPackages(string(data))
	case len(data) == 0:
		return map[string]string{}
	}
	return nil
}

// normal is a package's name as PEP 503 compares it.
func normal(name string) string {
	return strings.ToLower(pattern.New(`[-_.]+`).ReplaceAllString(name, "-"))
}

// lockedPackages reads the [[package]] tables of poetry, uv and pdm.
func lockedPackages(data []byte) map[string]string {
	var lock struct {
		Package []struct{ Name, Version string }
	}
	if err := toml.Unmarshal(data, &lock); err != nil {
		return nil
	}
	out := map[string]string{}
	for _, p := range lock.Package {
		out[normal(p.Name)] = p.Version
	}
	return out
}

func pipenvPackages(data []byte) map[string]string {
	var lock struct {
		Default map[string]struct {
			Version string
			Ref     string
		}
	}
	if len(data) == 0 {
		return map[string]string{}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil
	}
	out := map[string]string{}
	for name, p := range lock.Default {
		out[normal(name)] = strings.TrimPrefix(p.Version, "==") + p.Ref
	}
	return out
}

// projectPackages reads what a project declares to run: PEP 621, poetry, and a Pipfile's packages.
func projectPackages(data []byte) map[string]string {
	var project struct {
		Project struct{ Dependencies []string }
		Tool    struct {
			Poetry struct{ Dependencies map[string]any }
		}
		Packages map[string]any
	}
	if err := toml.Unmarshal(data, &project); err != nil {
		return nil
	}
	out := requiredPackages(strings.Join(project.Project.Dependencies, "\n"))
	for _, table := range []map[string]any{project.Tool.Poetry.Dependencies, project.Packages} {
		for name, spec := range table {
			out[normal(name)] = specWords(spec)
		}
	}
	return out
}

func specWords(spec any) string {
	if table, ok := spec.(map[string]any); ok && table["version"] != nil {
		spec = table["version"]
	}
	return fmt.Sprint(spec)
}

// requirement is a line of a requirements file (PEP 508): name, extras, and what follows.
var requirement = pattern.New(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*(.*)$`)

// requiredPackages reads requirements as pip does, as far as versions go: continuation lines joined, comments, options and
// hashes left out.
func requiredPackages(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		line, _, _ = strings.Cut(strings.TrimSpace(line), " #")
		if i := strings.Index(line, "--hash"); i >= 0 {
			line = line[:i]
		}
		m := requirement.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || strings.HasPrefix(line, "#") {
			continue
		}
		version := strings.Join(strings.Fields(m[3]), " ")
		out[normal(m[1])] = strings.TrimPrefix(version, "==")
		if version == "" {
			out[normal(m[1])] = "any version"
		}
	}
	return out
}

// pinned files name exact versions by their format; others do it line by line.
var (
	pinnedFormat = pattern.New(`\.lock$`)
	pinnedLine   = pattern.New(`^\s*(#.*|-.*|)$|==|@`)
)

// firstLoose returns a dependency file that leaves versions open, where no lockfile settles them; "" where none does.
// What a pinned requirement itself requires may still move; that is known to be missed.
func firstLoose(repo Repository, commit string, files []history.File) string {
	if slices.ContainsFunc(files, func(f history.File) bool { return pinnedFormat.MatchString(f.Path) }) {
		return ""
	}
	for _, f := range files {
		if forDevelopment.MatchString(f.Path) || slices.ContainsFunc(files, func(o history.File) bool { return o.Path == strings.TrimSuffix(f.Path, ".in")+".txt" && o != f }) {
			continue // does not run in production, or was compiled to the pinned file beside it
		}
		data, err := repo.ReadPath(commit, f.Path)
		if err == nil && path.Base(f.Path) == "pyproject.toml" && len(packages(f.Path, data)) == 0 {
			continue // configures tools, and asks for nothing
		}
		if err != nil || !strings.HasSuffix(f.Path, ".txt") {
			return f.Path
		}
		for line := range strings.SplitSeq(strings.ReplaceAll(string(data), "\\\n", " "), "\n") {
			if !pinnedLine.MatchString(line) {
				return f.Path
			}
		}
	}
	return ""
}
