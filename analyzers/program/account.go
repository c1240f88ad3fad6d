package program

import "fmt"

// A GrowthAccount is one place that puts something in, with the domain of what is put in and why, for those who doubt it.
type GrowthAccount struct {
	At     string `json:"at"` // path:line
	How    string `json:"how"`
	Key    string `json:"key"` // as it is spelled for comparison; "" where it has none
	Domain string `json:"domain"`
	Why    string `json:"why"`
	Runs   string `json:"runs"`
	Bound  string `json:"bound"` // what keeps this growth finite, "" where nothing does
}

// An EvictionAccount is one place that takes something out, and whether it covers the growth.
type EvictionAccount struct {
	At     string `json:"at"`
	How    string `json:"how"`
	Key    string `json:"key"`
	Covers bool   `json:"covers"`
	WhyNot string `json:"why_not"`
}

// A HolderAccount is what is known of the balance of one holder.
type HolderAccount struct {
	Path      string            `json:"path"`
	Line      int               `json:"line"`
	Symbol    string            `json:"symbol"`
	Kind      string            `json:"kind"`
	Bound     string            `json:"bound"` // what bounds the container by its making
	Twin      string            `json:"twin"`  // a container under the same key that is cleaned where this one is not
	Growths   []GrowthAccount   `json:"growths"`
	Evictions []EvictionAccount `json:"evictions"`
}

// Accounts tells for each holder that code fills after set-up what goes in and what comes out, in order of place.
func (p *Program) Accounts() []HolderAccount {
	out := []HolderAccount{}
	for _, h := range p.holders() {
		if c := p.Examine(h); c != nil {
			out = append(out, p.account(c))
		}
	}
	return out
}

func (p *Program) account(c *Case) HolderAccount {
	h := c.Holder
	a := HolderAccount{Path: h.M.Path, Line: h.Bind.Line(), Symbol: h.Symbol, Kind: h.Type().Kind, Bound: c.Bound, Growths: []GrowthAccount{}, Evictions: []EvictionAccount{}}
	if s := c.Sibling; s != nil {
		a.Twin = fmt.Sprintf("%s, emptied at %s", s.Holder.Symbol, place(s.Eviction.At))
	}
	for _, g := range c.Growths {
		a.Growths = append(a.Growths, GrowthAccount{At: place(g.At), How: g.How, Key: p.spelled(g.Use.Key), Domain: g.Key.Domain.String(), Why: g.Key.Why, Runs: g.Repeat.Path[0].Why, Bound: g.Guarded})
	}
	for _, e := range c.Evictions {
		a.Evictions = append(a.Evictions, EvictionAccount{At: place(e.At), How: e.How, Key: p.spelled(e.Key), Covers: e.Covers, WhyNot: e.WhyNot})
	}
	return a
}

// spelled is the text of a key, "" where it has none.
func (p *Program) spelled(key Site) string {
	if !key.Valid() {
		return ""
	}
	return p.keyText(key)
}
