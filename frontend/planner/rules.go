package planner

// RuleLockMissing is the rule of a project without a lock.
const RuleLockMissing = "LockMissing"

// RuleLockUnchecked is the rule of a lock that cannot be compared with its
// manifests without running a build backend.
const RuleLockUnchecked = "LockUnchecked"

// RuleDevGroupInImage is the rule of a development group in an image.
const RuleDevGroupInImage = "DevGroupInImage"
