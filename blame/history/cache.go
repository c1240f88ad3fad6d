package history

// A cache holds what was read lately, in two generations: when the young one is full the old one is forgotten. So it
// is bounded, and what is in use survives, without a list to keep in order at every look-up.
type cache[K comparable, V any] struct {
	max, used  int
	young, old map[K]weighed[V]
}

type weighed[V any] struct {
	value  V
	weight int
}

// newCache returns a cache that holds at most max of weight in each generation.
func newCache[K comparable, V any](max int) *cache[K, V] {
	return &cache[K, V]{max: max, young: map[K]weighed[V]{}}
}

func (c *cache[K, V]) get(key K) (V, bool) {
	if w, ok := c.young[key]; ok {
		return w.value, true
	}
	w, ok := c.old[key]
	if ok {
		c.put(key, w.value, w.weight)
	}
	return w.value, ok
}

func (c *cache[K, V]) put(key K, value V, weight int) {
	if c.used+weight > c.max {
		c.old, c.young, c.used = c.young, map[K]weighed[V]{}, 0
	}
	c.young[key] = weighed[V]{value, weight}
	c.used += weight
}
