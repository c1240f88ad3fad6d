package python

/*
#cgo linux LDFLAGS: -Wl,--unresolved-symbols=ignore-all
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void growlint_trim(void) { malloc_trim(0); }
#else
static void growlint_trim(void) {}
#endif

// The part of tree-sitter's C interface (lib/include/tree_sitter/api.h) that this file calls. The functions are linked in
// by github.com/smacker/go-tree-sitter; only their declarations are repeated here, because cgo cannot include a
// header of another module.
typedef struct { uint32_t context[4]; const void *id; const void *tree; } TSNode;
typedef struct { const void *tree; const void *id; uint32_t context[3]; } TSTreeCursor;
extern TSTreeCursor ts_tree_cursor_new(TSNode node);
extern void ts_tree_cursor_delete(TSTreeCursor *self);
extern TSNode ts_tree_cursor_current_node(const TSTreeCursor *self);
extern uint16_t ts_tree_cursor_current_field_id(const TSTreeCursor *self);
extern bool ts_tree_cursor_goto_first_child(TSTreeCursor *self);
extern bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *self);
extern bool ts_tree_cursor_goto_parent(TSTreeCursor *self);
extern uint16_t ts_node_symbol(TSNode self);
extern uint32_t ts_node_start_byte(TSNode self);
extern uint32_t ts_node_end_byte(TSNode self);
extern bool ts_node_is_named(TSNode self);
extern bool ts_node_is_missing(TSNode self);

typedef struct {
	uint16_t symbol, field;
	uint32_t start, end;
	uint32_t size; // nodes in this subtree, itself included; the top bit says that the parser made the node up
} flat_node;

typedef struct { flat_node *nodes; uint32_t n, cap; } flat_tree;

static bool flat_push(flat_tree *t, flat_node n) {
	if (t->n == t->cap) {
		uint32_t cap = t->cap ? t->cap * 2 : 1024;
		flat_node *p = realloc(t->nodes, (size_t)cap * sizeof *p);
		if (!p) return false;
		t->nodes = p; t->cap = cap;
	}
	t->nodes[t->n++] = n;
	return true;
}

// growlint_flatten writes the named nodes, the anonymous ones that carry a field, and those that the parser made up or whose symbol is marked 1 in
// keep, in preorder; not those marked 2. One call a file: crossing from Go to C once per node costs as much as parsing.
static flat_tree growlint_flatten(TSNode root, const uint8_t *keep, uint32_t n_keep) {
	flat_tree t = {0};
	uint32_t depth = 0, cap = 256;
	uint32_t *open = malloc(cap * sizeof *open); // index of the open node at each depth, or UINT32_MAX
	TSTreeCursor c = ts_tree_cursor_new(root);
	for (;;) {
		TSNode node = ts_tree_cursor_current_node(&c);
		uint16_t symbol = ts_node_symbol(node), field = ts_tree_cursor_current_field_id(&c);
		uint32_t index = UINT32_MAX;
		uint8_t mark = symbol < n_keep ? keep[symbol] : 0;
		if (mark != 2 && (ts_node_is_named(node) || field || ts_node_is_missing(node) || mark == 1)) {
			index = t.n;
			flat_node f = {symbol, field, ts_node_start_byte(node), ts_node_end_byte(node), ts_node_is_missing(node) ? 1u << 31 : 0};
			if (!flat_push(&t, f)) break;
		}
		if (depth == cap) open = realloc(open, (cap *= 2) * sizeof *open);
		open[depth] = index;
		if (ts_tree_cursor_goto_first_child(&c)) { depth++; continue; }
		for (;;) {
			if (open[depth] != UINT32_MAX) t.nodes[open[depth]].size |= t.n - open[depth];
			if (ts_tree_cursor_goto_next_sibling(&c)) break;
			if (depth == 0) goto done;
			ts_tree_cursor_goto_parent(&c);
			depth--;
		}
	}
done:
	ts_tree_cursor_delete(&c);
	free(open);
	return t;
}
*/
import "C"

import (
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
)

// flatNode is one node of the syntax tree in preorder. The children of node i are i+1, then each the size of the one before further.
type flatNode struct {
	symbol, field uint16
	start, end    uint32
	sizeBits      uint32
}

const madeUp = 1 << 31

func (n *flatNode) size() int     { return int(n.sizeBits &^ madeUp) }
func (n *flatNode) missing() bool { return n.sizeBits&madeUp != 0 }

// flatten writes the tree into an array, which is C memory until free is called. It rests on two facts of the pinned binding that flatten_test.go checks: the TSNode is the
// first field of sitter.Node, and the C types above have tree-sitter's layout.
func flatten(root *sitter.Node, keep []uint8) (nodes []flatNode, free func()) {
	node := *(*C.TSNode)(unsafe.Pointer(root))
	t := C.growlint_flatten(node, (*C.uint8_t)(unsafe.Pointer(&keep[0])), C.uint32_t(len(keep)))
	return unsafe.Slice((*flatNode)(unsafe.Pointer(t.nodes)), int(t.n)), func() { C.free(unsafe.Pointer(t.nodes)) }
}

// trim gives the memory that trees took back to the system: C's allocator keeps it otherwise, and the Go collector does not see it.
func trim() { C.growlint_trim() }
