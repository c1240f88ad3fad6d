package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// loadsPlugin reports whether an attribute is read from a module that is loaded by a name put together at run time, out of the package of the class:
// `import_module(f"app.outputs.{name}").Output` may be the Output of any module there.
func (p *Program) loadsPlugin(attr Site, c *Class) bool {
	if attr.Kind() != python.Attr || p.nested(c.Site) {
		return false
	}
	module := attr.Child(python.RValue)
	if module.Kind() == python.Name {
		module = p.onceBound(module)
	}
	if !module.Valid() || module.Kind() != python.Call || !dynamicImport(module.Child(python.RFunc).Str()) {
		return false
	}
	prefix := constantPrefix(module.Child(python.RArg))
	folder := "/" + strings.ReplaceAll(prefix, ".", "/") // by its path, since a namespace package has no __init__.py, and the root may be a folder below
	return strings.HasSuffix(prefix, ".") && strings.Contains("/"+c.Site.M.Path, folder)
}

func dynamicImport(function string) bool {
	return function == "import_module" || function == "__import__"
}

// constantPrefix is the text with which a string put together at run time begins.
func constantPrefix(s Site) string {
	switch s.Kind() {
	case python.Str:
		text, _, _ := strings.Cut(s.Str(), "{")
		text, _, _ = strings.Cut(text, "%")
		return text
	case python.FString: // the text around its expressions: one that ends in a dot has them all behind it
		return s.Str()
	case python.BinOp:
		return constantPrefix(s.Child(python.RValue))
	case python.Call: // "app.outputs.{}".format(name)
		if fn := s.Child(python.RFunc); fn.Str() == "format" {
			return constantPrefix(fn.Child(python.RValue))
		}
	}
	return ""
}
