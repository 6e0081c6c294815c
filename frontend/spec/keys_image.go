package spec

import "github.com/org/pyfrontend/frontend/tomltree/field"

// imageKeys are about what the image says of itself.
func imageKeys() []Key {
	return []Key{
		{
			Name: "expose", Type: ports(), Default: `[]`, Since: "0.1", Also: []string{"ports", "port", "exposed-ports", "listen"},
			Doc:     "Ports that the container listens on.",
			Long:    "A number is a TCP port; `\"53/udp\"` names the protocol. Nothing is published by it, `docker run --publish-all` uses it.",
			Example: `expose = [8000]`,
			set:     func(s *Spec, f field.Field) { s.Expose = portsOf(f) },
		},
		{
			Name: "healthcheck", Type: healthcheck(), Since: "0.1", Also: []string{"health-check", "health", "liveness"},
			Doc:     "How an engine finds out whether the container works.",
			Long:    "An array is the command. A table has the command as `test` and any of `interval`, `timeout`, `start-period`, `start-interval` and `retries`.",
			Example: `healthcheck = { test = ["python", "-m", "app.health"], interval = "30s", timeout = "3s" }`,
			set:     func(s *Spec, f field.Field) { s.Healthcheck = healthcheckOf(f) },
		},
		{
			Name: "labels", Type: labels(), Default: `{}`, Since: "0.1", Also: []string{"label", "annotations", "metadata", "maintainer"},
			Doc:     "Labels of the image.",
			Long:    "`--label` on the command line wins over a label of the same name.",
			Example: `labels = { "org.opencontainers.image.source" = "https://git.example.com/api" }`,
			set:     func(s *Spec, f field.Field) { s.Labels = pairs(f) },
		},
		{
			Name: "volumes", Type: directories("volume"), Default: `[]`, Since: "0.1", Also: []string{"volume", "mounts"},
			Doc:     "Directories whose contents outlive a container.",
			Long:    "Absolute, or relative to `workdir`. A volume is writable by the user.",
			Example: `volumes = ["/data"]`,
			set:     func(s *Spec, f field.Field) { s.Volumes = f.Strs() },
		},
		{
			Name: "writable", Type: directories("writable directory"), Default: `[]`, Since: "0.1", Also: []string{"writeable", "writable-dirs", "chown", "rw"},
			Doc:     "Directories that the user may write to.",
			Long:    "Absolute, or relative to `workdir`. They are made if they are not there. Everything else belongs to root and is read-only to the user.",
			Example: `writable = ["uploads", "/var/cache/api"]`,
			set:     func(s *Spec, f field.Field) { s.Writable = f.Strs() },
		},
	}
}
