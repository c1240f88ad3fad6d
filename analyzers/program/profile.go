package program

import (
	"path"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Profile says what kind of code a file holds.
type Profile uint8

// The profiles.
const (
	Service Profile = iota // or a library: code that may serve
	Command                // a one-shot command, a script, an example
	Test
)

var testFolders = map[string]bool{"test": true, "tests": true, "testing": true, "unittests": true, "test_utils": true, "integration_tests": true, "t": true, "e2e": true, "cypress": true, "functional_tests": true}

var commandFolders = map[string]bool{
	"bin": true, "scripts": true, "script": true, "tools": true, "examples": true, "example": true, "demo": true, "demos": true, "samples": true,
	"docs": true, "doc": true, "benchmarks": true, "benchmark": true, "bench": true, "migrations": true, "alembic": true, "hack": true, "contrib_scripts": true,
	"perf": true, "tutorials": true, "notebooks": true,
}

var commandFiles = map[string]bool{"setup.py": true, "manage.py": true, "noxfile.py": true, "fabfile.py": true, "tasks_cli.py": true, "conf.py": true}

// IsTestPath reports whether a path is that of test code.
func IsTestPath(p string) bool {
	base := path.Base(p)
	if strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py") || base == "conftest.py" || base == "tests.py" || base == "test.py" {
		return true
	}
	for dir := range strings.SplitSeq(path.Dir(p), "/") {
		if testFolders[strings.ToLower(strings.Trim(dir, "_"))] {
			return true
		}
	}
	return false
}

func profileOf(m *Module) Profile {
	if IsTestPath(m.Path) {
		return Test
	}
	if commandFiles[path.Base(m.Path)] {
		return Command
	}
	for dir := range strings.SplitSeq(path.Dir(m.Path), "/") {
		if commandFolders[dir] || library.ForShow(dir) || (dir == "commands" || dir == "cmds") && ofCommandLine(m) {
			return Command
		}
	}
	return Service
}

// ofCommandLine tells the commands of a command line from those that a chat, a game or a bus brings: by where they stand, or by what they import.
func ofCommandLine(m *Module) bool {
	if strings.Contains("/"+m.Path, "/management/commands/") || strings.Contains("/"+m.Path, "/cli/") {
		return true
	}
	f := m.F
	for n := python.ID(1); n < f.Len(); n++ {
		switch f.Kind(n) {
		case python.Alias, python.ImportFrom:
			if first, _, _ := strings.Cut(f.Str(n), "."); commandLineLibraries[first] {
				return true
			}
		case python.ClassDef:
			for _, base := range f.All(n, python.RBase) {
				if strings.HasSuffix(f.Str(base), "Command") {
					return true
				}
			}
		}
	}
	return false
}

var commandLineLibraries = map[string]bool{
	"argparse": true, "optparse": true, "getopt": true, "click": true, "typer": true, "docopt": true, "fire": true, "cleo": true, "cliff": true, "cement": true, "absl": true, "plumbum": true, "rich_click": true, "asyncclick": true,
}

// mayServe reports whether a path that is one of a command by its folder may hold handlers all the same: the tools of an MCP server, the commands of a bot.
func mayServe(p string) bool {
	dir := "/" + path.Dir(p) + "/"
	if strings.Contains(dir, "/management/commands/") {
		return false
	}
	for d := range strings.SplitSeq(path.Dir(p), "/") {
		if commandFolders[d] && d != "tools" && d != "commands" && d != "bin" {
			return false
		}
	}
	return true
}

// ofApplication reports whether the tree is one of an application and not of a library.
func (p *Program) ofApplication() bool {
	p.t.readInput(input{kind: treeKind})
	return p.application
}

// speaksOfTree reports whether a module is one of those that tell what sort of tree it is.
func speaksOfTree(m *Module) bool {
	switch path.Base(m.Path) {
	case "wsgi.py", "asgi.py", "manage.py", "urls.py":
		return true
	}
	return false
}

// isApplicationTree reports whether a tree holds what applications have and libraries have not.
func (p *Program) isApplicationTree() bool {
	for _, m := range p.Modules {
		if m.Profile == Test {
			continue
		}
		switch path.Base(m.Path) {
		case "wsgi.py", "asgi.py":
			if m.Profile == Service && m.makesApplication() {
				return true
			}
		case "manage.py", "urls.py":
			if m.Profile == Service || path.Base(m.Path) == "manage.py" && !strings.Contains(m.Path, "example") {
				return true
			}
		}
	}
	return false
}

// makesApplication reports whether a module has an application for a server to find: libraries have files of such names that serve one.
func (m *Module) makesApplication() bool {
	for _, name := range []string{"application", "app"} {
		if id := m.X.NameID(name); id >= 0 && len(m.X.Binds(0, id)) > 0 {
			return true
		}
	}
	return false
}

// speaksFor reports whether what a module does with code of another says how that code is used: tests, examples and scripts do not say how
// a service or library is.
func (m *Module) speaksFor(other *Module) bool {
	return m.Profile == Service || m.Profile == other.Profile
}

// isProgram reports whether a module is what `python -m` runs of its package: what it binds lives as long as that program, which serves or ends.
func (m *Module) isProgram() bool { return path.Base(m.Path) == "__main__.py" }

// inDemo reports whether a statement of a module of a package stands under `if __name__ == "__main__"`: such code shows what the module does, where
// that of a module on its own, or of __main__.py, is a program.
func inDemo(s Site) bool {
	if !strings.Contains(s.M.Dotted, ".") || s.M.isProgram() {
		return false
	}
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			return false
		case python.If:
			if mentions(Site{s.M, f.Child(up, python.RTest)}, "__name__") {
				return true
			}
		}
	}
	return false
}

// StandIn reports whether a container belongs to code that takes the place of other code in tests, by the name of its class or its folder.
func (h *Holder) StandIn() bool {
	if h.Class != nil && library.StandIn(h.Class.Name) {
		return true
	}
	return h.M.standsIn()
}

// standsIn reports whether a module, or a folder that holds it, is for tests by its name.
func (m *Module) standsIn() bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(m.Path, ".py"), "/") {
		if library.StandInFolder(part) {
			return true
		}
	}
	return false
}
