package evidence

import (
	"encoding/json"
	"slices"
	"strings"
)

// What `docker image inspect`, `skopeo inspect` and an OCI image configuration say of an image. The label
// org.opencontainers.image.revision leads from a tag or a digest to the commit that it was built from.
// https://github.com/opencontainers/image-spec/blob/main/annotations.md

type imageDoc struct {
	ID          string            `json:"Id"`
	RepoTags    []string          `json:"RepoTags"`
	RepoDigests []string          `json:"RepoDigests"`
	Name        string            `json:"Name"`
	Digest      string            `json:"Digest"`
	Labels      map[string]string `json:"Labels"`
	Config      struct {
		Labels map[string]string `json:"Labels"`
	} `json:"Config"`
}

func sniffImage(h *head) bool {
	return h.has("[]/RepoDigests") || h.has("/Digest", "/Labels") || h.has("/config/Labels") || h.has("/Config/Labels")
}

func readImage(in input) (*output, error) {
	root, err := decode[json.RawMessage](in)
	if err != nil {
		return nil, err
	}
	var docs []imageDoc
	if json.Unmarshal(root, &docs) != nil {
		var one imageDoc
		if err := json.Unmarshal(root, &one); err != nil {
			return nil, jsonError(in, root, err)
		}
		docs = []imageDoc{one}
	}
	out := &output{}
	for _, d := range docs {
		labels := d.Config.Labels
		if labels == nil {
			labels = d.Labels
		}
		names := slices.Concat(d.RepoTags, d.RepoDigests)
		if d.Name != "" {
			names = []string{d.Name + "@" + d.Digest} // skopeo's RepoTags are those of the whole repository
		}
		for _, n := range []string{d.ID, d.Digest} {
			if n != "" {
				names = append(names, n)
			}
		}
		image := &Image{Names: names, Revision: labels["org.opencontainers.image.revision"], Version: labels["org.opencontainers.image.version"]}
		words := "image " + strings.Join(names, ", ") + ": built from " + image.Revision
		if image.Revision == "" {
			words = "image " + strings.Join(names, ", ") + ": no revision label"
		}
		out.facts = append(out.facts, Fact{Kind: "image", Path: in.path, Line: 1, Text: excerpt(words), Transformation: in.transformation("OCI revision label"), Image: image})
	}
	return counted(out), nil
}
