package analyzers

import (
	"path"
	"strings"

	"github.com/growlint/growlint/analyzers/source"
)

// packaged are packages that projects of all sorts copy into their trees, by the name that is imported. Somebody who copies one copies others, into
// one folder.
var packaged = map[string]bool{
	"attr": true, "bottle": true, "bs4": true, "cachetools": true, "certifi": true, "chardet": true, "charset_normalizer": true, "click": true, "colorama": true, "dateutil": true,
	"dns": true, "docutils": true, "flask": true, "html5lib": true, "httplib2": true, "idna": true, "jinja2": true, "jsonschema": true, "mako": true, "markupsafe": true, "packaging": true,
	"pkg_resources": true, "ply": true, "pygments": true, "pyparsing": true, "pytz": true, "requests": true, "rich": true, "simplejson": true, "six": true, "soupsieve": true,
	"sqlalchemy": true, "tornado": true, "typing_extensions": true, "tzlocal": true, "urllib3": true, "webencodings": true, "werkzeug": true, "yaml": true,
}

// fewestCopies is how many of them a folder must hold to be one of copies.
const fewestCopies = 5

// copiesIn returns the folders of a tree that hold copies of other people's packages. The root is none of them: that is where a package has its home.
func copiesIn(entries []source.Entry) map[string]bool {
	seen := map[string]map[string]bool{}
	for _, e := range entries {
		whole, isPackage := strings.CutSuffix(e.Path, "/__init__.py")
		if !isPackage {
			whole = strings.TrimSuffix(e.Path, ".py") // six.py
		}
		name, parent := path.Base(whole), path.Dir(whole)
		if parent == "." || !packaged[name] {
			continue
		}
		if seen[parent] == nil {
			seen[parent] = map[string]bool{}
		}
		seen[parent][name] = true
	}
	out := map[string]bool{}
	for dir, names := range seen {
		if len(names) >= fewestCopies {
			out[dir] = true
		}
	}
	return out
}

// under reports whether a path lies in one of some folders.
func under(p string, dirs map[string]bool) bool {
	if len(dirs) == 0 {
		return false
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if dirs[dir] {
			return true
		}
	}
	return false
}
