package synthetic

import (
	"math"
	"math/rand/v2"
	"time"
)

// The day of every incident: the evidence begins three hours before the roll-out and ends after the third kill, or four hours after it.
const (
	step    = 15 * time.Second
	before  = 3 * time.Hour
	after   = 4 * time.Hour
	backOff = 20 * time.Second
)

var rollOut = time.Date(2026, 3, 5, 11, 15, 2, 0, time.UTC)

// A world is a service and what happens to it. Sizes are bytes, rates requests per second of the whole service.
type world struct {
	rng  *rand.Rand
	pods int

	base, noise float64
	rate        float64                 // of an ordinary moment
	traffic     func(float64) float64   // factor on the rate, by hours since the roll-out
	inFlight    float64                 // bytes that one request per second holds while it is served
	entry       func(h float64) float64 // bytes that a request leaves behind, by hours since the roll-out
	cache       float64                 // size of a bounded cache that fills from the roll-out on
	limit       func(h float64) float64
	hostFree    func(h float64) float64 // share of the host's memory that is available
	hostKill    float64                 // hours after the roll-out at which the host kills; 0 never
	flag        float64                 // hours after the roll-out at which a flag is flipped; NaN never
	clock       time.Duration           // by which the clock of the metrics is off
	declared    bool                    // the manifest says so
	killedBy    string                  // "" cgroup

	code      codeOf
	ambiguous bool // no evidence of these kinds could tell

	points []point
	kills  []kill
}

// codeOf is what the history of the repository holds.
type codeOf struct {
	oldLeak, newLeak, secondLeak, innocentNew bool
	dependency, onlyDependency                bool
	lowered, bounded                          bool
}

// A point is one moment of one pod.
type point struct {
	at                          time.Time
	pod                         int
	up                          bool
	memory, rate, failed, limit float64
	host                        float64
	restarts                    int
}

// A kill is the end of one process.
type kill struct {
	at, next time.Time
	pod      int
	host     bool
}

func newWorld(rng *rand.Rand) *world {
	steady := func(float64) float64 { return 1 }
	w := &world{
		rng: rng, pods: 1 + rng.IntN(2), base: 90e6 + 60e6*rng.Float64(), noise: .3e6 + .6e6*rng.Float64(), rate: 40 + 160*rng.Float64(),
		traffic: steady, entry: func(float64) float64 { return 0 }, flag: math.NaN(),
	}
	w.limit = func(float64) float64 { return 512 << 20 }
	w.hostFree = func(float64) float64 { return .45 }
	w.inFlight = .05e6
	w.code.oldLeak = rng.Float64() < .25 // a finding of the rules that in fact never amounts to anything
	return w
}

// filling is the size of an entry with which a pod fills what is free in a number of hours.
func (w *world) filling(hours float64) float64 {
	free := 512<<20 - w.base
	return free / (w.rate / float64(w.pods) * 3600 * hours)
}

func since(size float64, from float64) func(float64) float64 {
	return func(h float64) float64 {
		if h < from {
			return 0
		}
		return size
	}
}

func leakDeployed(w *world) {
	w.code.newLeak = true
	w.entry = since(w.filling(.5+1.2*w.rng.Float64()), 0)
}

// olderLeak: what a request leaves behind has been so for long. Deployments restarted the service before it came to anything, until traffic rose.
func olderLeak(w *world) {
	w.code.oldLeak = true
	size := w.filling(9 + 4*w.rng.Float64())
	w.entry = func(float64) float64 { return size }
	factor := 4 + 3*w.rng.Float64()
	begins := .3 + .5*w.rng.Float64()
	w.traffic = func(h float64) float64 {
		if h < begins {
			return 1
		}
		return factor
	}
}

// loadSpike: memory is what is in flight. The spike rises and falls and ends.
func loadSpike(w *world) {
	begins, lasts, factor := .4+1.5*w.rng.Float64(), .6+.6*w.rng.Float64(), 4+4*w.rng.Float64()
	w.traffic = func(h float64) float64 {
		x := (h - begins) / lasts
		if x < 0 || x > 1 {
			return 1
		}
		return 1 + factor*math.Sin(math.Pi*x)
	}
	w.inFlight = 1.12 * (512<<20 - w.base) / (w.rate / float64(w.pods) * (1 + factor))
	w.code.innocentNew = w.rng.Float64() < .2
}

func limitLowered(w *world) {
	w.base = 200e6 + 40e6*w.rng.Float64()
	w.code.lowered = true
	to := w.base + 3*w.noise
	w.limit = func(h float64) float64 {
		if h < 0 {
			return 512 << 20
		}
		return to
	}
}

