package python

// A tsKind is a symbol of tree-sitter's Python grammar that the lowering tells apart.
type tsKind uint8

const (
	tsOther tsKind = iota
	tsError
	tsComment
	tsModule
	tsBlock
	tsImport
	tsImportFrom
	tsFuture
	tsRelative
	tsAliased
	tsWildcard
	tsPrint
	tsExec
	tsChevron
	tsAssert
	tsExprStmt
	tsNamedExpr
	tsReturn
	tsDelete
	tsRaise
	tsPass
	tsBreak
	tsContinue
	tsIf
	tsElif
	tsElse
	tsMatch
	tsCase
	tsFor
	tsWhile
	tsTry
	tsExcept
	tsFinally
	tsWith
	tsWithClause
	tsWithItem
	tsFunction
	tsParameters
	tsGlobal
	tsNonlocal
	tsTypeAlias
	tsConstrained
	tsClassPattern
	tsKeywordPattern
	tsFormatExpression
	tsClass
	tsArguments
	tsDecorated
	tsDecorator
	tsExprList
	tsDotted
	tsAsPattern
	tsAsTarget
	tsCasePattern
	tsParenthesized
	tsIdentifier
	tsAssignment
	tsAugmented
	tsNot
	tsBool
	tsBinary
	tsUnary
	tsCompare
	tsLambda
	tsYield
	tsAttribute
	tsSubscript
	tsSlice
	tsCall
	tsTypedParam
	tsDefaultParam
	tsTypedDefault
	tsType
	tsGenericType
	tsTypeParameter
	tsUnionType
	tsMemberType
	tsKeyword
	tsList
	tsSet
	tsTuple
	tsDict
	tsPair
	tsListComp
	tsDictComp
	tsSetComp
	tsGenExp
	tsForIn
	tsIfClause
	tsConditional
	tsConcatenated
	tsString
	tsStringContent
	tsInterpolation
	tsFormatSpec
	tsAwait
	tsStar
	tsDoubleStar
	tsInteger
	tsFloat
	tsTrue
	tsFalse
	tsNone
	tsEllipsis
	tsKwSeparator
	tsPosSeparator
	tsAsync
	tsFrom
)

var tsKinds = map[string]tsKind{
	"ERROR": tsError, "comment": tsComment, "module": tsModule, "block": tsBlock,
	"import_statement": tsImport, "import_from_statement": tsImportFrom, "future_import_statement": tsFuture,
	"relative_import": tsRelative, "aliased_import": tsAliased, "wildcard_import": tsWildcard,
	"print_statement": tsPrint, "exec_statement": tsExec, "chevron": tsChevron, "assert_statement": tsAssert,
	"expression_statement": tsExprStmt, "named_expression": tsNamedExpr, "return_statement": tsReturn,
	"delete_statement": tsDelete, "raise_statement": tsRaise, "pass_statement": tsPass, "break_statement": tsBreak,
	"continue_statement": tsContinue, "if_statement": tsIf, "elif_clause": tsElif, "else_clause": tsElse,
	"match_statement": tsMatch, "case_clause": tsCase, "for_statement": tsFor, "while_statement": tsWhile,
	"try_statement": tsTry, "except_clause": tsExcept, "except_group_clause": tsExcept, "finally_clause": tsFinally,
	"with_statement": tsWith, "with_clause": tsWithClause, "with_item": tsWithItem, "function_definition": tsFunction,
	"parameters": tsParameters, "lambda_parameters": tsParameters, "global_statement": tsGlobal,
	"nonlocal_statement": tsNonlocal, "type_alias_statement": tsTypeAlias, "constrained_type": tsConstrained, "class_pattern": tsClassPattern,
	"keyword_pattern": tsKeywordPattern, "format_expression": tsFormatExpression, "class_definition": tsClass,
	"argument_list": tsArguments, "decorated_definition": tsDecorated, "decorator": tsDecorator,
	"expression_list": tsExprList, "dotted_name": tsDotted, "as_pattern": tsAsPattern, "as_pattern_target": tsAsTarget,
	"case_pattern": tsCasePattern, "parenthesized_expression": tsParenthesized, "identifier": tsIdentifier,
	"assignment": tsAssignment, "augmented_assignment": tsAugmented, "not_operator": tsNot, "boolean_operator": tsBool,
	"binary_operator": tsBinary, "unary_operator": tsUnary, "comparison_operator": tsCompare, "lambda": tsLambda,
	"yield": tsYield, "attribute": tsAttribute, "subscript": tsSubscript, "slice": tsSlice, "call": tsCall,
	"typed_parameter": tsTypedParam, "default_parameter": tsDefaultParam, "typed_default_parameter": tsTypedDefault,
	"type": tsType, "generic_type": tsGenericType, "type_parameter": tsTypeParameter, "union_type": tsUnionType,
	"member_type": tsMemberType, "keyword_argument": tsKeyword, "list": tsList, "set": tsSet, "tuple": tsTuple,
	"dictionary": tsDict, "pair": tsPair, "list_comprehension": tsListComp, "dictionary_comprehension": tsDictComp,
	"set_comprehension": tsSetComp, "generator_expression": tsGenExp, "for_in_clause": tsForIn, "if_clause": tsIfClause,
	"conditional_expression": tsConditional, "concatenated_string": tsConcatenated, "string": tsString,
	"string_content": tsStringContent, "interpolation": tsInterpolation, "format_specifier": tsFormatSpec,
	"await": tsAwait, "list_splat": tsStar, "parenthesized_list_splat": tsParenthesized, "dictionary_splat": tsDoubleStar,
	"list_splat_pattern": tsStar, "dictionary_splat_pattern": tsDoubleStar,
	"pattern_list": tsTuple, "tuple_pattern": tsTuple, "list_pattern": tsList, "splat_type": tsStar,
	"integer": tsInteger, "float": tsFloat, "true": tsTrue, "false": tsFalse, "none": tsNone, "ellipsis": tsEllipsis,
	"keyword_separator": tsKwSeparator, "positional_separator": tsPosSeparator,
}

// tsKeywords are the anonymous tokens that change what a node is.
var tsKeywords = map[string]tsKind{"async": tsAsync, "from": tsFrom}

// A tsField is a field name of the grammar.
type tsField uint8

const (
	noField tsField = iota
	fAlias
	fAlternative
	fArgument
	fArguments
	fAttribute
	fBody
	fCause
	fCode
	fCondition
	fConsequence
	fDefinition
	fExpression
	fFunction
	fGuard
	fKey
	fLeft
	fModuleName
	fName
	fObject
	fOperator
	fOperators
	fParameters
	fReturnType
	fRight
	fSubject
	fSubscript
	fSuperclasses
	fType
	fTypeParameters
	fFormatSpecifier
	fValue
	fOther
)

var tsFields = map[string]tsField{
	"alias": fAlias, "alternative": fAlternative, "argument": fArgument, "arguments": fArguments, "attribute": fAttribute,
	"body": fBody, "cause": fCause, "code": fCode, "condition": fCondition, "consequence": fConsequence,
	"definition": fDefinition, "expression": fExpression, "function": fFunction, "guard": fGuard, "key": fKey, "left": fLeft,
	"module_name": fModuleName, "name": fName, "object": fObject, "operator": fOperator, "operators": fOperators,
	"parameters": fParameters, "return_type": fReturnType, "right": fRight, "subject": fSubject, "subscript": fSubscript,
	"superclasses": fSuperclasses, "type": fType, "value": fValue,
	"format_specifier": fFormatSpecifier, "type_conversion": fOther, "type_parameters": fTypeParameters,
}
