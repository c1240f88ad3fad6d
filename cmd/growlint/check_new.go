package main

import (
	"context"
	"errors"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/report"
)

func (t *target) complete(ctx context.Context, engine *analyzers.Engine, f checkFlags, out *report.Findings) error {
	if f.newRev != "" || f.newMergeBase != "" || f.introduced {
		return errors.New("being written")
	}
	return nil
}
