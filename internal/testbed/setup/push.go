package setup

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// image is what pushimage reads (internal/tools/pushimage).
type image struct {
	References []string        `json:"references"`
	Images     []platformImage `json:"images"`
}

type platformImage struct {
	Platform string      `json:"platform"`
	Layers   []string    `json:"layers"` // tar files
	Config   imageConfig `json:"config"`
}

// imageConfig is the part of an OCI image configuration that the stand-ins set.
type imageConfig struct {
	User       string            `json:"User,omitempty"`
	WorkingDir string            `json:"WorkingDir,omitempty"`
	Env        []string          `json:"Env,omitempty"`
	Entrypoint []string          `json:"Entrypoint,omitempty"`
	Cmd        []string          `json:"Cmd,omitempty"`
	Labels     map[string]string `json:"Labels,omitempty"`
}

// once runs push unless it has succeeded before with the same name. That is noted
// in the registry's own directory: without what is in it, the note is gone too.
func (b *Bed) once(name string, push func() error) error {
	note := b.state.Path("registry", "pushed-"+name)
	if exists(note) {
		return nil
	}
	if err := push(); err != nil {
		return err
	}
	return os.WriteFile(note, nil, 0o644)
}

// push pushes an image under names relative to the registry
// ("library/python:3.13-slim").
func (b *Bed) push(ctx context.Context, bin, registry string, names []string, images []platformImage) error {
	img := image{Images: images}
	for _, name := range names {
		img.References = append(img.References, registry+"/"+name)
	}
	request, err := json.Marshal(img)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "pushimage"))
	cmd.Stdin = bytes.NewReader(request)
	if _, err := b.command(ctx, cmd); err != nil {
		return fmt.Errorf("pushing %s: %w", names[0], err)
	}
	return nil
}
