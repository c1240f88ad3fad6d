package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/growlint/growlint/blame/evidence/livetest"
)

// A browsed page is one that Chromium opened from disk, with what it asked the network for and complained about.
type browsed struct {
	context.Context
	url string

	mu        sync.Mutex
	requests  []string
	complains []string
}

func browse(t *testing.T, file string) *browsed {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(livetest.Need(t, "chromium")), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true))
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	b := &browsed{url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()}
	tab, closeTab := chromedp.NewContext(allocated, chromedp.WithListener(b.watch))
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab); err != nil { // starts the browser, which ends with tab
		t.Fatal(err)
	}
	timed, cancel := context.WithTimeout(tab, 3*time.Minute) // a browser that hangs must not hang the tests
	t.Cleanup(cancel)
	b.Context = timed
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, log.Enable, cdp.Empty{})
	b.do(t, chromedp.EmulateViewport(1200, 900), chromedp.Navigate(b.url), chromedp.WaitReady(chromedp.CSS("main")))
	return b
}

func (b *browsed) watch(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *log.EventEntryAdded:
		b.complains = append(b.complains, e.Entry.Text)
	}
}

func (b *browsed) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, actions...); err != nil {
		t.Fatal(err)
	}
}

func call[P, R any](t *testing.T, b *browsed, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(b, command, params); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, b *browsed, expression string) T {
	t.Helper()
	out, err := chromedp.Run(b, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return out
}

// demoPage writes the demo's post-mortem as a page.
func demoPage(t *testing.T, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "post-mortem.html")
	mustIncident(t, append([]string{writeDemo(t).Bundle, "--format", "html", "-o", file}, args...)...)
	return file
}

// The page as a reader meets it: opened from disk, in light and dark, on a phone, on paper.
func TestPageInABrowser(t *testing.T) {
	b := browse(t, demoPage(t))
	t.Run("it asks the network for nothing", func(t *testing.T) {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, r := range b.requests {
			if r != b.url {
				t.Errorf("the page requests %s", r)
			}
		}
		if len(b.requests) == 0 {
			t.Error("not even the page itself was seen to be requested: nothing was watched")
		}
		for _, c := range b.complains {
			t.Errorf("the browser complains: %s", c)
		}
	})
	t.Run("it has no script", func(t *testing.T) {
		if n := ask[int](t, b, `document.scripts.length + [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length`); n != 0 {
			t.Errorf("%d scripts and handlers", n)
		}
	})
	t.Run("every link leads to a place of the page", linksResolve(b))
	t.Run("a citation leads to its excerpt", func(t *testing.T) {
		b.do(t, chromedp.Click(chromedp.CSS(`#memory a[href="#E-004"]`)))
		if got := ask[string](t, b, `document.querySelector(':target').innerText`); !strings.Contains(got, "container_memory_working_set_bytes") {
			t.Errorf("E-004 leads to %q", got)
		}
		if top := ask[float64](t, b, `document.querySelector(':target').getBoundingClientRect().top`); top < 0 || top > 900 {
			t.Errorf("the excerpt is at %v, out of sight", top)
		}
	})
	t.Run("the chart is drawn", chartIsDrawn(b))
	t.Run("hypotheses unfold", func(t *testing.T) {
		const shown = `document.querySelector('[data-hypothesis=host] .claim').checkVisibility()`
		if ask[bool](t, b, shown) {
			t.Error("what counts for a minor hypothesis is shown unasked")
		}
		b.do(t, chromedp.Click(chromedp.CSS(`[data-hypothesis=host] summary`)))
		if !ask[bool](t, b, shown) {
			t.Error("it does not unfold")
		}
		b.do(t, chromedp.Click(chromedp.CSS(`[data-hypothesis=host] summary`)))
	})
	t.Run("light and dark can be read", readable(b))
	t.Run("a phone scrolls in one direction only", func(t *testing.T) {
		b.do(t, chromedp.EmulateViewport(360, 780))
		if over := ask[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("the page is %d pixels wider than the screen", over)
		}
		b.do(t, chromedp.EmulateViewport(1200, 900))
	})
	t.Run("on paper nothing is folded", func(t *testing.T) {
		call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		hidden := ask[[]string](t, b, `[...document.querySelectorAll('.claim, td')].filter(e => !e.checkVisibility() || !e.getBoundingClientRect().height).map(e => e.innerText)`)
		if len(hidden) > 0 {
			t.Errorf("%d statements do not appear in print, first %q", len(hidden), hidden[0])
		}
		call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
		pdf, err := chromedp.Run(b, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("no PDF: %.20q", pdf)
		}
	})
}

