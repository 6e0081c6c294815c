# The frontend image: one static binary. It is cross-compiled on the build
# platform, so that no architecture needs emulation:
#
#   docker buildx build --platform linux/amd64,linux/arm64 -t ghcr.io/org/pyfrontend .
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -buildvcs=false -ldflags "-s -w" -o /frontend ./cmd/frontend

FROM scratch
# The frontend makes no connection of its own, and needs these capabilities of
# whoever calls it.
LABEL moby.buildkit.frontend.network.none="true" \
      moby.buildkit.frontend.caps="moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring"
COPY --from=build /frontend /frontend
ENTRYPOINT ["/frontend"]
