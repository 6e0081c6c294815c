package insync

import (
	"net/url"
	"path"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// unknown is a source that cannot be compared; it equals every other.
const unknown = "?"

// registry writes a requirement on an index: its specifiers, the index it is
// bound to and the extra or group that binds it.
func registry(specifiers, index, conflict string) string {
	return strings.Join([]string{"registry", specifiers, normalURL(index), conflict}, " ")
}

// gitSource writes a Git source without the commit, which only the lock knows.
func gitSource(repository, refKind, ref, subdirectory, archive string, lfs bool) string {
	large := ""
	if lfs {
		large = "lfs"
	}
	repository = normalURL(strings.TrimPrefix(repository, "git+"))
	return strings.Join([]string{"git", repository, refKind, ref, path.Clean(subdirectory), archive, large}, " ")
}

func urlKey(location, subdirectory string) string {
	location, _, _ = strings.Cut(location, "#")
	return strings.Join([]string{"url", normalURL(location), path.Clean(subdirectory)}, " ")
}

// normalURL writes a URL such that two that uv takes for one are equal. Users and
// passwords are left out, as uv leaves them out of the lock.
func normalURL(location string) string {
	u, err := url.Parse(location)
	if err != nil || u.Host == "" {
		return location
	}
	u.User = nil
	u.Host = strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		u.Host = u.Hostname()
	}
	u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
	return u.String()
}

// path writes a local source, relative to the lock.
func (l lowerer) path(dir, location, of string) string {
	location = strings.ReplaceAll(location, `\`, "/")
	if path.IsAbs(location) || strings.Contains(location, "://") || strings.Contains(location, "${") {
		l.unsure("The path of %q is not relative.", of)
		return unknown
	}
	return "path " + path.Join(dir, location)
}

// urlSource takes the URL of a requirement apart: "name @ URL".
func (l lowerer) urlSource(r marker.Requirement) string {
	u, err := url.Parse(r.URL)
	if err != nil || u.Scheme == "" || u.Scheme == "file" {
		l.unsure("The URL of %q is a path.", r.Name)
		return unknown
	}
	fragment, err := url.ParseQuery(u.Fragment)
	if err != nil {
		fragment = url.Values{}
	}
	if !strings.HasPrefix(u.Scheme, "git+") {
		return urlKey(r.URL, fragment.Get("subdirectory"))
	}
	kind, ref := "", ""
	if at := strings.LastIndexByte(u.Path, '@'); at >= 0 {
		kind, ref, u.Path = "rev", u.Path[at+1:], u.Path[:at]
		u.RawPath = ""
	}
	u.Fragment, u.RawFragment = "", ""
	return gitSource(u.String(), kind, ref, fragment.Get("subdirectory"), fragment.Get("path"), strings.EqualFold(fragment.Get("lfs"), "true"))
}

// locked returns the key of a requirement of the lock.
func locked(r *uvlock.Requirement) key {
	k := key{name: r.Name, extras: joined(r.Extras)}
	switch s := r.Source; {
	case s == nil:
		conflict := ""
		if r.Conflict != nil {
			conflict = r.Conflict.String()
			if r.Conflict.Extra != "" {
				conflict = marker.ConflictExtra(r.Conflict.Package, r.Conflict.Extra)
			} else if r.Conflict.Group != "" {
				conflict = marker.ConflictGroup(r.Conflict.Package, r.Conflict.Group)
			}
		}
		k.source = registry(specifiers(r.Specifier), r.Index, conflict)
	case s.Kind == uvlock.Git:
		k.source = gitSource(s.Git.Repository, s.Git.RefKind, s.Git.Ref, s.Subdirectory, s.Git.Path, s.Git.LFS)
	case s.Kind == uvlock.URL:
		k.source = urlKey(s.Location, s.Subdirectory)
	case path.IsAbs(s.Location) || strings.Contains(s.Location, ":"):
		k.source = unknown
	default:
		k.source = "path " + s.Path()
	}
	return k
}

// specifiers brings a set of specifiers to its normal form.
func specifiers(s string) string {
	set, err := version.ParseSet(s)
	if err != nil {
		return s
	}
	return set.Canonical().String()
}

// describe writes a requirement of the lock as a user would.
func describe(r *uvlock.Requirement) string {
	text := r.Name
	if len(r.Extras) > 0 {
		text += "[" + strings.Join(r.Extras, ",") + "]"
	}
	switch {
	case r.Source != nil:
		text += " from " + r.Source.Location
	default:
		text += r.Specifier
	}
	if r.Marker != nil {
		text += "; " + r.Marker.Text
	}
	return diag.Visible(text)
}