func linksResolve(b *browsed) func(*testing.T) {
	return func(t *testing.T) {
		broken := ask[[]string](t, b, `[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1))).filter((h, i, all) => all.indexOf(h) == i)`)
		if len(broken) > 0 {
			t.Errorf("broken links: %v", broken)
		}
		if n := ask[int](t, b, `document.querySelectorAll('.cites a').length`); n < 100 {
			t.Errorf("only %d citations are links", n)
		}
		if twice := ask[[]string](t, b, `[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) != i)`); len(twice) > 0 {
			t.Errorf("ids given twice: %v", twice)
		}
	}
}

// chartIsDrawn compares what the picture shows with what is known of the demo's day.
func chartIsDrawn(b *browsed) func(*testing.T) {
	return func(t *testing.T) {
		const svg = `document.querySelector('#memory .drawing svg')`
		if lines := ask[int](t, b, svg+`.querySelectorAll('.memory').length`); lines != 4 {
			t.Errorf("%d lives are drawn, want 4", lines)
		}
		box := func(selector string) (left, top, right, bottom float64) {
			r := ask[[]float64](t, b, fmt.Sprintf(`(() => { const r = %s.querySelector(%q).getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })()`, svg, selector))
			return r[0], r[1], r[2], r[3]
		}
		_, limit, _, _ := box("path.limit")
		_, steady, beforeEnds, _ := box(".memory.before")
		grownStarts, grown, _, low := box(".memory.deployed")
		if !(limit < grown && grown < steady && steady < low+60) {
			t.Errorf("heights: limit %v, peak of the deployed version %v, the version before %v", limit, grown, steady)
		}
		if grownStarts < beforeEnds-2 {
			t.Errorf("the deployed version begins at %v, left of the end of the one before at %v", grownStarts, beforeEnds)
		}
		for _, kind := range []string{"deployment", "commit", "failure", "alert", "start", "end"} {
			if ask[int](t, b, svg+`.querySelectorAll('.flag.k-`+kind+`').length`) == 0 {
				t.Errorf("no %s is marked", kind)
			}
		}
		flags, key := ask[int](t, b, svg+`.querySelectorAll('.flag').length`), ask[int](t, b, `document.querySelectorAll('#memory .key li').length`)
		if flags != key {
			t.Errorf("%d flags, but %d entries in the key", flags, key)
		}
	}
}

// contrast of text against the page, WCAG 2.2 (1.4.3): 4.5 and more is readable.
const contrast = `(() => {
	const level = css => css.match(/[\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
	const back = level(getComputedStyle(document.body).backgroundColor);
	return ['body', '.claim .text', '.claim.gap .text', 'th', 'figcaption', '.cites a', 'nav a', '.status'].map(s => {
		const text = level(getComputedStyle(document.querySelector(s)).color);
		return (Math.max(text, back) + .05) / (Math.min(text, back) + .05);
	});
})()`

func readable(b *browsed) func(*testing.T) {
	return func(t *testing.T) {
		backs := map[string]string{}
		for _, scheme := range []string{"light", "dark"} {
			call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			for i, ratio := range ask[[]float64](t, b, contrast) {
				if ratio < 4.5 {
					t.Errorf("%s: contrast %d is %.1f", scheme, i, ratio)
				}
			}
			backs[scheme] = ask[string](t, b, `getComputedStyle(document.body).backgroundColor`)
		}
		if backs["light"] == backs["dark"] {
			t.Errorf("dark looks like light: %s", backs["dark"])
		}
	}
}

// Sections alone: citations that have no appendix to lead to are no links.
func TestSectionsAloneInABrowser(t *testing.T) {
	b := browse(t, demoPage(t, "--sections", "root-cause,prevention-gaps"))
	if links := ask[int](t, b, `document.querySelectorAll('a').length`); links != 0 {
		t.Errorf("%d links to places that the page does not have", links)
	}
	if got := ask[[]string](t, b, `[...document.querySelectorAll('section')].map(s => s.id)`); strings.Join(got, " ") != "root-cause prevention-gaps" {
		t.Errorf("sections %v", got)
	}
	if says := ask[string](t, b, `document.querySelector('abbr').title`); says == "" {
		t.Error("a citation does not say what it stands for")
	}
}
