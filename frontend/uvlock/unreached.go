package uvlock

// unreached will report requirements that no edge of the environment serves.
func (w *walk) unreached() {}
