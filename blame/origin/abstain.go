package origin

import (
	"context"
	"fmt"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// An import is a commit that adds most of the tree at once: whoever wrote the code wrote it elsewhere, before.
const (
	importFiles = 20  // fewer added Python files are an ordinary commit, whatever their share
	importShare = 0.5 // of the Python files after the commit
)

// silent says why the history does not tell, at the commit where a walk ended; "" where it does.
func silent(ctx context.Context, repo *history.Repo, c history.Commit, f *finding.Finding, changes []history.Change) (string, error) {
	if why := beginning(c); why != "" {
		return why, nil
	}
	added, ours := 0, false
	for _, change := range changes {
		if change.Kind == history.Added {
			added++
			ours = ours || change.Path == f.Path
		}
	}
	if !ours || added < importFiles {
		return "", nil
	}
	tree, err := repo.Tree(c.Hash)
	if err != nil {
		return "", err
	}
	list, err := tree.List(ctx)
	if err != nil {
		return "", err
	}
	if float64(added) < importShare*float64(len(list.Entries)) {
		return "", nil
	}
	return fmt.Sprintf("%s came in with an import: commit %s (%q) added %d of the %d Python files at once",
		f.Path, short(c.Hash), c.Subject, added, len(list.Entries)), nil
}

// beginning says why nothing can be asked of what came before a commit.
func beginning(c history.Commit) string {
	switch {
	case c.CutOff:
		return fmt.Sprintf("the clone is shallow and ends at commit %s, where it was true already: 'git fetch --unshallow' brings the rest", short(c.Hash))
	case len(c.Parents) == 0:
		return fmt.Sprintf("it is as old as the history, which begins with commit %s (%q)", short(c.Hash), c.Subject)
	}
	return ""
}
