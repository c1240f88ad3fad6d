package main

import (
	"fmt"
	"io"

	"github.com/growlint/growlint/analyzers/program"
)

// balanceView is the layer of balance: what each container gets and what is taken out, and why an eviction does not cover.
type balanceView struct {
	Holders []program.HolderAccount `json:"holders"`
}

func debugBalance(p *program.Program, shown func(path string) bool) debugView {
	return balanceView{accounts(p, shown)}
}

func accounts(p *program.Program, shown func(path string) bool) []program.HolderAccount {
	out := []program.HolderAccount{}
	for _, h := range p.Accounts() {
		if shown(h.Path) {
			out = append(out, h)
		}
	}
	return out
}

func (v balanceView) text(w io.Writer) {
	for _, h := range v.Holders {
		fmt.Fprintf(w, "%s:%d %s %s\n", h.Path, h.Line, h.Kind, h.Symbol)
		if h.Bound != "" {
			fmt.Fprintf(w, "    bounded: %s\n", h.Bound)
		}
		for _, g := range h.Growths {
			fmt.Fprintf(w, "    in   %s %s%s\n", g.At, g.How, keyed(g.Key))
			if g.Bound != "" {
				fmt.Fprintf(w, "           bounded: %s\n", g.Bound)
			}
		}
		for _, e := range h.Evictions {
			verdict := "covers"
			if !e.Covers {
				verdict = "does not cover: " + e.WhyNot
			}
			fmt.Fprintf(w, "    out  %s %s%s %s\n", e.At, e.How, keyed(e.Key), verdict)
		}
		if h.Twin != "" {
			fmt.Fprintf(w, "    twin %s\n", h.Twin)
		}
	}
}

func keyed(key string) string {
	if key == "" {
		return ""
	}
	return " [" + key + "]"
}

// domainsView is the layer of domains: how many values what is put in can take, and where that is seen.
type domainsView struct {
	Holders []domainsOf `json:"holders"`
}

type domainsOf struct {
	Path   string      `json:"path"`
	Line   int         `json:"line"`
	Symbol string      `json:"symbol"`
	Keys   []keyDomain `json:"keys"`
}

type keyDomain struct {
	At     string `json:"at"`
	Key    string `json:"key"`
	Domain string `json:"domain"`
	Why    string `json:"why"`
}

func debugDomains(p *program.Program, shown func(path string) bool) debugView {
	v := domainsView{Holders: []domainsOf{}}
	for _, h := range accounts(p, shown) {
		d := domainsOf{Path: h.Path, Line: h.Line, Symbol: h.Symbol, Keys: []keyDomain{}}
		for _, g := range h.Growths {
			d.Keys = append(d.Keys, keyDomain{g.At, g.Key, g.Domain, g.Why})
		}
		v.Holders = append(v.Holders, d)
	}
	return v
}

func (v domainsView) text(w io.Writer) {
	for _, h := range v.Holders {
		fmt.Fprintf(w, "%s:%d %s\n", h.Path, h.Line, h.Symbol)
		for _, k := range h.Keys {
			fmt.Fprintf(w, "    %s%s %s", k.At, keyed(k.Key), k.Domain)
			if k.Why != "" {
				fmt.Fprintf(w, ": %s", k.Why)
			}
			fmt.Fprintln(w)
		}
	}
}
