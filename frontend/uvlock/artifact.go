package uvlock

import (
	"fmt"
	"strings"
)

// artifact decides what a distribution is installed from, as uv does it: the
// best wheel, else the sources, else it is an error (uv: Package::to_dist).
func (w *walk) artifact(in *Installed) {
	p, build := in.Package, &w.target.Build
	noBinary, noBuild := build.noBinary(p.Name), build.noBuild(p.Name)
	if !noBinary {
		if best := w.bestWheel(p); best != nil {
			in.Method, in.Artifact = FromWheel, &best.Artifact
			w.checkWheel(p, best)
			return
		}
	}
	if w.sources(in) && (!noBuild || in.Method == NotInstalled) {
		in.Why = w.why(p, noBinary)
		return
	}
	w.nothing(p, noBinary, noBuild)
}

// bestWheel returns the wheel that uv would take, nil if none fits.
func (w *walk) bestWheel(p *Package) *Wheel {
	best, ok := w.env.Tags.Best(p.tags)
	if !ok {
		return nil
	}
	return &p.Wheels[best]
}

// checkWheel reports a wheel that uv could not find.
func (w *walk) checkWheel(p *Package, wheel *Wheel) {
	switch {
	case p.Source.Kind == Registry && p.Source.Remote() && wheel.URL == "",
		p.Source.Kind == Registry && wheel.URL == "" && wheel.Path == "":
		w.fail(wheel.Range(), "the wheel of %s has no URL", p)
	case p.Source.Tree(), p.Source.Kind == Git && p.Source.Git.Path == "":
		w.fail(wheel.Range(), "%s is a source tree and cannot have wheels", p)
	}
}

// sources sets the method for what has to be built, or not to be installed at
// all; it says whether there is anything to build from (uv: to_source_dist).
func (w *walk) sources(in *Installed) bool {
	p := in.Package
	in.Artifact = p.Sdist
	in.Method = FromSdist
	switch p.Source.Kind {
	case Virtual:
		in.Method = NotInstalled
		return true
	case Directory, Editable:
		in.Method = FromTree
		return true
	case Git:
		if p.Source.Git.Path == "" {
			in.Method = FromTree
			return true
		}
		return isArchive(p.Source.Git.Path)
	case URL, Path:
		// uv refuses other archives from here since 0.12 (PEP 625).
		name := filename(p.Source.Location)
		return strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".zip")
	default:
		return p.Sdist != nil && (p.Sdist.URL != "" || p.Sdist.Path != "" && !p.Source.Remote()) && isArchive(p.Sdist.Filename)
	}
}

// isArchive says whether uv takes a file for a source distribution (uv:
// SourceDistExtension).
func isArchive(name string) bool {
	for _, ext := range []string{".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tar", ".tar.lz", ".tlz", ".tar.lzma"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

// why says why a distribution is not installed from a wheel.
func (w *walk) why(p *Package, noBinary bool) string {
	switch {
	case p.Source.Kind == Virtual:
		return "a virtual project: only its dependencies are installed"
	case p.Source.Kind == Git:
		return "a Git repository"
	case p.Source.Tree():
		return "a local source tree"
	case noBinary:
		return "wheels are not to be used for it (no-binary)"
	case len(p.Wheels) == 0:
		return "it has no wheels"
	default:
		return fmt.Sprintf("none of its %d wheels is for %s", len(p.Wheels), w.env.Name)
	}
}

// nothing reports a distribution that cannot be installed.
func (w *walk) nothing(p *Package, noBinary, noBuild bool) {
	switch {
	case noBinary && noBuild:
		w.fail(p.Range(), "%s cannot be installed: both its wheels and building it are excluded (no-binary, no-build)", p)
	case noBinary:
		w.fail(p.Range(), "%s cannot be installed: its wheels are excluded (no-binary) and it has no source distribution", p)
	case noBuild:
		w.diags.Add(p.Range(), fmt.Sprintf("%s has no wheel for %s, and it must not be built (no-build)", p, w.env.Name), w.wheelsOf(p), p.Alternative(w.env))
	default:
		w.diags.Add(p.Range(), fmt.Sprintf("%s has neither a wheel for %s nor a source distribution", p, w.env.Name), w.wheelsOf(p), p.Alternative(w.env))
	}
}

// wheelsOf lists what a package has wheels for.
func (w *walk) wheelsOf(p *Package) string {
	if len(p.Wheels) == 0 {
		return "It has no wheels at all."
	}
	const most = 8
	names := make([]string, 0, most)
	for i := range p.Wheels {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(p.Wheels)-most))
			break
		}
		names = append(names, p.Wheels[i].Filename)
	}
	return "It has: " + strings.Join(names, ", ") + "."
}
