package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// BuildArg is one entry of the table of build arguments.
type BuildArg struct {
	Name string
	// Key is the key of the spec that the argument stands in for, "" for one that
	// is read elsewhere.
	Key string
	// List says that the value is a list with commas.
	List bool
	// AnyCase says that the case of the name does not count.
	AnyCase bool
	// Doc is one sentence.
	Doc string
}

// BuildArgs returns the table of all build arguments. Only what people change
// from build to build can be given this way, in a matrix of versions or variants
// for example; everything else belongs into a file that is under version
// control.
func BuildArgs() []BuildArg { return slices.Concat(specArgs(), standardArgs(), proxyArgs()) }

func specArgs() []BuildArg {
	return []BuildArg{
		{Name: "PYTHON_VERSION", Key: "python", Doc: "The version of Python."},
		{Name: "BASE", Key: "base", Doc: "The image that yours is built on."},
		{Name: "PACKAGE", Key: "package", Doc: "The workspace member that the image is of."},
		{Name: "GROUPS", Key: "groups", List: true, Doc: "Dependency groups to install, with commas between them."},
		{Name: "EXTRAS", Key: "extras", List: true, Doc: "Extras to install, with commas between them."},
		{Name: "UV_VERSION", Key: "uv", Doc: "The version of uv."},
	}
}

// standardArgs are those of BuildKit's Dockerfile frontend that mean the same
// here (frontend/dockerfile/docs/reference.md, "BuildKit built-in build args").
func standardArgs() []BuildArg {
	return []BuildArg{
		{Name: "SOURCE_DATE_EPOCH", Doc: "The time, in seconds since 1970, that the image and its files get; `context` takes it from the build context."},
		{Name: "BUILDKIT_SYNTAX", Doc: "The frontend image to build with; with it the build needs no file of its own."},
		{Name: "BUILDKIT_DOCKERFILE_CHECK", Doc: "Which checks are skipped and whether the others are errors, as in `# check=`."},
		{Name: "BUILDKIT_CACHE_MOUNT_NS", Doc: "A prefix for the names of cache mounts."},
		{Name: "BUILDKIT_MULTI_PLATFORM", Doc: "Whether the result is an index even for one platform."},
		{Name: "BUILDKIT_SANDBOX_HOSTNAME", Doc: "The host name in the steps of the build."},
		{Name: "BUILDKIT_CONTEXT_KEEP_GIT_DIR", Doc: "Whether a git context keeps its `.git`, which versions from tags need."},
		{Name: "BUILDKIT_GIT_ADVICE", Doc: "Whether git's advice is shown."},
		{Name: "BUILDKIT_INLINE_CACHE", Doc: "Whether the image carries metadata for `--cache-from`."},
		{Name: "BUILDKIT_BUILD_NAME", Doc: "The name of the build in histories."},
		{Name: "BUILDKIT_SBOM_SCAN_CONTEXT", Doc: "Whether `--sbom` also scans the build context."},
		{Name: "BUILDKIT_SBOM_SCAN_STAGE", Doc: "Whether `--sbom` also scans the builder."},
		{Name: "BUILDKIT_ATTEST_SBOM", Doc: "The same as `--attest type=sbom`."},
		{Name: "BUILDKIT_ATTEST_PROVENANCE", Doc: "The same as `--attest type=provenance`."},
	}
}

// proxyArgs reach the steps of the build, not the image, and are no part of the
// cache key.
func proxyArgs() []BuildArg {
	var out []BuildArg
	for _, scheme := range []string{"HTTP", "HTTPS", "FTP", "ALL", "NO"} {
		doc := fmt.Sprintf("The proxy of the build's steps for %s.", scheme)
		switch scheme {
		case "ALL":
			doc = "The proxy of the build's steps for everything else."
		case "NO":
			doc = "The hosts that the build's steps reach without a proxy."
		}
		out = append(out, BuildArg{Name: scheme + "_PROXY", AnyCase: true, Doc: doc})
	}
	return out
}

// ArgsFile is the name of the file that findings about build arguments name.
const ArgsFile = "--build-arg"

// FromBuildArgs returns the build arguments that stand in for keys of the spec
// as one more source of Parse, nil if there are none. An empty value is none, as
// with an ARG of a Dockerfile that has no default. The source is a text of its
// own, so that findings show what was given like any other line.
func FromBuildArgs(args map[string]string) *tomltree.Node {
	var lines []string
	for _, a := range specArgs() {
		if value := args[a.Name]; value != "" {
			lines = append(lines, fmt.Sprintf("%s = %s # %s\n", a.Key, argValue(a, value), a.Name))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	root, _ := tomltree.Parse(diag.NewFile(ArgsFile, []byte(strings.Join(lines, ""))))
	return root
}

// argValue writes a value in TOML.
func argValue(a BuildArg, value string) string {
	if !a.List {
		return quoted(value)
	}
	var items []string
	for item := range strings.SplitSeq(value, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return quotedArray(items)
}

func isBuildArg(name string) bool {
	return slices.ContainsFunc(BuildArgs(), func(a BuildArg) bool {
		return a.Name == name || a.AnyCase && strings.EqualFold(a.Name, name)
	})
}

// RuleBuildArg is the name of the rule that UnknownBuildArgs warns by.
const RuleBuildArg = "UnknownBuildArg"

// UnknownBuildArgs warns about build arguments that nothing reads, in the way of
// classic docker build ("One or more build-args were not consumed"). BUILDKIT_
// arguments of a newer BuildKit than this one knows are let pass.
func UnknownBuildArgs(args map[string]string) diag.List {
	var known []string
	for _, a := range BuildArgs() {
		known = append(known, a.Name)
	}
	var list diag.List
	for _, name := range slices.Sorted(maps.Keys(args)) {
		suggestion := diag.DidYouMean(name, known)
		if isBuildArg(name) || suggestion == "" && strings.HasPrefix(name, "BUILDKIT_") {
			continue
		}
		list.Warn(RuleBuildArg, diag.Range{}, "the build argument "+diag.Quote(name)+" is not read by anything",
			"An image's environment is set by env in the spec.", suggestion)
	}
	return list
}
