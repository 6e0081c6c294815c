package planner

// RuleLockMissing is the rule of a project without a lock.
const RuleLockMissing = "LockMissing"
