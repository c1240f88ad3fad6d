package history

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// limits is what keeps a repository from telling its whole history.
type limits struct {
	shallow  map[plumbing.Hash]bool // commits whose parents were cut off
	grafted  bool
	replaced bool
	partial  bool
}

func (l limits) words() []string {
	var out []string
	if len(l.shallow) > 0 {
		out = append(out, "the clone is shallow: its history was cut off; 'git fetch --unshallow' brings the rest")
	}
	if l.partial {
		out = append(out, "the clone is partial: some objects may be missing; 'git fetch --refetch --no-filter' brings them")
	}
	if l.grafted {
		out = append(out, "the history is grafted (info/grafts): growlint reads the parents that the commits themselves name")
	}
	if l.replaced {
		out = append(out, "objects are replaced (refs/replace): growlint reads the originals")
	}
	return out
}

func findLimits(where place, cfg *config.Config, store *filesystem.Storage) (limits, error) {
	lim := limits{shallow: map[plumbing.Hash]bool{}}
	shallow, err := store.Shallow()
	if err != nil {
		return limits{}, err
	}
	for _, h := range shallow {
		lim.shallow[h] = true
	}
	if info, err := os.Stat(filepath.Join(where.commonDir, "info", "grafts")); err == nil {
		lim.grafted = info.Size() > 0
	}
	lim.partial = isPartial(cfg)
	lim.replaced, err = hasReplacements(store)
	return lim, err
}

func isPartial(cfg *config.Config) bool {
	if cfg.Section("extensions").Option("partialClone") != "" {
		return true
	}
	for _, remote := range cfg.Section("remote").Subsections {
		if strings.EqualFold(remote.Option("promisor"), "true") {
			return true
		}
	}
	return false
}

func hasReplacements(store *filesystem.Storage) (bool, error) {
	refs, err := store.IterReferences()
	if err != nil {
		return false, err
	}
	found := false
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if strings.HasPrefix(ref.Name().String(), "refs/replace/") {
			found = true
			return storer.ErrStop
		}
		return nil
	})
	return found, err
}

// readConfig reads the repository's own configuration as plain text. Nothing in it is obeyed; a repository without one is
// complete, too.
func readConfig(where place) (*config.Config, error) {
	path := filepath.Join(where.commonDir, "config")
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return config.New(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration of the repository: %w", err)
	}
	cfg := config.New()
	if err := config.NewDecoder(bytes.NewReader(text)).Decode(cfg); err != nil {
		return nil, fmt.Errorf("cannot read %s: %v; mend the file, or clone the repository anew", path, err)
	}
	return cfg, nil
}

// harmless are the extensions that change nothing about how objects and references are read.
var harmless = map[string]bool{
	"noop": true, "noop-v1": true, "partialclone": true, "preciousobjects": true, "worktreeconfig": true,
	"relativeworktrees": true,
}

// refuseUnreadable says no to a repository whose format the library would misread.
func refuseUnreadable(where place, cfg *config.Config) error {
	if v := cfg.Section("core").Option("repositoryformatversion"); v != "" && v != "0" && v != "1" {
		return fmt.Errorf("the repository at %s has format version %s: growlint reads versions 0 and 1", where.gitDir, v)
	}
	for _, ext := range cfg.Section("extensions").Options {
		name, value := strings.ToLower(ext.Key), strings.ToLower(ext.Value)
		switch {
		case harmless[name], name == "objectformat" && value == "sha1", name == "refstorage" && value == "files":
		case name == "objectformat":
			return fmt.Errorf("the repository at %s names its objects with %s: growlint reads SHA-1 repositories only; analyse a checked-out folder with 'growlint check' instead", where.gitDir, value)
		case name == "refstorage":
			return fmt.Errorf("the repository at %s keeps its references as %s: growlint reads files only; 'git refs migrate --ref-format=files' converts them", where.gitDir, value)
		default:
			return fmt.Errorf("the repository at %s uses the extension %q, which growlint does not know: analyse a checked-out folder with 'growlint check' instead", where.gitDir, name)
		}
	}
	return nil
}
