package history

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
)

// errNoProgram says that the git program cannot be had, or stopped answering: go-git takes over.
var errNoProgram = errors.New("no git program")

// gitCommand builds the only kind of process this program starts. The repository is somebody else's: its configuration may name
// programs to run (fsmonitor, hooks, text converters, ssh commands, ext:: remotes of a partial clone), so every way to
// one is closed, and so is the user's own configuration, which must not change an answer.
func gitCommand(path string, where place, args ...string) *exec.Cmd {
	closed := []string{
		"--no-pager", "--no-replace-objects", "--no-optional-locks", "--git-dir=" + where.gitDir,
		"-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull,
		"-c", "core.attributesFile=" + os.DevNull,
		"-c", "core.sshCommand=false",
		"-c", "protocol.allow=never",
		"-c", "safe.directory=*",
	}
	cmd := exec.Command(path, append(closed, args...)...)
	cmd.Dir = where.gitDir
	cmd.Env = closedEnvironment()
	return cmd
}

// closedEnvironment passes on what a process needs to start, and nothing that git reads.
func closedEnvironment() []string {
	env := []string{
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull, "GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ATTR_NOSYSTEM=1",
		// A repository's protocol.ext.allow=always would beat -c protocol.allow=never; this list beats both.
		"GIT_ALLOW_PROTOCOL=none",
		"GIT_ASKPASS=", "SSH_ASKPASS=", "HOME=" + os.DevNull, "XDG_CONFIG_HOME=" + os.DevNull, "LC_ALL=C",
	}
	for _, name := range []string{"PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// commonFS is the shared part of a linked work tree's repository, or nil where there is none.
func commonFS(where place) billy.Filesystem {
	if where.commonDir == where.gitDir {
		return nil
	}
	return osfs.New(where.commonDir)
}

// programSource reads objects from one long-lived `git cat-file --batch`. It starts at the first read: many runs need none.
type programSource struct {
	where  place
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	failed bool
}

func newProgramSource(where place) *programSource { return &programSource{where: where} }

func (s *programSource) read(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	if s.failed || (s.cmd == nil && s.start() != nil) {
		s.failed = true
		return nil, errNoProgram
	}
	data, err := s.ask(h, want)
	if errors.Is(err, errNoProgram) {
		s.failed = true
		_ = s.stop()
	}
	return data, err
}

func (s *programSource) start() error {
	path, err := exec.LookPath("git")
	if err != nil {
		return err
	}
	cmd := gitCommand(path, s.where, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.cmd, s.in, s.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// ask puts one question. An answer that is no answer means that the program cannot be relied on.
func (s *programSource) ask(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	if _, err := io.WriteString(s.in, h.String()+"\n"); err != nil {
		return nil, errNoProgram
	}
	header, err := s.out.ReadString('\n')
	if err != nil {
		return nil, errNoProgram
	}
	fields := strings.Fields(header)
	if len(fields) == 2 && fields[1] == "missing" {
		return nil, missing(h)
	}
	if len(fields) != 3 || fields[0] != h.String() {
		return nil, errNoProgram
	}
	kind, err := plumbing.ParseObjectType(fields[1])
	if err != nil {
		return nil, errNoProgram
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, errNoProgram
	}
	return s.body(h, kind, want, size)
}

// body takes the content off the pipe, wanted or not, so that the next answer starts where it should.
func (s *programSource) body(h plumbing.Hash, kind, want plumbing.ObjectType, size int64) ([]byte, error) {
	if err := checkObject(h, kind, want, size); err != nil {
		if _, skipErr := io.CopyN(io.Discard, s.out, size+1); skipErr != nil {
			return nil, errNoProgram
		}
		return nil, err
	}
	data := make([]byte, size+1) // the answer ends in a line feed of its own
	if _, err := io.ReadFull(s.out, data); err != nil {
		return nil, errNoProgram
	}
	return data[:size:size], nil
}

func (s *programSource) close() error {
	if s.cmd == nil {
		return nil
	}
	s.failed = true
	if err := s.stop(); err != nil {
		return fmt.Errorf("git cat-file did not end well: %w", err)
	}
	return nil
}

func (s *programSource) stop() error {
	if s.cmd == nil {
		return nil
	}
	cmd := s.cmd
	s.cmd = nil
	return errors.Join(s.in.Close(), cmd.Wait())
}
