package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// measure runs all rounds of all cases.
func (b *bench) measure(ctx context.Context) (*results, error) {
	r := &results{Rounds: b.options.rounds, Machine: machine(), Builds: map[string]map[string]map[string][]*built{}, Images: map[string]map[string]*image{}}
	for round := range b.options.rounds {
		for _, c := range b.chosen() {
			sides := []*side{ours, theirs}
			if round%2 == 1 {
				sides = []*side{theirs, ours}
			}
			for _, s := range sides {
				say("round %d: %s with %s", round+1, c.name, s.name)
				if err := b.round(ctx, c, s, r, round); err != nil {
					return nil, err
				}
			}
		}
	}
	return r, nil
}

// round is all that is measured of one case on one side, from empty caches.
func (b *bench) round(ctx context.Context, c *benchCase, s *side, r *results, round int) error {
	dir, err := os.MkdirTemp("", "bench-"+c.name)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := c.checkout(filepath.Join(dir, "project"))
	if err != nil {
		return err
	}
	b.to.empty()
	if err := b.daemon.empty(ctx); err != nil {
		return err
	}
	name := "bench/" + c.name
	for _, step := range []struct {
		row    string
		change func() error
	}{
		{rowCold, nil},
		{rowSame, nil},
		{rowSource, w.editSource},
		{rowVersion, w.bump},
		{rowAdded, func() error { return w.restart(w.addDependency) }},
	} {
		if step.change != nil {
			if err := step.change(); err != nil {
				return err
			}
		}
		out, err := b.daemon.build(ctx, w, s, b.to, name, "")
		if err != nil {
			return fmt.Errorf("%s: %w", step.row, err)
		}
		r.add(c, s, step.row, out)
		if step.row == rowCold && round == 0 {
			if err := b.inspect(ctx, c, s, r, name, out.digest); err != nil {
				return err
			}
		}
	}
	if !b.options.platforms || c.name == "data" {
		return nil
	}
	return b.bothPlatforms(ctx, w, s, r)
}

// bothPlatforms builds for amd64 and arm64 from empty caches.
func (b *bench) bothPlatforms(ctx context.Context, w *work, s *side, r *results) error {
	if err := w.restart(nil); err != nil {
		return err
	}
	b.to.empty()
	if err := b.daemon.empty(ctx); err != nil {
		return err
	}
	out, err := b.daemon.build(ctx, w, s, b.to, "bench/"+w.c.name, "linux/amd64,linux/arm64")
	if err != nil {
		return err
	}
	r.add(w.c, s, rowPlatforms, out)
	return nil
}

// inspect measures the image itself.
func (b *bench) inspect(ctx context.Context, c *benchCase, s *side, r *results, name, digest string) error {
	img, err := b.to.image(name, digest)
	if err != nil {
		return err
	}
	if b.options.startup {
		if img.Warm, img.Cold, err = b.startup(ctx, c, name+"@"+digest); err != nil {
			return fmt.Errorf("starting %s of %s: %w", c.name, s.name, err)
		}
	}
	if r.Images[c.name] == nil {
		r.Images[c.name] = map[string]*image{}
	}
	r.Images[c.name][s.name] = img
	return nil
}
