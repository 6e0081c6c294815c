package tomltree

// Kind is the type of a TOML value.
type Kind uint8

const (
	// Invalid is the kind of a nil Node.
	Invalid Kind = iota
	// String is a basic, literal or multi-line string.
	String
	// Integer is a whole number of 64 bits.
	Integer
	// Float is a floating point number, infinities and NaN included.
	Float
	// Bool is true or false.
	Bool
	// DateTime is a date, a time, or both, with or without an offset.
	DateTime
	// Array is a list of values or an array of tables.
	Array
	// Table is a table, written by a header, by dotted keys or inline.
	Table
)

// String returns the kind as a message names it: "a string", "an array".
func (k Kind) String() string {
	switch k {
	case String:
		return "a string"
	case Integer:
		return "an integer"
	case Float:
		return "a float"
	case Bool:
		return "a boolean"
	case DateTime:
		return "a date or time"
	case Array:
		return "an array"
	case Table:
		return "a table"
	default:
		return "nothing"
	}
}
