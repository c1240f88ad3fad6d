package origin

import (
	"context"
	"fmt"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// An import is a commit that adds most of a tree at once: whoever wrote the code wrote it elsewhere, before.
const (
	importFiles = 20  // fewer added Python files are an ordinary commit, whatever their share
	importShare = 0.5 // of the Python files after the commit
)

// silent says why the history does not tell, at the commit where a walk ended; "" where it does.
func silent(ctx context.Context, repo *history.Repo, c history.Commit, f *finding.Finding, changes []history.Change) (string, error) {
	if why, err := beginning(ctx, repo, c); err != nil || why != "" {
		return why, err
	}
	added, ours := 0, false
	for _, change := range changes {
		if change.Kind == history.Added {
			added++
			ours = ours || change.Path == f.Path
		}
	}
	if !ours {
		return "", nil
	}
	if why := subtree(c, f.Path); why != "" || added < importFiles {
		return why, nil
	}
	files, err := pythonFiles(ctx, repo, c)
	if err != nil || float64(added) < importShare*float64(files) {
		return "", err
	}
	return fmt.Sprintf("%s came in with an import: commit %s (%q) added %d of the %d Python files at once",
		f.Path, short(c.Hash), c.Subject, added, files), nil
}

// orSquashed abstains from naming a commit that is several in one. The commit stays in the answer: it is what brought the finding into this
// history, and who asks what a deployment brought needs no more.
func orSquashed(t finding.Transition, c history.Commit) finding.Transition {
	if why := squash(c); why != "" {
		t.Status, t.Why = finding.Abstained, why
	}
	return t
}

// squash recognises what 'git merge --squash' writes: the commits of a branch as one, with the names of all in its message.
func squash(c history.Commit) string {
	_, list, ok := strings.Cut(c.Message, "Squashed commit of the following:")
	if n := len(squashedCommit.FindAllString(list, -1)); ok && n > 1 {
		return fmt.Sprintf("commit %s (%q) is %d commits squashed into one, and which of them it was is not told: look at the branch that they come from", short(c.Hash), c.Subject, n)
	}
	return ""
}

var squashedCommit = pattern.New(`(?m)^commit [0-9a-f]{40}$`)

// subtree recognises what 'git subtree add --squash' and 'pull --squash' write: the history of a folder in one commit.
func subtree(c history.Commit, path string) string {
	dir, split := trailer(c.Message, "git-subtree-dir:"), trailer(c.Message, "git-subtree-split:")
	if dir == "" || split == "" || !strings.HasPrefix(path, strings.Trim(dir, "/")+"/") {
		return ""
	}
	return fmt.Sprintf("%s came in with the folder %s, whose own history commit %s squashed (git subtree): look at %s in the repository that it comes from", path, dir, short(c.Hash), short(split))
}

func trailer(message, key string) string {
	for line := range strings.SplitSeq(message, "\n") {
		if value, ok := strings.CutPrefix(line, key); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// beginning says why nothing can be asked of what came before a commit; "" where it can, and where the first commit of all holds so
// little that it was written for it.
func beginning(ctx context.Context, repo *history.Repo, c history.Commit) (string, error) {
	if c.CutOff {
		return fmt.Sprintf("the clone is shallow and ends at commit %s, where it was true already: 'git fetch --unshallow' brings the rest", short(c.Hash)), nil
	}
	if len(c.Parents) > 0 {
		return "", nil
	}
	files, err := pythonFiles(ctx, repo, c)
	if err != nil || files < importFiles {
		return "", err
	}
	return fmt.Sprintf("it is as old as the history, which begins with commit %s (%q) and its %d Python files", short(c.Hash), c.Subject, files), nil
}

func pythonFiles(ctx context.Context, repo *history.Repo, c history.Commit) (int, error) {
	tree, err := repo.Tree(c.Hash)
	if err != nil {
		return 0, err
	}
	list, err := tree.List(ctx)
	return len(list.Entries), err
}
