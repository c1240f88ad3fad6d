// Package history is the only room that knows git: revisions, commits, trees, blobs, changes. It reads through go-git; a git
// program on PATH, where there is one, serves as a faster source of the same objects. It judges nothing.
package history
