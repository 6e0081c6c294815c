package services

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/org/pyfrontend/internal/testbed"
)

var (
	//go:embed mongodb/pom.xml
	mongodbPOM []byte
	//go:embed mongodb/Server.java
	mongodbMain []byte
)

// Prepare fetches and compiles what the services need beyond the programs that
// are installed, into the state directory of the test bed. It does nothing the
// second time. It says what it does with say.
func Prepare(ctx context.Context, state string, say func(format string, args ...any)) error {
	dir := mongodbDir(state)
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	for _, program := range []string{"mvn", "javac"} {
		if _, err := exec.LookPath(program); err != nil {
			return &Missing{"a MongoDB-compatible server", program + " is not installed (Debian packages maven, default-jdk-headless)"}
		}
	}
	say("fetching a MongoDB-compatible server with Maven")
	tmp, err := os.MkdirTemp(state, "mongodb.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := makeMongoDB(ctx, tmp); err != nil {
		return err
	}
	return os.Rename(tmp, dir)
}

// makeMongoDB puts the server's libraries and its main class into a directory.
func makeMongoDB(ctx context.Context, dir string) error {
	jars := filepath.Join(dir, "jars")
	err := errors.Join(
		os.WriteFile(filepath.Join(dir, "pom.xml"), mongodbPOM, 0o644),
		os.WriteFile(filepath.Join(dir, "Server.java"), mongodbMain, 0o644),
	)
	if err != nil {
		return err
	}
	for _, argv := range [][]string{
		{"mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=" + jars},
		{"javac", "-cp", filepath.Join(jars, "*"), "-d", dir, filepath.Join(dir, "Server.java")},
	} {
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("making the MongoDB-compatible server: %s: %w: %s", argv[0], err, out)
		}
	}
	return nil
}

// mongodbDir is named by what is made in it.
func mongodbDir(state string) string {
	sum := sha256.Sum256(append(append([]byte{}, mongodbPOM...), mongodbMain...))
	return filepath.Join(state, "mongodb-"+hex.EncodeToString(sum[:6]))
}

// hello asks a server what it is, as every client does first: the command
// {hello: 1, $db: "admin"} in an OP_MSG (MongoDB wire protocol).
const hello = "\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00\x00" +
	"\x1f\x00\x00\x00\x10hello\x00\x01\x00\x00\x00\x02$db\x00\x06\x00\x00\x00admin\x00\x00"

// mongodbInDocker starts MongoDB itself.
func mongodbInDocker(ctx context.Context, s *Service) error {
	addr, err := inDocker(ctx, s, "mongo:8", 27017, nil)
	if err != nil {
		return err
	}
	s.URL = "mongodb://" + addr + "/"
	return await(ctx, 90*time.Second, func(ctx context.Context) error { return exchange(ctx, addr, hello) })
}

// startMongoDB starts the server that Prepare made.
func startMongoDB(ctx context.Context, s *Service) error {
	state := os.Getenv(testbed.EnvState)
	if state == "" {
		return &Missing{"a MongoDB-compatible server", testbed.EnvState + " is not set (run the tests with make test)"}
	}
	dir := mongodbDir(state)
	if _, err := os.Stat(dir); err != nil {
		return &Missing{"a MongoDB-compatible server", "the test bed has not made it"}
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return &Missing{"a MongoDB-compatible server", "java is not installed"}
	}
	ports, err := FreePorts(1)
	if err != nil {
		return err
	}
	addr := fmt.Sprintf("127.0.0.1:%d", ports[0])
	s.URL = "mongodb://" + addr + "/"
	server, err := spawn(nil, java, "-Xmx256m", "-cp", dir+":"+filepath.Join(dir, "jars", "*"), "Server", fmt.Sprint(ports[0]))
	if err != nil {
		return err
	}
	s.stops = append(s.stops, server.stop)
	return server.await(ctx, 30*time.Second, func(ctx context.Context) error { return exchange(ctx, addr, hello) })
}
