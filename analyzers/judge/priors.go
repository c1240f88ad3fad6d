package judge

import (
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
)

// priors are the odds before anything of the five conditions is known, by the sort of growth. Where code says that it wants no limit, such as
// lru_cache(maxsize=None), a leak is likelier than where code just fills a container; the arguments decide.
var priors = map[program.Prior]finding.Reason{
	program.PriorContainer: {What: "base rate: most containers that code fills are bounded", Weight: wBase},
	program.PriorMemo:      {What: "base rate: a cache without a size is bounded only where its arguments are few", Weight: wBaseMemo},
	program.PriorSeries:    {What: "base rate: code that labels a metric runs all the time; the values of the labels decide", Weight: wBaseSeries},
	program.PriorStore:     {What: "base rate: most keys written to a store are deleted or expire", Weight: wBaseStore},
	program.PriorBuffer:    {What: "base rate: most text that is added to is put together for one purpose", Weight: wBaseBuffer},
	program.PriorRegistry:  {What: "base rate: most registrations are made once", Weight: wBase},
}
