package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A place is where the parts of a repository lie. All paths are absolute.
type place struct {
	gitDir    string // HEAD and the index; of a linked work tree its own folder
	commonDir string // objects, references, config: gitDir, or what a linked work tree shares
	workTree  string // "" for a bare repository
}

// locate finds the repository that dir belongs to, looking upwards as git does.
func locate(dir string) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, fmt.Errorf("cannot find the folder %s: %w", dir, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return place{}, fmt.Errorf("%s is %w: there is no such folder; give the folder of a repository with --repo", dir, ErrNotRepository)
	}
	if !info.IsDir() {
		return place{}, fmt.Errorf("%s is %w: it is a file; give the folder of a repository with --repo", dir, ErrNotRepository)
	}
	for at := abs; ; at = filepath.Dir(at) {
		where, found, err := repositoryAt(at)
		if err != nil {
			return place{}, fmt.Errorf("%s is %w that can be read: %v", dir, ErrNotRepository, err)
		}
		if found {
			return where, nil
		}
		if at == filepath.Dir(at) {
			return place{}, fmt.Errorf("%s is %w, nor is any folder above it: run growlint inside a clone, or name one with --repo", dir, ErrNotRepository)
		}
	}
}

// repositoryAt looks at one folder, without its parents: .git as a folder, .git as a file, or a bare repository.
func repositoryAt(dir string) (place, bool, error) {
	dotGit := filepath.Join(dir, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir() && isGitDir(dotGit):
		return place{gitDir: dotGit, commonDir: dotGit, workTree: dir}, true, nil
	case err == nil && !info.IsDir():
		return linkedAt(dir, dotGit)
	case isGitDir(dir):
		return place{gitDir: dir, commonDir: dir}, true, nil
	}
	return place{}, false, nil
}

// linkedAt follows a .git file, as linked work trees and submodules have it.
func linkedAt(dir, dotGit string) (place, bool, error) {
	text, err := os.ReadFile(dotGit)
	if err != nil {
		return place{}, false, err
	}
	target, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if !ok {
		return place{}, false, fmt.Errorf("the file %s does not start with 'gitdir: '", dotGit)
	}
	gitDir := absoluteFrom(dir, target)
	common, err := commonDir(gitDir)
	if err != nil {
		return place{}, false, err
	}
	if _, err := os.Stat(filepath.Join(common, "objects")); err != nil {
		return place{}, false, fmt.Errorf("%s points to %s, which holds no objects: was the main repository moved? 'git worktree repair' mends it", dotGit, common)
	}
	return place{gitDir: gitDir, commonDir: common, workTree: dir}, true, nil
}

// commonDir returns the folder that a linked work tree shares with its repository.
func commonDir(gitDir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(gitDir, "commondir"))
	if os.IsNotExist(err) {
		return gitDir, nil
	}
	if err != nil {
		return "", err
	}
	return absoluteFrom(gitDir, strings.TrimSpace(string(text))), nil
}

func absoluteFrom(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// isGitDir reports whether dir looks like the inside of a .git folder.
func isGitDir(dir string) bool {
	for _, part := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(dir, part)); err != nil {
			return false
		}
	}
	return true
}
