package llbgen

// Reason is why an install step failed, as far as uv's output tells. The order
// is that of REASONS in script/step.py.
type Reason int

const (
	// Unexplained failures have their reason in the step's output only.
	Unexplained Reason = iota
	// OtherFile is a file with another hash than the lock's.
	OtherFile
	// Gone is an address that has nothing (404, 410).
	Gone
	// Refused is an index that wants to know who asks (401, 403, 407).
	Refused
	// Unreachable is an index that does not answer, or breaks off.
	Unreachable
	// NotBuilt is a source distribution whose build failed.
	NotBuilt
	// DiskFull is a builder without space.
	DiskFull
	reasons
)

// Failure is what script/step.py tells by the exit status of an install step,
// the only word of a failed process that reaches a frontend.
type Failure struct {
	Reason Reason
	// Package is the index of the distribution in its group, -1 if unknown.
	Package int
}

// The exit statuses of step.py: status() there.
const (
	perReason   = 27
	firstStatus = 10
	// From here to secondStatus lie those of shells, of runc and of signals.
	signals      = 120
	secondStatus = 170
)

// ParseFailure reads an exit status; ok is false for those of uv, of signals
// and of other programs.
func ParseFailure(status uint32) (f Failure, ok bool) {
	n := int(status) - firstStatus
	if status >= secondStatus {
		n -= secondStatus - signals
	} else if status >= signals {
		return Failure{}, false
	}
	if n < 0 || n >= perReason*int(reasons) {
		return Failure{}, false
	}
	f = Failure{Reason: Reason(n / perReason), Package: n % perReason}
	if f.Package == perReason-1 {
		f.Package = -1
	}
	return f, true
}