// dependencyBump: half of them change code as well, and then nothing but the library's own source could tell.
func dependencyBump(w *world) {
	w.code.dependency = true
	w.code.onlyDependency = w.rng.Float64() < .5
	w.ambiguous = !w.code.onlyDependency
	w.code.innocentNew = !w.code.onlyDependency && w.rng.Float64() < .4
	w.entry = since(w.filling(.5+1.2*w.rng.Float64()), 0)
}

// flagFlip: nothing was rolled out for two days; the flag makes every request keep something.
func flagFlip(w *world) {
	w.flag = 1 + .8*w.rng.Float64()
	w.entry = since(w.filling(.5+.8*w.rng.Float64()), w.flag)
}

func hostPressure(w *world) {
	w.hostKill = .8 + 1.5*w.rng.Float64()
	w.hostFree = func(h float64) float64 { return math.Max(.02, .45-.43*math.Max(0, h+.5)/(w.hostKill+.5)) }
	w.killedBy = "host"
}

// plateau: a bounded cache that is as large as what the limit leaves, so that a busy moment is one too many.
func plateau(w *world) {
	w.code.bounded = true
	w.cache = 512<<20 - w.base - 3.2*w.noise - .05e6*w.rate/float64(w.pods)
}

func twoLeaks(w *world) {
	leakDeployed(w)
	w.code.secondLeak = true
}

func leakAndTraffic(w *world) {
	leakDeployed(w)
	factor := 1.6 + w.rng.Float64()
	w.traffic = func(h float64) float64 { return 1 + (factor-1)/(1+math.Exp(-6*(h-.2))) }
}

func clocksOff(w *world) {
	leakDeployed(w)
	w.clock = time.Duration(30+w.rng.IntN(240)) * time.Second
	if w.rng.IntN(2) == 0 {
		w.clock = -w.clock
	}
	w.declared = w.rng.IntN(2) == 0
}

// A process is one life of a pod.
type process struct {
	born   time.Time
	served float64 // requests since the roll-out's version began to keep things
	kept   float64 // bytes
	drift  float64 // noise that remembers itself
	down   time.Time
	count  int
}

// simulate steps through the day, and ends it half an hour after the third kill.
func (w *world) simulate() {
	procs := make([]process, w.pods)
	begin := rollOut.Add(-before)
	for i := range procs {
		procs[i].born = begin.Add(-time.Duration(w.rng.IntN(3600)) * time.Second)
	}
	hostKilled := false
	for t := begin; t.Before(rollOut.Add(after)); t = t.Add(step) {
		h := t.Sub(rollOut).Hours()
		wave := 1 + .12*math.Sin(2*math.Pi*h/3) + .05*w.rng.NormFloat64()
		rate := w.rate * w.traffic(h) * math.Max(.2, wave)
		for i := range procs {
			p := &procs[i]
			if math.IsNaN(w.flag) && !t.Before(rollOut) && t.Add(-step).Before(rollOut) {
				*p = process{born: t, count: p.count}
			}
			w.tick(p, i, t, h, rate/float64(w.pods))
		}
		if w.hostKill > 0 && h >= w.hostKill && !hostKilled {
			hostKilled = true
			w.kill(&procs[0], 0, t)
		}
		if len(w.kills) > 2 && t.Sub(w.kills[2].at) > 30*time.Minute {
			return
		}
	}
}

func (w *world) tick(p *process, pod int, t time.Time, h, rate float64) {
	x := point{at: t, pod: pod, up: t.After(p.down), rate: rate, failed: .001, limit: w.limit(h), host: w.hostFree(h), restarts: p.count}
	if x.up {
		p.served += rate * step.Seconds()
		p.kept += rate * step.Seconds() * w.entry(h)
		p.drift = .8*p.drift + w.noise*w.rng.NormFloat64()
		warm := 12e6 * (1 - math.Exp(-t.Sub(p.born).Seconds()/60))
		x.memory = w.base + warm + p.kept + w.inFlight*rate + p.drift
		if h >= 0 && w.cache > 0 {
			x.memory += (w.cache - 12e6) * (1 - math.Exp(-p.served/(rate*900)))
		}
	} else {
		x.failed = .3
	}
	w.points = append(w.points, x)
	if x.up && x.memory > x.limit {
		w.kill(p, pod, t)
	}
}

func (w *world) kill(p *process, pod int, t time.Time) {
	k := kill{at: t.Add(6 * time.Second), pod: pod, host: w.killedBy == "host"}
	k.next = k.at.Add(backOff)
	w.kills = append(w.kills, k)
	*p = process{born: k.next, down: k.next, count: p.count + 1}
}
