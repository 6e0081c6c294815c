package testbed

// The environment through which the testbed command tells a test where the
// engine and the registry are.
const (
	// EnvBuildkitAddr is the address of a buildkitd, as its client takes it.
	EnvBuildkitAddr = "PYFRONTEND_BUILDKIT_ADDR"
	// EnvRegistry is the host:port of the local registry (plain HTTP).
	EnvRegistry = "PYFRONTEND_REGISTRY"
	// EnvCA is the file of certificates that a step of a build has to trust to
	// reach a package registry; empty where the image's own are enough.
	EnvCA = "PYFRONTEND_CA"
	// EnvBuildctl is the path of buildctl.
	EnvBuildctl = "PYFRONTEND_BUILDCTL"
	// EnvFrontendImage is the reference of the frontend image under test.
	EnvFrontendImage = "PYFRONTEND_FRONTEND_IMAGE"
	// EnvState is the directory that holds everything the test bed made.
	EnvState = "PYFRONTEND_TESTBED_STATE"
	// EnvRunner says what runs images: RunnerRunc or RunnerDocker.
	EnvRunner = "PYFRONTEND_RUNNER"
	// EnvDockerContainerd is the DOCKER_HOST of an engine that keeps its images
	// in the containerd store.
	EnvDockerContainerd = "PYFRONTEND_DOCKER_HOST_CONTAINERD"
	// EnvDockerClassic is the DOCKER_HOST of an engine that keeps its images in
	// the classic overlay2 store.
	EnvDockerClassic = "PYFRONTEND_DOCKER_HOST_CLASSIC"
)

// What runs images.
const (
	RunnerRunc   = "runc"   // unpacks the layers itself; needs root
	RunnerDocker = "docker" // the Docker that is there
)

// FrontendImage is the reference users write; the test bed serves the frontend
// of this checkout under it.
const FrontendImage = "ghcr.io/org/pyfrontend"

// UVVersion is the version of uv in the image ghcr.io/astral-sh/uv that the
// test bed serves.
const UVVersion = "0.13.9"
