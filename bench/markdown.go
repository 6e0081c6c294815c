package main

import (
	"fmt"
	"slices"
	"strings"
)

// markdown is the table of a run.
func (r *results) markdown() string {
	var s strings.Builder
	fmt.Fprintf(&s, "Medians of %d rounds (%s).\n\n", r.Rounds, r.Machine)
	fmt.Fprintf(&s, "| case | build | pyfrontend | Dockerfile | ratio | at most |\n|---|---|---:|---:|---:|---:|\n")
	for _, c := range cases("") {
		for _, row := range rows {
			r.build(&s, c.name, row)
		}
		r.image(&s, c.name)
	}
	r.overheads(&s)
	if len(r.Planning) > 0 {
		fmt.Fprintf(&s, "\n| packages | from the files to the definition | peak memory |\n|---:|---:|---:|\n")
		for _, p := range r.Planning {
			fmt.Fprintf(&s, "| %d | %.0f ms | %.0f MB |\n", p.Packages, p.Seconds*1e3, p.PeakMB)
		}
	}
	return s.String()
}

func (r *results) build(s *strings.Builder, name, row string) {
	sides := r.Builds[name][row]
	if len(sides) == 0 {
		return
	}
	limit, ok := limits[row][name]
	if !ok {
		limit = limits[row][""]
	}
	line(s, name, row, "%.2f s", median(of(sides[ours.name], seconds)), median(of(sides[theirs.name], seconds)), limit[0])
	if row == rowSource || row == rowVersion || row == rowAdded {
		line(s, name, row+": pushed", "%.2f MB", median(of(sides[ours.name], megabytes)), median(of(sides[theirs.name], megabytes)), limit[1])
	}
}

func (r *results) image(s *strings.Builder, name string) {
	a, b := r.Images[name][ours.name], r.Images[name][theirs.name]
	if a == nil || b == nil {
		return
	}
	line(s, name, "bytes added over the base", "%.2f MB", float64(a.over(b))/1e6, float64(b.over(a))/1e6, bytesLimit)
	line(s, name, "layers", "%.0f", float64(len(a.Layers)), float64(len(b.Layers)), 0)
	if len(a.Warm) > 0 {
		line(s, name, "start-up, warm page cache", "%.2f s", median(a.Warm), median(b.Warm), startupLimit)
	}
	if len(a.Cold) > 0 {
		line(s, name, "start-up, cold page cache", "%.2f s", median(a.Cold), median(b.Cold), startupLimit)
	}
}

// overheads compares what the frontends themselves take.
func (r *results) overheads(s *strings.Builder) {
	for _, c := range cases("") {
		sides := r.Builds[c.name][rowSame]
		a, b := of(sides[ours.name], overhead), of(sides[theirs.name], overhead)
		a = slices.DeleteFunc(a, func(v float64) bool { return v == 0 })
		b = slices.DeleteFunc(b, func(v float64) bool { return v == 0 })
		if len(a) > 0 && len(b) > 0 {
			line(s, c.name, "of \"nothing changed\", the frontend", "%.2f s", median(a), median(b), 0)
		}
	}
}

// line is one row of the table; a ratio above its limit is marked.
func line(s *strings.Builder, name, row, format string, a, b, limit float64) {
	ratio, most := "", ""
	if b > 0 {
		ratio = fmt.Sprintf("%.2f", a/b)
		if limit > 0 && a/b > limit {
			ratio = "**" + ratio + "**"
		}
	}
	if limit > 0 {
		most = fmt.Sprintf("%.2f", limit)
	}
	fmt.Fprintf(s, "| %s | %s | "+format+" | "+format+" | %s | %s |\n", name, row, a, b, ratio, most)
}
