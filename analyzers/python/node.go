package python

// ID is the index of a node in File.nodes. The module is node 0; None is no node.
type ID int32

// None stands where there is no node.
const None ID = -1

// A node is one statement or expression as the lowering writes it, in preorder: its first child is the next node, its next sibling comes size nodes later.
type node struct {
	kind Kind
	role Role   // what the node is to its parent
	op   Op     // operator or flags, by kind
	name int32  // number of a name, an attribute, a keyword, the text of a constant; -1 where there is none
	pos  uint32 // byte offsets in the source
	end  uint32
	size int32 // nodes of the subtree, itself included
}

// A Kind is the sort of a node: Python's own abstract grammar, with what cannot matter to growth left out.
type Kind uint8

// Statements, then parts of statements, then expressions. The comment says which children stand in which roles.
const (
	Unknown    Kind = iota // a region that did not parse; its children are what could be read inside
	Module                 // Body
	FuncDef                // Decorator*, TypeParam*, Param*, Annotation (of the result)?, Body
	ClassDef               // Decorator*, TypeParam*, Base*, Body
	Assign                 // Target+, Value
	AugAssign              // Target, Value
	AnnAssign              // Target, Annotation, Value?
	ExprStmt               // Value
	Return                 // Value?
	Delete                 // Target+
	Raise                  // Value?, Cause?
	If                     // Test, Body, Orelse?
	While                  // Test, Body, Orelse?
	For                    // Target, Iter, Body, Orelse?
	Try                    // Body, Handler*, Orelse?, Final?
	Handler                // Type?, Target?, Body
	With                   // Item+, Body
	Item                   // Value, Target?
	Match                  // Subject+, Case*
	Case                   // Pattern+, Test?, Body
	Import                 // Alias+
	ImportFrom             // Name: the module with its leading dots; Alias* (none: everything)
	Alias                  // Name: what is imported; Target?: the name it is bound to
	Global                 // Target+
	Nonlocal               // Target+
	Assert                 // Test, Value?
	Pass                   //
	Break                  //
	Continue               //
	TypeAlias              // Target
	Block                  // statements
	Param                  // Name; Annotation?, Default?
	Name                   // Name
	Attr                   // Value; Name
	Subscript              // Value, Index
	Slice                  // parts
	Call                   // Func, Arg*
	Keyword                // Name; Value
	Star                   // Value
	DoubleStar             // Value
	Str                    // Name: the text between the quotes, cut at maxText
	FString                // the interpolated expressions; Name: the text around them
	Num                    // Name: the text
	True                   //
	False                  //
	NoneLit                //
	Ellipsis               //
	Tuple                  // Elt*
	List                   // Elt*
	Set                    // Elt*
	Dict                   // Key, Value, Key, Value, … and DoubleStar
	ListComp               // Elt, CompFor*
	SetComp                // Elt, CompFor*
	DictComp               // Key, Value, CompFor*
	GenExp                 // Elt, CompFor*
	CompFor                // Target, Iter
	CompIf                 // Test
	BoolOp                 // Value, Value
	BinOp                  // Value, Value
	Unary                  // Value
	Not                    // Value
	Compare                // Value, Value+; Op: the first operator
	Lambda                 // Param*, Body
	IfExp                  // Body, Test, Orelse
	Await                  // Value
	Yield                  // Value?
	NamedExpr              // Target, Value
	TypeParam              // Name; Annotation? (its bound)
	Pattern                // a pattern of a match statement: the names it binds, as Targets, and the expressions it reads
)

// A Role is what a node is to its parent.
type Role uint8

// The roles.
const (
	NoRole Role = iota
	RBody
	ROrelse
	RFinal
	RHandler
	RTest
	RTarget
	RValue
	RFunc
	RArg
	RIndex
	RIter
	RKey
	RElt
	RBase
	RDecorator
	RParam
	RAnnotation
	RDefault
	RType
	RCause
	RItem
	RSubject
	RCase
	RPattern
	RTypeParam
)

// An Op is an operator or a set of flags, by the kind of its node.
type Op uint8

// Operators of BoolOp, BinOp, AugAssign, Unary and Compare.
const (
	NoOp Op = iota
	OpAnd
	OpOr
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpMod
	OpBitAnd
	OpBitOr
	OpBitXor
	OpOther
	OpLt
	OpLe
	OpGt
	OpGe
	OpEq
	OpNe
	OpIn
	OpNotIn
	OpIs
	OpIsNot
)

// Flags of FuncDef, For, With, CompFor (Async), Param (the others), Yield (From).
const (
	Async     Op = 1
	ArgsStar  Op = 2
	KwStar    Op = 4
	KwOnly    Op = 8
	YieldFrom Op = 16
	PosOnly   Op = 32
)

var operators = map[string]Op{
	"and": OpAnd, "or": OpOr, "+": OpAdd, "-": OpSub, "*": OpMul, "/": OpDiv, "%": OpMod, "&": OpBitAnd, "|": OpBitOr, "^": OpBitXor,
	"+=": OpAdd, "-=": OpSub, "*=": OpMul, "/=": OpDiv, "%=": OpMod, "&=": OpBitAnd, "|=": OpBitOr, "^=": OpBitXor,
	"<": OpLt, "<=": OpLe, ">": OpGt, ">=": OpGe, "==": OpEq, "!=": OpNe, "<>": OpNe,
	"in": OpIn, "not in": OpNotIn, "is": OpIs, "is not": OpIsNot,
}
