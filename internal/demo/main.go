// Command demo shows the main job: from the frontend image, which the test bed
// has built and serves under its public name, to a running container. It
// builds examples/web the way its users would, runs the image and uses it.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := demo(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func demo(ctx context.Context) (err error) {
	if os.Getenv(testbed.EnvBuildkitAddr) == "" {
		return errors.New("needs the test bed: run `make demo`")
	}
	x, err := examples.Load("web")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "demo")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	project := filepath.Join(dir, "web")
	if err := x.Copy(project); err != nil {
		return err
	}
	if err := showProject(project); err != nil {
		return err
	}
	e := newEngine(dir)
	if err := build(ctx, e, project); err != nil {
		return err
	}
	return use(ctx, e)
}

// showProject prints what a user has written.
func showProject(dir string) error {
	say("A project, examples/web. The first line of its pyproject.toml is all that it has of pyfrontend's:")
	manifest, err := os.ReadFile(filepath.Join(dir, "pyproject.toml"))
	if err != nil {
		return err
	}
	fmt.Println()
	for line := range strings.Lines(string(manifest)) {
		fmt.Print("    ", line)
	}
	return nil
}

// use runs the image, talks to it, and ends it.
func use(ctx context.Context, e engine) (err error) {
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(addr)
	server, err := e.run(ctx, map[string]string{"UVICORN_PORT": port})
	if err != nil {
		return err
	}
	server.Stdout, server.Stderr = indented(os.Stdout), indented(os.Stdout)
	say("Starting the container. What it prints:")
	fmt.Println()
	if err := server.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	err = talk(ctx, "http://"+addr, ended)
	if killed := server.Process.Signal(syscall.SIGTERM); killed != nil && err == nil {
		err = killed
	}
	select {
	case status := <-ended:
		if err == nil && status != nil {
			err = fmt.Errorf("the container did not end well: %w", status)
		}
	case <-time.After(20 * time.Second):
		err = errors.Join(err, errors.New("the container does not end"), server.Process.Kill())
	}
	if err == nil {
		say("The container ended when it was told to.")
	}
	return err
}

// talk makes requests and prints the answers.
func talk(ctx context.Context, url string, ended <-chan error) error {
	if err := await(ctx, url, ended); err != nil {
		return err
	}
	for _, args := range [][]string{
		{url + "/"},
		{"-d", `{"text": "hello"}`, "-H", "Content-Type: application/json", url + "/notes"},
		{url + "/notes"},
	} {
		answer, err := request(ctx, args)
		if err != nil {
			return err
		}
		say("$ curl %s\n\n    %s", quoted(args), answer)
	}
	return nil
}

func say(format string, args ...any) {
	fmt.Printf("\ndemo: "+format+"\n", args...)
}

// command runs a program with its output shown, and says how it is called.
func command(ctx context.Context, name string, args ...string) error {
	say("$ %s %s\n", filepath.Base(name), quoted(args))
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = indented(os.Stdout), indented(os.Stdout)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}

// quoted writes arguments as one would type them.
func quoted(args []string) string {
	var words []string
	for _, a := range args {
		if strings.ContainsAny(a, " \"'{") {
			a = "'" + a + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	addr := l.Addr().(*net.TCPAddr)
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(addr.Port)), l.Close()
}
