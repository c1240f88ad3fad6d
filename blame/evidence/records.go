package evidence

import (
	"fmt"
	"os"
	"path/filepath"
)

// Records reads files that stand by themselves, without a bundle: deployment records, image inspections, lists of tags. Their deployments
// name commits where an image or a tag among the files says which. Errors name the file.
func Records(files []string) (*Bundle, error) {
	b := &Bundle{Manifest: &Manifest{}}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w; name a file of deployment records or of an image", name, bare(err))
		}
		err = b.addContent(Source{}, filepath.Base(name), name, f)
		f.Close()
		if err != nil {
			return nil, err
		}
	}
	b.number()
	for _, f := range b.LiveDeployments() {
		b.resolveRecord(f)
	}
	return b, nil
}
