package services

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// rabbitmqServer is the start script of Debian's package rabbitmq-server. The
// one in /usr/sbin changes to the user of the system's own server, whose data
// and cookie are not ours to touch.
const rabbitmqServer = "/usr/lib/rabbitmq/bin/rabbitmq-server"

// amqpHeader is what a client sends first (AMQP 0-9-1, section 2.2.4).
const amqpHeader = "AMQP\x00\x00\x09\x01"

// rabbitmqInDocker starts RabbitMQ with a user of its own: guest may not connect
// from outside of the container.
func rabbitmqInDocker(ctx context.Context, s *Service) error {
	addr, err := inDocker(ctx, s, "rabbitmq:4", 5672, []string{"RABBITMQ_DEFAULT_USER=test", "RABBITMQ_DEFAULT_PASS=test"})
	if err != nil {
		return err
	}
	s.URL = "amqp://test:test@" + addr + "/"
	return await(ctx, 90*time.Second, func(ctx context.Context) error { return exchange(ctx, addr, amqpHeader) })
}

// startRabbitMQ starts a node that knows no other: with a name, a cookie, data
// and a port mapper of its own.
func startRabbitMQ(ctx context.Context, s *Service) error {
	epmd, err := exec.LookPath("epmd")
	if err != nil {
		return &Missing{"RabbitMQ", "Erlang's epmd is not installed (Debian package rabbitmq-server)"}
	}
	if _, err := os.Stat(rabbitmqServer); err != nil {
		return &Missing{"RabbitMQ", rabbitmqServer + " is not installed (Debian package rabbitmq-server)"}
	}
	dir, err := os.MkdirTemp("", "rabbitmq")
	if err != nil {
		return err
	}
	s.stops = append(s.stops, func() error { return os.RemoveAll(dir) })
	ports, err := FreePorts(3)
	if err != nil {
		return err
	}
	amqp, dist, mapper := ports[0], ports[1], ports[2]
	addr := fmt.Sprintf("127.0.0.1:%d", amqp)
	s.URL = "amqp://guest:guest@" + addr + "/"

	// Erlang would start the mapper as a daemon that nobody ends.
	names, err := spawn(nil, epmd, "-port", fmt.Sprint(mapper), "-address", "127.0.0.1")
	if err != nil {
		return err
	}
	s.stops = append(s.stops, names.stop)
	err = names.await(ctx, 10*time.Second, func(ctx context.Context) error {
		return exchange(ctx, fmt.Sprintf("127.0.0.1:%d", mapper), "")
	})
	if err != nil {
		return err
	}
	env, err := rabbitmqEnv(dir, amqp, dist, mapper)
	if err != nil {
		return err
	}
	server, err := spawn(env, rabbitmqServer)
	if err != nil {
		return err
	}
	s.stops = append(s.stops, server.stop)
	return server.await(ctx, 90*time.Second, func(ctx context.Context) error { return exchange(ctx, addr, amqpHeader) })
}

// rabbitmqEnv is a node's environment. It names every file, so that none of the
// system's own is read (rabbitmq.com: configure, "Supported Environment
// Variables").
func rabbitmqEnv(dir string, amqp, dist, mapper int) ([]string, error) {
	plugins, config, script := filepath.Join(dir, "enabled_plugins"), filepath.Join(dir, "rabbitmq.conf"), filepath.Join(dir, "env.conf")
	for file, content := range map[string]string{plugins: "[].\n", config: "", script: ""} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	return []string{
		"HOME=" + dir, // the cookie is in it
		"ERL_EPMD_ADDRESS=127.0.0.1",
		fmt.Sprint("ERL_EPMD_PORT=", mapper),
		fmt.Sprintf("RABBITMQ_NODENAME=test%d@localhost", amqp),
		"RABBITMQ_NODE_IP_ADDRESS=127.0.0.1",
		fmt.Sprint("RABBITMQ_NODE_PORT=", amqp),
		fmt.Sprint("RABBITMQ_DIST_PORT=", dist),
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
		"RABBITMQ_MNESIA_BASE=" + filepath.Join(dir, "data"),
		"RABBITMQ_LOG_BASE=" + filepath.Join(dir, "log"),
		"RABBITMQ_LOGS=-",
		"RABBITMQ_PID_FILE=" + filepath.Join(dir, "pid"),
		"RABBITMQ_ENABLED_PLUGINS_FILE=" + plugins,
		"RABBITMQ_CONFIG_FILE=" + config,
		"RABBITMQ_CONF_ENV_FILE=" + script,
	}, nil
}
